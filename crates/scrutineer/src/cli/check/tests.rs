//! The command: its answer, its counts against a slow reference, and what it refuses.

mod reference;
mod refused;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;
use crate::register::Month;
use crate::register::synth::{Plan, write};

#[derive(clap::Parser)]
struct Words {
    #[command(flatten)]
    command: CheckCommand,
}

/// What the command prints, or the sentence it refuses with.
fn ran(words: &[&str]) -> Result<String, String> {
    let words = ["check"].iter().chain(words);
    let parsed = <Words as clap::Parser>::try_parse_from(words).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    match run(&parsed.command, &mut out) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(error) => Err(crate::cli::sentence(&error)),
    }
}

/// The same with the usual kind and pack, read as JSON.
fn answer(path: &Path, more: &[&str]) -> Value {
    let usual = [
        path.to_str().unwrap(),
        "--kind",
        "oocr",
        "--pack",
        "england-wales",
        "--json",
    ];
    let printed = ran(&[&usual, more].concat()).unwrap();
    assert_eq!(printed.lines().count(), 1);
    serde_json::from_str(&printed).unwrap()
}

const HEADINGS: &str = "source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,suspect_age_disposal";

/// A small extract in a folder of its own.
fn extract(headings: &str, rows: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.csv");
    fs::write(&path, format!("{headings}\n{}\n", rows.join("\n"))).unwrap();
    (folder, path)
}

#[test]
fn an_answer_counts_every_record_under_every_rule() {
    let (_folder, path) = extract(
        HEADINGS,
        &[
            "r1,2024-01-01,Theft,6,2024-01-05,pnd,17",
            "r2,2024-01-01,Theft,6,2024-01-05,pnd,18",
            "r3,2024-01-01,Theft,6,2024-01-05,pnd,",
            "r4,2013-04-01,Theft,6,2013-04-07,pnd,17",
            "r5,2024-01-01,Theft,22,2024-01-05,community_resolution,30",
        ],
    );
    let answer = answer(&path, &[]);
    assert_eq!(answer["records"], 5);
    let u02 =
        serde_json::json!({"breach": 1, "missing": 0, "mismatch": 0, "info": 0, "unknown": 1, "pass": 3});
    assert_eq!(answer["flags"]["U02"], u02);
    for (rule, counts) in answer["flags"].as_object().unwrap() {
        let sum: u64 = counts
            .as_object()
            .unwrap()
            .values()
            .map(|count| count.as_u64().unwrap())
            .sum();
        assert_eq!(sum, 5, "{rule}");
    }
    let row = serde_json::json!({
        "ref": "r1", "line": 2, "rule": "U02", "result": "breach",
        "why": "the person was 10 to 17 at the resolution, and this type is for adults; flag for the panel"
    });
    assert_eq!(answer["rows"][0], row);
    assert_eq!(answer["pack"]["id"], "england-wales");
    assert_eq!(answer["pack"]["version"], 1);
    let about = answer["rules"]
        .as_array()
        .unwrap()
        .iter()
        .find(|rule| rule["id"] == "U02")
        .unwrap();
    assert_eq!(
        (&about["applied"], &about["class"]),
        (&Value::from(3), &Value::from("statute"))
    );
    let off = answer["off"].as_array().unwrap();
    assert!(
        off.iter()
            .any(|off| off["rule"] == "U14" && off["why"] == "not verified")
    );
}

/// An extract without a column was not asked; a blank cell was.
#[test]
fn a_column_that_is_not_there_is_not_a_blank() {
    let row = "r1,2024-01-01,Theft,8,2024-01-05,community_resolution,30";
    let (_folder, path) = extract(HEADINGS, &[row]);
    let without = answer(&path, &[]);
    assert_eq!(without["flags"]["U05"]["unknown"], 1);
    assert!(
        without["columns_missing"]
            .as_array()
            .unwrap()
            .contains(&"rationale".into())
    );
    let (_folder, path) = extract(&format!("{HEADINGS},rationale"), &[&format!("{row},")]);
    assert_eq!(answer(&path, &[])["flags"]["U05"]["missing"], 1);
}

/// Columns that the kind does not have, and the pack asks about.
#[test]
fn an_extract_may_carry_the_facts_of_the_pack() {
    let headings = format!("{HEADINGS},admission,evidence,consequences,consent,document,authoriser_rank");
    let caution = "2024-01-01,Theft,3,2024-01-05,conditional_caution,30,full";
    let (_folder, path) = extract(
        &headings,
        &[
            &format!("r1,{caution},sufficient,explained,given,signed,sgt"),
            &format!("r2,{caution},sufficient,explained,given,not_signed,sgt"),
            &format!("r3,{caution},sufficient,,given,signed,sgt"),
        ],
    );
    let counts = &answer(&path, &[])["flags"]["CC01"];
    assert_eq!(
        (&counts["pass"], &counts["breach"], &counts["missing"]),
        (&1.into(), &1.into(), &1.into())
    );
}

#[test]
fn both_of_two_cases_with_the_same_rationale_are_flagged() {
    let text = "Full admission, first offence, apology written, victim content, value low";
    let row =
        |n: u8, text: &str| format!("r{n},2024-01-01,Theft,8,2024-01-05,community_resolution,30,\"{text}\"");
    let rows = [
        row(1, text),
        row(2, &text.to_uppercase()),
        row(3, &format!("{text} indeed")),
        row(4, ""),
    ];
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let (_folder, path) = extract(&format!("{HEADINGS},rationale"), &rows);
    let answer = answer(&path, &[]);
    let flagged: Vec<_> = answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["rule"] == "U05")
        .collect();
    let refs: Vec<_> = flagged.iter().map(|row| row["ref"].as_str().unwrap()).collect();
    assert_eq!(refs, ["r1", "r2", "r4"]);
}

#[test]
fn a_force_has_its_own_rules_from_its_own_day() {
    let headings = format!("{HEADINGS},da,authoriser_rank");
    let row = |day: &str| format!("r,2024-01-01,Assault,8,{day},community_resolution,30,true,sgt");
    let (_folder, path) = extract(&headings, &[&row("2024-03-06"), &row("2024-03-07")]);
    assert!(answer(&path, &[])["flags"].get("U09").is_none());
    for more in [
        &["--profile", "leicestershire"][..],
        &["--profile", "canonical", "--profile", "leicestershire"],
    ] {
        let answer = answer(&path, more);
        assert_eq!(answer["flags"]["U09"]["breach"], 1);
        assert_eq!(answer["profile"]["id"], "leicestershire");
    }
}

#[test]
fn what_is_not_verified_is_off_until_it_is_switched_on() {
    let headings = format!("{HEADINGS},supervision,rationale");
    let (_folder, path) = extract(
        &headings,
        &["r1,2024-01-01,Theft,8,2024-01-05,community_resolution,30,bail,"],
    );
    assert!(answer(&path, &[])["flags"].get("U14").is_none());
    assert_eq!(answer(&path, &["--enable", "U14"])["flags"]["U14"]["missing"], 1);
}

#[test]
fn the_day_of_the_finding_comes_from_the_command() {
    let headings = format!("{HEADINGS},condition_complied,breach_decision,condition_due_dt");
    let row = "r1,2024-01-01,Theft,3,2024-01-05,conditional_caution,30,false,,2024-03-01";
    let (_folder, path) = extract(&headings, &[row]);
    assert_eq!(answer(&path, &[])["flags"]["CC10"]["unknown"], 1);
    assert_eq!(
        answer(&path, &["--found-on", "2024-03-29"])["flags"]["CC10"]["pass"],
        1
    );
    assert_eq!(
        answer(&path, &["--found-on", "2024-03-30"])["flags"]["CC10"]["missing"],
        1
    );
}

#[test]
fn what_is_unknown_is_listed_on_request() {
    let (_folder, path) = extract(HEADINGS, &["r1,2024-01-01,Theft,6,2024-01-05,pnd,"]);
    let why = |answer: &Value| {
        let rows = answer["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["rule"] == "U02")
            .map(|row| row["why"].to_string())
            .collect::<Vec<_>>()
    };
    assert!(why(&answer(&path, &[])).is_empty());
    assert_eq!(
        why(&answer(&path, &["--unknown"])),
        ["\"not known: suspect_age_disposal\""]
    );
}

#[test]
fn rows_go_to_a_file_whole_and_a_reference_is_no_formula() {
    let (folder, path) = extract(HEADINGS, &["=1+1,2024-01-01,Theft,6,2024-01-05,pnd,17"]);
    let out = folder.path().join("flags.csv");
    let answer = answer(&path, &["--out", out.to_str().unwrap()]);
    assert_eq!(answer["rows"], serde_json::json!([]));
    let text = fs::read_to_string(&out).unwrap();
    assert_eq!(answer["rows_out"], text.lines().count() - 1);
    assert!(
        text.starts_with("ref,line,rule,result,why\n'=1+1,2,U02,breach,\"the person was 10 to 17"),
        "{text}"
    );
}

#[test]
fn a_table_is_for_reading() {
    let (_folder, path) = extract(HEADINGS, &["r1,2024-01-01,Theft,6,2024-01-05,pnd,17"]);
    let usual = [
        path.to_str().unwrap(),
        "--kind",
        "oocr",
        "--pack",
        "england-wales",
        "--profile",
        "durham",
    ];
    let text = ran(&usual).unwrap();
    for says in [
        "Out-of-court resolutions in England and Wales, version 1 of 2026-08-31; Durham Constabulary, version 1",
        "1 records checked, 0 rows refused",
        "Flags are for the panel to look at: they decide nothing.",
        "U02         1       0        0       0       0       1  A child given a resolution for adults",
        "Off, not verified: part of U06, U07, U14,",
    ] {
        assert!(text.contains(says), "{says}\n{text}");
    }
}

#[test]
fn every_built_in_pack_holds() {
    let printed = ran(&["--self-test", "--json"]).unwrap();
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(answer["ok"], true, "{printed}");
    assert_eq!(answer["packs"].as_array().unwrap().len(), 8);
    let text = ran(&["--self-test", "--pack", "england-wales"]).unwrap();
    assert!(text.starts_with("england-wales version 1: 78 rules, "), "{text}");
    assert!(!text.contains("pcsc"));
}

#[test]
fn a_pack_that_is_not_in_force_can_be_previewed() {
    let (_folder, path) = extract(
        HEADINGS,
        &["r1,2024-01-01,Theft,3,2024-01-05,diversionary_caution,17"],
    );
    let words = [
        path.to_str().unwrap(),
        "--kind",
        "oocr",
        "--pack",
        "pcsc-p6",
        "--json",
    ];
    assert_eq!(
        ran(&words).unwrap_err(),
        "the pack pcsc-p6 is not in use: Part 6 of the Police, Crime, Sentencing and Courts Act 2022 has not been \
         commenced; --preview shows what it would flag"
    );
    let answer: Value = serde_json::from_str(&ran(&[&words[..], &["--preview"]].concat()).unwrap()).unwrap();
    assert_eq!(answer["flags"]["TT01"]["breach"], 1);
}

/// Letters and digits in lower case: how a person would call two texts the same.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// 100,000 made-up rows over fifty months, so that the days on which rules begin and end lie within.
#[test]
fn counts_are_those_of_a_slow_reference() {
    let packs = Packs::built_in().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.csv");
    let plan = Plan {
        first: Month { year: 2022, month: 6 },
        months: 50,
        ..Plan::new(10_000, 20)
    };
    let mut file = Vec::new();
    write(&mut file, packs.newest_kind("oocr").unwrap(), &plan).unwrap();
    fs::write(&path, &file).unwrap();
    let answer = answer(
        &path,
        &["--out", folder.path().join("rows.csv").to_str().unwrap()],
    );
    assert_eq!(answer["records"], 10_000);

    let mut reader = csv::Reader::from_reader(file.as_slice());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let places: HashMap<_, _> = headings
        .iter()
        .enumerate()
        .map(|(place, heading)| (heading, place))
        .collect();
    let rationale = places["rationale"];
    let mut texts: HashMap<String, u32> = HashMap::new();
    for row in &rows {
        *texts.entry(plain(&row[rationale])).or_default() += 1;
    }
    let rules: Vec<_> = answer["flags"].as_object().unwrap().keys().cloned().collect();
    let mut expected: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for row in &rows {
        let text = &row[rationale];
        let row = reference::Row {
            places: &places,
            cells: row,
            repeated: (!text.is_empty()).then(|| texts[&plain(text)] > 1),
        };
        for rule in &rules {
            *expected
                .entry(rule)
                .or_default()
                .entry(row.answer(rule))
                .or_default() += 1;
        }
    }
    assert!(rules.len() > 50, "{}", rules.len());
    for rule in &rules {
        let counts = answer["flags"][rule].as_object().unwrap().iter();
        let counts =
            counts.filter_map(|(key, count)| Some((key.as_str(), count.as_u64().filter(|n| *n > 0)?)));
        assert_eq!(
            counts.collect::<BTreeMap<_, _>>(),
            expected[rule.as_str()],
            "{rule}"
        );
    }
}
