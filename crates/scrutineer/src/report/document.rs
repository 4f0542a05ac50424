//! The report in words: one document for the page and for paper.

use documents::{Bar, Block, Chart, Document, Section, Table};

use super::{
    figures::{conclusion_words, interval, interval_words, share, withdrawal_words},
    model::{MeetingReport, Stratum, polarity_words},
};
use crate::{draw::model::period_words, platform::clock::date_words};

/// The report as a document.
#[must_use]
pub fn document(report: &MeetingReport) -> Document {
    Document {
        title: format!("Report of the meeting of {}", date_words(report.held_on)),
        subtitle: Some(report.panel_name.clone()),
        body_name: report.body_name.clone(),
        marking: Some("OFFICIAL-SENSITIVE".to_owned()),
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

fn meeting(report: &MeetingReport) -> Section {
    let fact = |key: &str, value: String| (key.to_owned(), value);
    let mut blocks = Vec::new();
    if report.draft {
        blocks.push(Block::Note(
            "Draft: the meeting is still open, and these figures may change.".to_owned(),
        ));
    }
    blocks.push(Block::Facts(vec![
        fact("Panel", format!("{} ({})", report.panel_name, report.panel_code)),
        fact("Looks at", report.panel_kind.title().to_owned()),
        fact("Held on", date_words(report.held_on)),
        fact("Place", report.place.clone()),
        fact("Records of", period_words(&report.period_from, &report.period_to)),
        fact("Draw", report.reference.clone()),
        fact(
            "Scale",
            format!("{}, version {}", report.scale.title, report.scale.version),
        ),
    ]));
    if report.supplements > 0 {
        blocks.push(Block::Paragraph(format!(
            "Later facts added to findings: {}. A finding itself is never changed.",
            report.supplements
        )));
    }
    section("The meeting", blocks)
}

fn attendance(report: &MeetingReport) -> Section {
    let row = |one: &super::model::Attended| {
        let vote = if one.voting { "Yes" } else { "No" };
        vec![
            one.organisation.clone(),
            one.seat.clone(),
            one.status.clone(),
            vote.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = report.attendance.iter().map(row).collect();
    let head = [
        ("Organisation", false),
        ("Seat", false),
        ("Attendance", false),
        ("Vote", false),
    ];
    section(
        "Attendance by organisation",
        vec![table("Who was there", &head, rows)],
    )
}

fn heard(report: &MeetingReport) -> Section {
    let row = |one: &Stratum| {
        let numbers =
            [one.population, one.planned, one.heard, one.withdrawn].map(|number| number.to_string());
        std::iter::once(one.label.clone()).chain(numbers).collect()
    };
    let head = [
        ("Stratum", false),
        ("Records in the frame", true),
        ("Planned", true),
        ("Heard", true),
        ("Withdrawn", true),
    ];
    let rows = report.strata.iter().map(row).collect();
    let mut blocks = vec![table("Cases planned and heard", &head, rows)];
    let short = report.strata.iter().filter(|one| one.heard < one.planned);
    blocks.extend(short.map(|one| {
        let what = match one.heard {
            0 => format!(
                "{}: none of the {} planned cases was heard.",
                one.label, one.planned
            ),
            heard => format!(
                "{}: {heard} of the {} planned cases were heard.",
                one.label, one.planned
            ),
        };
        Block::Paragraph(what)
    }));
    section("Cases planned and heard", blocks)
}

fn classes(report: &MeetingReport) -> Section {
    let mut blocks = vec![Block::Paragraph(
        "The interval says how many of all records in the frame may be of the class, with 95% confidence. It is exact for \
         cases drawn by lot without replacement."
            .to_owned(),
    )];
    for one in report.strata.iter().filter(|one| one.heard > 0) {
        blocks.push(class_table(one));
        blocks.push(class_chart(one));
        if one.not_heard > 0 {
            blocks.push(Block::Note(format!(
                "{} drawn cases of {} were not heard. The interval holds only if which cases were heard had nothing to \
                 do with what is in them.",
                one.not_heard, one.label
            )));
        }
        blocks.extend(conclusion_words(one).map(Block::Paragraph));
        blocks.extend(withdrawal_words(one).map(Block::Paragraph));
    }
    if report.strata.iter().all(|one| one.heard == 0) {
        blocks = vec![Block::Paragraph("No case was heard.".to_owned())];
    }
    section("Classes", blocks)
}

fn class_table(one: &Stratum) -> Block {
    let row = |class: &super::model::ClassCount| {
        vec![
            format!("{} {}", class.code, class.label),
            share(class.count, one.heard),
            interval_words(class.count, one.heard, one.population),
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
    table(&caption, &head, one.classes.iter().map(row).collect())
}

fn class_chart(one: &Stratum) -> Block {
    let in_hundred = |count: u64, of: u64| {
        if of == 0 {
            0.0
        } else {
            count as f64 * 100.0 / of as f64
        }
    };
    let bar = |class: &super::model::ClassCount| {
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
        let label = |one: &super::model::Decision| one.label.clone();
        blocks.push(votes("Votes on each case", &report.decisions, label));
    }
    if !report.listed_again.is_empty() {
        blocks.push(Block::Paragraph(
            "The cases below were listed again because an earlier meeting did not finish them. They belong to an earlier \
             draw, so no figure above takes them in."
                .to_owned(),
        ));
        let name = |one: &super::model::Decision| format!("{}/{}", one.reference, one.label);
        blocks.push(votes(
            "Votes on each case listed again",
            &report.listed_again,
            name,
        ));
    }
    section("Decisions", blocks)
}

fn votes(
    caption: &str,
    decisions: &[super::model::Decision],
    name: impl Fn(&super::model::Decision) -> String,
) -> Block {
    let row = |one: &super::model::Decision| {
        let votes = [one.for_, one.against, one.abstained].map(|votes| votes.to_string());
        [name(one), one.class.clone()].into_iter().chain(votes).collect()
    };
    let head = [
        ("Case", false),
        ("Class", false),
        ("For", true),
        ("Against", true),
        ("Abstained", true),
    ];
    table(caption, &head, decisions.iter().map(row).collect())
}

fn themes(report: &MeetingReport) -> Section {
    if report.themes.is_empty() {
        return section(
            "Themes",
            vec![Block::Paragraph("No observation was recorded.".to_owned())],
        );
    }
    let row = |one: &super::model::ThemeCount| {
        vec![
            one.label.clone(),
            polarity_words(&one.polarity).to_owned(),
            one.cases.to_string(),
        ]
    };
    let head = [
        ("Theme", false),
        ("Good practice or concern", false),
        ("Cases", true),
    ];
    section(
        "Themes",
        vec![table(
            "What the panel observed",
            &head,
            report.themes.iter().map(row).collect(),
        )],
    )
}

fn withdrawals(report: &MeetingReport) -> Section {
    if report.withdrawals.is_empty() {
        return section(
            "Withdrawals",
            vec![Block::Paragraph("No drawn case was withdrawn.".to_owned())],
        );
    }
    let row = |one: &stats::sampling::Withdrawal| {
        let next = one
            .replaced_by
            .clone()
            .unwrap_or_else(|| "nobody: no reserve was left".to_owned());
        vec![
            one.ref_.clone(),
            one.stratum.clone(),
            one.code.clone(),
            one.authorised_by.clone(),
            next,
        ]
    };
    let head = [
        ("Case", false),
        ("Stratum", false),
        ("Reason", false),
        ("Authorised by", false),
        ("Brought in", false),
    ];
    let rows = report.withdrawals.iter().map(row).collect();
    section(
        "Withdrawals",
        vec![table("Cases that left, and who came in", &head, rows)],
    )
}

fn proof(report: &MeetingReport) -> Section {
    let fact = |key: &str, value: String| (key.to_owned(), value);
    let proof = &report.proof;
    let mut facts = vec![fact("Commitment", proof.commitment.clone())];
    facts.extend(proof.committed_at.map(|at| fact("Committed", at.words())));
    facts.push(fact("Seed made from", proof.sources.join(" and ")));
    facts.push(fact("Seed", proof.seed.clone()));
    facts.extend(
        proof
            .checkpoint
            .clone()
            .map(|note| fact("Log when committed", note)),
    );
    section(
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
