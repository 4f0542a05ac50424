//! The made-up extract: repeatable, accepted whole, and plausible in its shares.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::*;
use crate::register::synth::{FAULTS, Plan, write};

fn made(plan: &Plan) -> Vec<u8> {
    let mut file = Vec::new();
    write(&mut file, kind("oocr"), plan).unwrap();
    file
}

fn rows(plan: &Plan) -> Vec<BTreeMap<String, Value>> {
    fields(read(kind("oocr"), "canonical", &made(plan)).unwrap().1)
}

fn fields(lines: Vec<Line<'_>>) -> Vec<BTreeMap<String, Value>> {
    let fields = |line: Line<'_>| match line {
        Line::Accepted(record) => serde_json::from_str(&record.fields).unwrap(),
        Line::Refused(refused) => panic!("{refused:?}"),
    };
    lines.into_iter().map(fields).collect()
}

/// The hash is of this program's own first output. It changes only when the rows are meant to change: tell users then,
/// since examples and exercises are kept by seed.
#[test]
fn the_same_seed_gives_the_same_bytes() {
    let file = made(&Plan::new(200, 7));
    assert_eq!(
        hex::encode(Sha256::digest(&file)),
        "353a7d18fdcdeb69bea0db8a89f2663f7bdfabcf9ada380f86a137746222ca79"
    );
    assert_ne!(made(&Plan::new(200, 8)), file);
    assert!(
        made(&Plan::new(300, 7)).starts_with(&file),
        "a row depends on how many follow it"
    );
}

#[test]
fn every_row_is_accepted_and_every_column_used() {
    let oocr = kind("oocr");
    let (summary, lines) = read(oocr, "canonical", &made(&Plan::new(3000, 1))).unwrap();
    assert_eq!(
        (summary.rows, summary.accepted, summary.duplicates),
        (3000, 3000, 0)
    );
    assert!(
        summary
            .notices
            .keys()
            .all(|code| code == "low:suspect_age_offence"),
        "{:?}",
        summary.notices
    );
    let months: Vec<_> = summary.months.keys().map(String::as_str).collect();
    assert_eq!(
        months,
        ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]
    );

    let rows = fields(lines);
    for field in &oocr.fields {
        let filled = rows
            .iter()
            .filter(|row| row.get(&field.name).is_some_and(|value| !value.is_null()))
            .count();
        assert!(filled > 0, "{} is never filled", field.name);
    }
}

/// Shares of 3000 rows, with room of about four standard errors round what the tables in `synth/` aim at.
#[test]
fn shares_are_plausible() {
    let rows = rows(&Plan::new(3000, 1));
    let share = |holds: &dyn Fn(&BTreeMap<String, Value>) -> bool| {
        rows.iter().filter(|row| holds(row)).count() as f64 / rows.len() as f64
    };
    let is =
        |field: &'static str, value: &'static str| share(&|row| row.get(field).is_some_and(|v| v == value));
    let within = |name: &str, share: f64, low: f64, high: f64| {
        assert!((low..=high).contains(&share), "{name}: {share}");
    };
    within(
        "children",
        share(&|row| row["suspect_age_disposal"].as_u64().unwrap() < 18),
        0.21,
        0.27,
    );
    within("male", is("sex", "M"), 0.72, 0.80);
    within(
        "ethnicity missing",
        share(&|row| row.get("sde_code").is_none_or(|code| code == "NS")),
        0.17,
        0.23,
    );
    within(
        "ethnicity not observed",
        share(&|row| !row.contains_key("obs_eth_code")),
        0.04,
        0.08,
    );
    within(
        "community resolution",
        is("disposal_type", "community_resolution"),
        0.44,
        0.56,
    );
    within(
        "no rationale",
        share(&|row| !row.contains_key("rationale")),
        0.09,
        0.15,
    );
    within(
        "no gravity",
        share(&|row| !row.contains_key("gravity_final")),
        0.09,
        0.15,
    );
    within("domestic abuse", share(&|row| row["da"] == true), 0.04, 0.14);
    let private = share(&|row| {
        let text = row.get("rationale").and_then(Value::as_str).unwrap_or_default();
        ["07700 900", ", ZY", "PC ", "Vehicle ", "relative", "24*", "PS "]
            .iter()
            .any(|sign| text.contains(sign))
    });
    within("something to redact", private, 0.30, 0.46);
}

#[test]
fn the_parts_of_a_row_agree() {
    let packs = Packs::built_in().unwrap();
    let rows = rows(&Plan::new(3000, 2));
    let mut mismatched = 0;
    for row in &rows {
        let age = u8::try_from(row["suspect_age_disposal"].as_u64().unwrap()).unwrap();
        let disposal = packs
            .disposals
            .disposal(row["disposal_type"].as_str().unwrap())
            .unwrap();
        assert!(disposal.lowest_age <= age && disposal.highest_age.is_none_or(|highest| age <= highest));
        mismatched += u32::from(
            !disposal
                .outcomes
                .iter()
                .any(|code| row["outcome_code"] == code.as_str()),
        );
        assert!(row["offence_from_dt"].as_str() <= row["outcome_dt"].as_str());
        assert!(row["suspect_age_offence"].as_u64() <= row["suspect_age_disposal"].as_u64());
        if age >= 18 {
            assert!(!row.contains_key("yjs_ref_dt") && row["aa_present"].is_null());
        }
    }
    assert!(
        (30..=120).contains(&mismatched),
        "outcome codes that do not belong: {mismatched} of 3000"
    );
}

#[test]
fn a_share_of_faults_is_refused_by_the_rules_listed() {
    let plan = Plan {
        faults_per_thousand: 100,
        ..Plan::new(2000, 3)
    };
    let (summary, _) = read(kind("oocr"), "canonical", &made(&plan)).unwrap();
    assert_eq!(summary.accepted + summary.refused, 2000);
    assert!((140..=260).contains(&summary.refused), "{}", summary.refused);
    let mut expected = FAULTS.to_vec();
    expected.sort_unstable();
    assert_eq!(summary.by_rule.keys().collect::<Vec<_>>(), expected);
}

#[test]
fn the_period_is_the_one_asked_for() {
    let plan = Plan {
        first: Month {
            year: 2023,
            month: 11,
        },
        months: 3,
        ..Plan::new(300, 4)
    };
    let (summary, _) = read(kind("oocr"), "canonical", &made(&plan)).unwrap();
    assert_eq!(
        summary.months.keys().collect::<Vec<_>>(),
        ["2023-11", "2023-12", "2024-01"]
    );
}
