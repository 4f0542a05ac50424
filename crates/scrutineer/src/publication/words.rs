//! Published content in words and as one table. A hidden count is `[c]`.

use documents::{Block, Document, Section, Table};

use super::content::{Content, Counts, PublicCount, PublicStratum, PublicTheme};
use crate::{
    draw::model::period_words,
    platform::clock::date_words,
    report::figures::{interval_words, share},
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
            section(
                "What is to be learned",
                vec![Block::Paragraph(content.learning.clone())],
            ),
            attended(content),
        ],
    }
}

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        heading: heading.to_owned(),
        blocks,
    }
}

fn table(caption: &str, head: &[(&str, bool)], rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table {
        caption: caption.to_owned(),
        head: head.iter().map(|(name, _)| (*name).to_owned()).collect(),
        numeric: head.iter().map(|(_, numeric)| *numeric).collect(),
        rows,
    })
}

fn about(content: &Content) -> Section {
    let fact = |key: &str, value: String| (key.to_owned(), value);
    let facts = vec![
        fact("Panel", format!("{} ({})", content.panel_name, content.panel)),
        fact("Looks at", content.looks_at.clone()),
        fact("Held on", date_words(content.held_on)),
        fact(
            "Records of",
            period_words(&content.period_from, &content.period_to),
        ),
        fact("Draw", content.reference.clone()),
        fact("Scale", content.scale.clone()),
    ];
    section("The meeting", vec![Block::Facts(facts)])
}

fn heard(content: &Content) -> Section {
    let row = |one: &PublicStratum| {
        let numbers = [one.population, one.planned, one.heard].map(|number| number.to_string());
        std::iter::once(one.label.clone()).chain(numbers).collect()
    };
    let head = [
        ("Stratum", false),
        ("Records in the frame", true),
        ("Planned", true),
        ("Heard", true),
    ];
    let rows = content.strata.iter().map(row).collect();
    section(
        "Cases planned and heard",
        vec![table("Cases planned and heard", &head, rows)],
    )
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
        let caption = format!(
            "{}: {} cases heard of {} in the frame",
            one.label, one.heard, one.population
        );
        let head = [
            ("Class", false),
            ("Of the cases heard", true),
            ("Of all in the frame (95% interval)", true),
        ];
        blocks.push(table(&caption, &head, one.classes.rows.iter().map(row).collect()));
        blocks.extend(legend(&one.classes));
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph("No case was heard.".to_owned()));
    } else {
        blocks.push(Block::Paragraph(
            "The cases were drawn by lot. The interval says how many of all records in the frame may be of the class, with \
             95% confidence."
                .to_owned(),
        ));
    }
    section("Classes", blocks)
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
    let head = [("Decision", false), ("Cases", true)];
    let mut blocks = vec![table("How the panel decided", &head, rows)];
    blocks.extend(legend(&content.decisions));
    section("Decisions", blocks)
}

fn observed(content: &Content) -> Section {
    if content.themes.is_empty() {
        return section(
            "Themes",
            vec![Block::Paragraph("No observation was recorded.".to_owned())],
        );
    }
    let fewer = || format!("fewer than {}", content.themes_threshold);
    let row = |one: &PublicTheme| {
        let count = one.count.map_or_else(fewer, |count| count.to_string());
        vec![one.label.clone(), one.polarity.clone(), count]
    };
    let head = [
        ("Theme", false),
        ("Good practice or concern", false),
        ("Cases", true),
    ];
    let rows = content.themes.iter().map(row).collect();
    section("Themes", vec![table("What the panel observed", &head, rows)])
}

fn attended(content: &Content) -> Section {
    let rows = content
        .attendance
        .iter()
        .map(|one| vec![one.organisation.clone(), one.attendance.clone()])
        .collect();
    let head = [("Organisation", false), ("Attendance", false)];
    section(
        "Attendance by organisation",
        vec![table("Who was there", &head, rows)],
    )
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
