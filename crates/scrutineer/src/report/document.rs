//! The report in words: one document for the page and for paper.

use documents::{Bar, Block, Chart, Column, Document, Section, Table};

use super::{
    combined,
    figures::{conclusion_words, counted, interval, interval_words, share, withdrawal_words},
    model::{Attended, ClassCount, Decision, MeetingReport, Stratum, ThemeCount, Withdrawn},
    words::{self, INTERVAL, NOTHING_HEARD, Particulars},
};
use crate::{
    draw::plan::{first_up, source_words},
    platform::clock::date_words,
};

/// The report as a document.
#[must_use]
pub fn document(report: &MeetingReport) -> Document {
    Document {
        title: format!("Report of the meeting of {}", date_words(report.held_on)),
        subtitle: Some(report.panel_name.clone()),
        body_name: report.body_name.clone(),
        marking: Some(report.marking.title().to_owned()),
        date: date_words(report.held_on),
        reference: Some(report.reference.clone()),
        sections: vec![
            meeting(report),
            attendance(report),
            heard(report),
            classes(report),
            decisions(report),
            themes(report),
            withdrawals(report),
            proof(report),
        ],
    }
}

fn meeting(report: &MeetingReport) -> Section {
    let mut blocks = Vec::new();
    if report.draft {
        blocks.push(Block::Note(
            "Draft: the meeting is still open, and these figures may change.".to_owned(),
        ));
    }
    let particulars = Particulars {
        panel: (&report.panel_name, &report.panel_code),
        looks_at: report.panel_kind.title(),
        held_on: report.held_on,
        place: Some(&report.place),
        period: (&report.period_from, &report.period_to),
        draw: &report.reference,
        scale: &report.scale_words(),
    };
    blocks.push(particulars.facts());
    if report.supplements > 0 {
        blocks.push(Block::Paragraph(format!(
            "Later facts added to findings: {}. A finding itself is never changed.",
            report.supplements
        )));
    }
    Section::new("The meeting", blocks)
}

fn attendance(report: &MeetingReport) -> Section {
    let row = |one: &Attended| {
        let vote = if one.voting { "Yes" } else { "No" };
        vec![
            one.organisation.clone(),
            one.seat.clone(),
            one.status.clone(),
            vote.to_owned(),
        ]
    };
    let columns = ["Seat", "Attendance", "Vote"].map(Column::Words);
    words::attendance(&columns, report.attendance.iter().map(row).collect())
}

fn heard(report: &MeetingReport) -> Section {
    let row = |one: &Stratum| {
        let numbers =
            [one.population, one.planned, one.heard, one.withdrawn].map(|number| number.to_string());
        std::iter::once(one.label.clone()).chain(numbers).collect()
    };
    let rows = report.strata.iter().map(row).collect();
    let mut blocks = vec![words::heard(&[Column::Numbers("Withdrawn")], rows).into()];
    let short = report.strata.iter().filter(|one| one.heard < one.planned);
    blocks.extend(short.map(|one| {
        let planned = counted(one.planned, "planned case", "planned cases");
        Block::Paragraph(match one.heard {
            0 => format!("{}: none of the {planned} was heard.", one.label),
            heard => format!(
                "{}: {heard} of the {planned} {} heard.",
                one.label,
                if heard == 1 { "was" } else { "were" }
            ),
        })
    }));
    Section::new("Cases planned and heard", blocks)
}

fn classes(report: &MeetingReport) -> Section {
    if report.strata.iter().all(|one| one.heard == 0) {
        return Section::of_words("Classes", NOTHING_HEARD);
    }
    let mut blocks = vec![Block::Paragraph(format!(
        "{INTERVAL} It is exact for cases drawn by lot without replacement."
    ))];
    for one in report.strata.iter().filter(|one| one.heard > 0) {
        blocks.push(class_table(one));
        blocks.push(class_chart(one));
        if one.not_heard > 0 {
            blocks.push(Block::Note(format!(
                "{}: {} not heard. The interval holds only if which cases were heard had nothing to do with what is in \
                 them.",
                one.label,
                counted(one.not_heard, "drawn case was", "drawn cases were"),
            )));
        }
        blocks.extend(conclusion_words(one).map(Block::Paragraph));
        blocks.extend(withdrawal_words(one).map(Block::Paragraph));
    }
    blocks.extend(combined::tables(&report.strata));
    blocks.extend(report.chosen.iter().flat_map(chosen));
    Section::new("Classes", blocks)
}

/// The classes of the cases that somebody chose: counts alone.
fn chosen(one: &Stratum) -> Vec<Block> {
    let row = |class: &ClassCount| {
        let name = format!("{} {}", class.code, class.label);
        vec![name, class.count.to_string()]
    };
    let columns = [Column::Words("Class"), Column::Numbers("Cases")];
    let rows = one.classes.iter().map(row).collect();
    let caption = format!(
        "{}: {}",
        one.label,
        counted(one.heard, "case heard", "cases heard")
    );
    vec![
        Table::new(caption, &columns, rows).into(),
        Block::Note(
            "Somebody asked for these cases. They say nothing of the cases that were not asked for, and no rate above counts \
             them."
                .to_owned(),
        ),
    ]
}

fn class_table(one: &Stratum) -> Block {
    let row = |class: &ClassCount| {
        vec![
            format!("{} {}", class.code, class.label),
            share(class.count, one.heard),
            interval_words(class.count, one.heard, one.population),
        ]
    };
    let rows = one.classes.iter().map(row).collect();
    words::classes(&one.label, one.heard, one.population, rows).into()
}

fn class_chart(one: &Stratum) -> Block {
    let in_hundred = |count: u64, of: u64| {
        if of == 0 {
            0.0
        } else {
            count as f64 * 100.0 / of as f64
        }
    };
    let bar = |class: &ClassCount| {
        let reach = interval(class.count, one.heard, one.population);
        // The interval counts records of the frame; the bar shows the share of those heard, so both become shares.
        let value = in_hundred(class.count, one.heard);
        Bar {
            label: format!("{} {}", class.code, class.label),
            value,
            low: reach.map(|reach| in_hundred(reach.low, one.population).min(value)),
            high: reach.map(|reach| in_hundred(reach.high, one.population).max(value)),
            text: format!("{} of {}", class.count, one.heard),
        }
    };
    Block::Chart(Chart {
        title: format!("{}: share of the cases heard in each class", one.label),
        description: "The thin line is the 95% interval for all records in the frame.".to_owned(),
        bars: one.classes.iter().map(bar).collect(),
        table: None,
    })
}

fn decisions(report: &MeetingReport) -> Section {
    let mut blocks = Vec::new();
    if report.decisions.is_empty() {
        blocks.push(Block::Paragraph("No finding was recorded.".to_owned()));
    } else {
        let label = |one: &Decision| one.label.clone();
        blocks.push(votes("Votes on each case", &report.decisions, label));
    }
    if !report.listed_again.is_empty() {
        blocks.push(Block::Paragraph(
            "The cases below were listed again because an earlier meeting did not finish them. They belong to an earlier \
             draw, so no figure above takes them in."
                .to_owned(),
        ));
        let name = |one: &Decision| format!("{}/{}", one.reference, one.label);
        blocks.push(votes(
            "Votes on each case listed again",
            &report.listed_again,
            name,
        ));
    }
    Section::new("Decisions", blocks)
}

fn votes(caption: &str, decisions: &[Decision], name: impl Fn(&Decision) -> String) -> Block {
    let row = |one: &Decision| {
        let votes = [one.for_, one.against, one.abstained].map(|votes| votes.to_string());
        [name(one), one.class.clone()].into_iter().chain(votes).collect()
    };
    let columns = [
        Column::Words("Case"),
        Column::Words("Class"),
        Column::Numbers("For"),
        Column::Numbers("Against"),
        Column::Numbers("Abstained"),
    ];
    let rows = decisions.iter().map(row).collect();
    Table::new(caption, &columns, rows).into()
}

fn themes(report: &MeetingReport) -> Section {
    let row = |one: &ThemeCount| {
        vec![
            one.label.clone(),
            one.polarity.title().to_owned(),
            one.cases.to_string(),
        ]
    };
    words::themes(report.themes.iter().map(row).collect())
}

fn withdrawals(report: &MeetingReport) -> Section {
    if report.withdrawals.is_empty() {
        return Section::of_words("Withdrawals", "No drawn case was withdrawn.");
    }
    let named = |(label, ref_): &(String, String)| format!("{label} ({ref_})");
    let row = |one: &Withdrawn| {
        let next = one.replaced_by.as_ref();
        vec![
            format!("{}, {}", named(&one.case), one.group),
            format!("{}. Authorised by: {}", one.reason, one.authorised_by),
            next.map_or_else(|| "None: no reserve was left".to_owned(), named),
        ]
    };
    let columns = ["Case", "Why it left", "Brought in"].map(Column::Words);
    let rows = report.withdrawals.iter().map(row).collect();
    let table = Table::new("Cases that left, and which came in", &columns, rows);
    Section::new("Withdrawals", vec![table.into()])
}

fn proof(report: &MeetingReport) -> Section {
    let fact = |key: &str, value: String| (key.to_owned(), value);
    let proof = &report.proof;
    let mut facts = vec![fact("Commitment", proof.commitment.clone())];
    facts.extend(proof.committed_at.map(|at| fact("Committed", at.words())));
    let sources: Vec<String> = proof.sources.iter().map(|label| source_words(label)).collect();
    facts.push(fact("Seed made from", first_up(&sources.join(", then "))));
    facts.push(fact("Seed", proof.seed.clone()));
    facts.extend(
        proof
            .checkpoint
            .clone()
            .map(|note| fact("Log when committed", note)),
    );
    Section::new(
        "How the draw can be checked",
        vec![
            Block::Paragraph(
                "The cases were drawn by lot (sdraw/1). The list and the plan were fixed by the commitment before the seed \
                 was known; with them anybody can repeat the draw."
                    .to_owned(),
            ),
            Block::Facts(facts),
        ],
    )
}

/// The figures alone, a row for each stratum and class; strata of which nothing was heard have one row without a class.
#[must_use]
pub fn figures(report: &MeetingReport) -> Table {
    let head = [
        "reference",
        "stratum",
        "frame",
        "planned",
        "heard",
        "withdrawn",
        "class",
        "label",
        "count",
        "low",
        "high",
    ];
    let mut rows = Vec::new();
    for one in &report.strata {
        let numbers =
            [one.population, one.planned, one.heard, one.withdrawn].map(|number| number.to_string());
        let start: Vec<String> = [report.reference.clone(), one.code.clone()]
            .into_iter()
            .chain(numbers)
            .collect();
        let row = |rest: [String; 5]| start.iter().cloned().chain(rest).collect::<Vec<String>>();
        if one.heard == 0 {
            rows.push(row(Default::default()));
            continue;
        }
        rows.extend(one.classes.iter().map(|class| {
            let reach = interval(class.count, one.heard, one.population);
            let end = |of: fn(stats::interval::CountInterval) -> u64| {
                reach.map(|reach| of(reach).to_string()).unwrap_or_default()
            };
            let (low, high) = (end(|reach| reach.low), end(|reach| reach.high));
            row([
                class.code.clone(),
                class.label.clone(),
                class.count.to_string(),
                low,
                high,
            ])
        }));
    }
    Table {
        caption: format!("Figures of {}", report.reference),
        head: head.map(str::to_owned).to_vec(),
        numeric: (0..head.len())
            .map(|column| (2..6).contains(&column) || column > 7)
            .collect(),
        rows,
    }
}
