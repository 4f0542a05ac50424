//! Published content in words and as one table. A hidden count is `[c]`.

use documents::{Block, Column, Document, Section, Table};

use super::content::{Content, Counts, PublicCount, PublicStratum, PublicTheme};
use crate::{
    platform::clock::date_words,
    report::{
        figures::{interval_words, share},
        words::{self, INTERVAL, NOTHING_HEARD, Particulars},
    },
};

/// How a hidden count is shown: the mark for confidential values of the Government Analysis Function ("Symbols in tables").
pub const HIDDEN: &str = "[c]";

/// The results in words: what the preview, the public page and the published folder all show.
#[must_use]
pub fn document(content: &Content) -> Document {
    Document {
        title: format!("Results of the meeting of {}", date_words(content.held_on)),
        subtitle: Some(content.panel_name.clone()),
        body_name: content.body.clone(),
        marking: None,
        date: date_words(content.held_on),
        reference: Some(content.reference.clone()),
        sections: vec![
            about(content),
            heard(content),
            classes(content),
            decided(content),
            observed(content),
            Section::of_words("What is to be learned", content.learning.clone()),
            attended(content),
        ],
    }
}

fn about(content: &Content) -> Section {
    let particulars = Particulars {
        panel: (&content.panel_name, &content.panel),
        looks_at: &content.looks_at,
        held_on: content.held_on,
        place: None,
        period: (&content.period_from, &content.period_to),
        draw: &content.reference,
        scale: &content.scale,
    };
    Section::new("The meeting", vec![particulars.facts()])
}

fn heard(content: &Content) -> Section {
    let row = |one: &PublicStratum| {
        let numbers = [one.population, one.planned, one.heard].map(|number| number.to_string());
        std::iter::once(one.label.clone()).chain(numbers).collect()
    };
    let rows = content.strata.iter().map(row).collect();
    Section::new("Cases planned and heard", vec![words::heard(&[], rows).into()])
}

/// What the mark means, where one is shown.
fn legend(counts: &Counts) -> Option<Block> {
    let hidden = counts.rows.iter().any(|row| row.count.is_none());
    let least = if counts.zeros_hidden {
        "It may be 0."
    } else {
        "It is not 0."
    };
    hidden.then(|| {
        Block::Paragraph(format!(
            "{HIDDEN} is a count that is not shown: it is smaller than {}, or would give such a count away. {least}",
            counts.threshold
        ))
    })
}

fn classes(content: &Content) -> Section {
    let mut blocks = Vec::new();
    for one in content.strata.iter().filter(|one| one.heard > 0) {
        let row = |class: &PublicCount| {
            let hidden = || HIDDEN.to_owned();
            vec![
                format!("{} {}", class.code, class.label),
                class.count.map_or_else(hidden, |count| share(count, one.heard)),
                class
                    .count
                    .map_or_else(hidden, |count| interval_words(count, one.heard, one.population)),
            ]
        };
        let rows = one.classes.rows.iter().map(row).collect();
        blocks.push(words::classes(&one.label, one.heard, one.population, rows).into());
        blocks.extend(legend(&one.classes));
    }
    if blocks.is_empty() {
        return Section::of_words("Classes", NOTHING_HEARD);
    }
    blocks.push(Block::Paragraph(format!(
        "The cases were drawn by lot. {INTERVAL}"
    )));
    Section::new("Classes", blocks)
}

fn shown(count: Option<u64>) -> String {
    count.map_or_else(|| HIDDEN.to_owned(), |count| count.to_string())
}

fn decided(content: &Content) -> Section {
    let rows = content
        .decisions
        .rows
        .iter()
        .map(|row| vec![row.label.clone(), shown(row.count)])
        .collect();
    let columns = [Column::Words("Decision"), Column::Numbers("Cases")];
    let mut blocks = vec![Table::new("How the panel decided", &columns, rows).into()];
    blocks.extend(legend(&content.decisions));
    Section::new("Decisions", blocks)
}

fn observed(content: &Content) -> Section {
    let fewer = || format!("fewer than {}", content.themes_threshold);
    let row = |one: &PublicTheme| {
        let count = one.count.map_or_else(fewer, |count| count.to_string());
        vec![one.label.clone(), one.polarity.clone(), count]
    };
    words::themes(content.themes.iter().map(row).collect())
}

fn attended(content: &Content) -> Section {
    let rows = content
        .attendance
        .iter()
        .map(|one| vec![one.organisation.clone(), one.attendance.clone()])
        .collect();
    words::attendance(&[Column::Words("Attendance")], rows)
}

/// The counts of several meetings as one table: a row for each stratum and class.
#[must_use]
pub fn figures(results: &[&Content]) -> Table {
    let head = [
        "body",
        "panel",
        "reference",
        "period_from",
        "period_to",
        "held_on",
        "stratum",
        "frame",
        "planned",
        "heard",
        "class",
        "label",
        "count",
    ];
    let mut rows = Vec::new();
    for content in results {
        for one in &content.strata {
            let start = [
                content.body.clone(),
                content.panel.clone(),
                content.reference.clone(),
                content.period_from.clone(),
                content.period_to.clone(),
                content.held_on.to_string(),
                one.code.clone(),
                one.population.to_string(),
                one.planned.to_string(),
                one.heard.to_string(),
            ];
            let row = |rest: [String; 3]| start.iter().cloned().chain(rest).collect::<Vec<String>>();
            if one.classes.rows.is_empty() {
                rows.push(row(Default::default()));
            }
            rows.extend(
                one.classes
                    .rows
                    .iter()
                    .map(|class| row([class.code.clone(), class.label.clone(), shown(class.count)])),
            );
        }
    }
    Table {
        caption: "Published results".to_owned(),
        numeric: (0..head.len())
            .map(|column| (7..10).contains(&column) || column == 12)
            .collect(),
        head: head.map(str::to_owned).to_vec(),
        rows,
    }
}
