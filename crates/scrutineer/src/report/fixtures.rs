//! A report to test against a published one.

use jiff::civil::date;

use super::model::{Attended, Decision, MeetingReport, Proof, Stratum, ThemeCount, class_counts};
use crate::{
    access::Marking,
    body::model::PanelKind,
    finding::model::Polarity,
    platform::packs::{Packs, Scale},
};

/// The scale of the founding document.
#[must_use]
pub fn scale() -> Scale {
    Packs::built_in()
        .unwrap()
        .scales
        .into_iter()
        .find(|scale| scale.id == "LEIC-4")
        .unwrap()
}

/// A stratum in which the classes of the scale were found so often.
#[must_use]
pub fn stratum(code: &str, label: &str, population: u64, planned: u64, found: [u64; 4]) -> Stratum {
    let mut classes = class_counts(&scale(), &[]);
    for (class, count) in classes.iter_mut().zip(found) {
        class.count = count;
    }
    Stratum {
        code: code.into(),
        label: label.into(),
        population,
        planned,
        heard: found.iter().sum(),
        not_heard: 0,
        withdrawn: 0,
        classes,
    }
}

/// The first review of the Leicestershire panel, 7 March 2024, as its annual report of 26 June 2024 gives it: 15 adult cases
/// heard of 15 planned, classed 1, 8, 6 and 0; 0 youth cases heard of 15 planned. The report gives no size of the frames: 240
/// is that of the worked example (6 of 15 in 240).
#[must_use]
pub fn leicestershire() -> MeetingReport {
    let adult = stratum("adult", "18 and over", 240, 15, [1, 8, 6, 0]);
    let classes = [("1", 1), ("2", 8), ("3", 6)]
        .iter()
        .flat_map(|(class, many)| vec![*class; *many]);
    let decision = |(number, class): (usize, &str)| Decision {
        reference: "LLR-OOCR-2024-02".into(),
        label: format!("A{:02}", number + 1),
        ref_: format!("CR-{number:04}"),
        stratum: "adult".into(),
        class: class.into(),
        mode: "majority".into(),
        for_: if number < 6 { 4 } else { 5 },
        against: u64::from(number < 6),
        abstained: 0,
    };
    let seat = |organisation: &str, status: &str| Attended {
        organisation: organisation.into(),
        seat: "Member".into(),
        status: status.into(),
        voting: true,
    };
    let theme = |code: &str, label: &str, polarity, cases| ThemeCount {
        code: code.into(),
        label: label.into(),
        polarity,
        cases,
    };
    MeetingReport {
        body_name: "Office of the Police and Crime Commissioner".into(),
        marking: Marking::default(),
        panel_code: "LLR-OOCR".into(),
        panel_name: "Out-of-court resolution scrutiny panel".into(),
        panel_kind: PanelKind::JointOocr,
        reference: "LLR-OOCR-2024-02".into(),
        period_from: "2023-10".into(),
        period_to: "2024-02".into(),
        held_on: date(2024, 3, 7),
        place: "Headquarters".into(),
        draft: false,
        scale: scale(),
        strata: vec![adult, stratum("youth", "Under 18", 60, 15, [0; 4])],
        chosen: None,
        decisions: classes.enumerate().map(decision).collect(),
        listed_again: Vec::new(),
        themes: vec![
            theme("R1", "Rationale not full", Polarity::Negative, 7),
            theme("V9", "Victim kept informed", Polarity::Positive, 2),
        ],
        attendance: vec![
            seat("Magistracy", "Present"),
            seat("Crown Prosecution Service", "Apologies"),
        ],
        withdrawals: vec![],
        proof: Proof {
            commitment: "ab".repeat(32),
            seed: "cd".repeat(32),
            ..Proof::default()
        },
        supplements: 0,
    }
}
