//! Invented papers of two sizes, the same on every run. Used by the tests and by `benches/render.rs`.

use documents::{Bar, Block, Chart, Document, Section, Table};

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| owned(row)).collect()
}

fn facts(pairs: &[(&str, &str)]) -> Block {
    Block::Facts(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

fn classes() -> Table {
    Table {
        caption: "Classes given at the meeting, by kind of disposal".to_owned(),
        head: owned(&[
            "Class",
            "Community resolution",
            "Conditional caution",
            "All cases",
        ]),
        rows: rows(&[
            &["Appropriate and in line with policy", "23", "20", "43"],
            &["Appropriate, with observations", "7", "5", "12"],
            &["Not appropriate", "2", "2", "4"],
            &["The panel did not reach a conclusion", "0", "1", "1"],
        ]),
        numeric: vec![false, true, true, true],
    }
}

/// Shares with an interval, around a middle that moves with `seed`.
pub fn shares(seed: usize) -> Chart {
    let groups = [
        "Violence without injury",
        "Criminal damage and arson",
        "Possession of drugs",
        "Shoplifting",
        "Public order",
    ];
    let bars = groups.iter().enumerate().map(|(number, group)| {
        let value = 12.0 + ((seed * 7 + number * 11) % 60) as f64;
        let (low, high) = (value * 0.8, value * 1.25);
        Bar {
            label: (*group).to_owned(),
            value,
            low: Some(low),
            high: Some(high),
            text: format!("{value:.0}% ({low:.0}% to {high:.0}%)"),
        }
    });
    Chart {
        title: "Cases found appropriate, by offence group".to_owned(),
        description: "The share is alike in all groups: their intervals overlap.".to_owned(),
        bars: bars.collect(),
        table: None,
    }
}

/// The report of one meeting: about four pages.
pub fn meeting_report() -> Document {
    let case = |number: usize| {
        [
            format!("A{number:02}"),
            ["Community resolution", "Conditional caution"][number % 2].to_owned(),
            [
                "Appropriate and in line with policy",
                "Appropriate, with observations",
            ][number % 5 / 4]
                .to_owned(),
            [
                "The victim’s view was recorded and followed.",
                "The rationale was clear.",
                "The form lacked the officer’s reasons.",
            ][number % 3]
                .to_owned(),
        ]
        .to_vec()
    };
    let cases = Table {
        caption: "Findings, case by case".to_owned(),
        head: owned(&["Case", "Disposal", "Class", "Observation"]),
        rows: (1..=60).map(case).collect(),
        numeric: vec![false; 4],
    };
    let section = |heading: &str, blocks| Section {
        heading: heading.to_owned(),
        blocks,
    };
    Document {
        title: "Out-of-court resolutions scrutiny panel: report of the meeting".to_owned(),
        subtitle: Some("Meeting of 12 March 2026, period October to December 2025".to_owned()),
        body_name: "Office of the Police and Crime Commissioner for Glan Dŵr".to_owned(),
        marking: Some("OFFICIAL".to_owned()),
        date: "26 March 2026".to_owned(),
        reference: Some("GD-OOCR-2026-01".to_owned()),
        sections: vec![
            section("Particulars", vec![
                facts(&[
                    ("Chair", "Independent chair"),
                    ("Members present", "7 of 9 seats; quorum is 5"),
                    ("Apologies", "2, one substitute sat"),
                    ("Cases drawn", "60 of 412 on the register, by stratified random draw"),
                    ("Where the draw can be checked", "Checkpoint 118 of the published log"),
                ]),
                paragraph("The panel looks at a random sample of cases closed without a court. It does not re-open a case. Its findings go to the officers concerned, and this report to the public."),
                Block::Note("Figures below 5 are shown because they are counts of cases looked at, not of people.".to_owned()),
            ]),
            section("What the panel found", vec![
                Block::Table(classes()),
                Block::Chart(shares(2)),
                paragraph("A sample of 60 cases cannot tell small differences between groups from chance."),
            ]),
            section("Themes", vec![Block::List(owned(&[
                "Good use of the victim’s own words in deciding a condition.",
                "Reasons for a second community resolution within 12 months were missing in two cases.",
                "Referral to diversion (llwybr dargyfeirio) was offered in all drug cases.",
            ]))]),
            section("Every case", vec![Block::Table(cases)]),
        ],
    }
}

/// A year's report: twenty-seven sections with a chart and a table of 24 rows each, more than thirty pages.
pub fn annual_report() -> Document {
    let month = |section: usize, row: usize| {
        let count = 40 + (section * 13 + row * 29) % 90;
        vec![
            format!("Area {}", row + 1),
            count.to_string(),
            (count / 3).to_string(),
            format!("{}%", count * 100 / 130),
        ]
    };
    let section = |number: usize| Section {
        heading: format!("Part {number}: disposals in quarter {}", number % 4 + 1),
        blocks: vec![
            paragraph(
                "The tables that follow give every area of the force. A share is printed with its interval; two shares whose intervals overlap should not be called different.",
            ),
            Block::Chart(shares(number)),
            Block::Table(Table {
                caption: format!("Cases by area, part {number}"),
                head: owned(&[
                    "Area",
                    "Cases on the register",
                    "Cases looked at",
                    "Share found appropriate",
                ]),
                rows: (0..24).map(|row| month(number, row)).collect(),
                numeric: vec![false, true, true, true],
            }),
        ],
    };
    Document {
        title: "Annual report 2025 to 2026".to_owned(),
        reference: Some("GD-AR-2026".to_owned()),
        sections: (1..=27).map(section).collect(),
        ..meeting_report()
    }
}
