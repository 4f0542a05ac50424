//! A published draw is accepted as it is, and refused after any change that matters.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value;
use stats::sampling::{
    Frame, Leaving, Plan, PublishedDraw, Record, Report, SamplingError, Source, Withdrawal, commitment, dice,
    draw, heard, publish, replace, seed, verify,
};
use std::collections::BTreeSet;

const ALL_CHECKS: [&str; 9] = [
    "shape",
    "frame order",
    "leaves",
    "root",
    "commitment",
    "seed",
    "ticket order",
    "withdrawals",
    "heard",
];

struct Example {
    frame: Frame,
    plan: Plan,
    sources: Vec<Source>,
    withdrawals: Vec<Withdrawal>,
}

/// Eight records in two strata, two seed sources and two withdrawals, the second with no reserve left.
fn example() -> Example {
    let strata = [
        "adult",
        "adult",
        "adult",
        "adult",
        "adult",
        "youth",
        "youth",
        "youth, very \"young\"",
    ];
    let record = |at: usize| {
        let name = if at == 0 {
            "Caf\u{e9}, 1".to_owned()
        } else {
            format!("CR-{at:03}")
        };
        Record::new(&name, strata[at], at as u32 + 1, [at as u8; 16]).unwrap()
    };
    let frame = Frame::new((0..8).map(record).collect()).unwrap();
    let plan = Plan::parse(
        r#"{"method":"srs","n":{"adult":2,"youth":2,"youth, very \"young\"":0},"period":"2024-03",
            "seed":["dice","drand:quicknet:4242424"]}"#,
    )
    .unwrap();
    let beacon = Source::bytes("drand:quicknet:4242424", vec![0xab; 32]).unwrap();
    let sources = vec![dice("71840263915520487316").unwrap(), beacon];
    let drawn = draw(&frame, &plan, &seed(&commitment(&frame, &plan), &sources)).unwrap();
    let mut withdrawals = Vec::new();
    for stratum in ["adult", "youth"] {
        let leaving = Leaving {
            ref_: &drawn.strata[stratum].drawn[0],
            code: "LIVE_INVESTIGATION",
            authorised_by: "panel chair",
            at: "2024-04-02T09:30:00.25Z",
        };
        withdrawals.push(replace(&drawn, &plan, &withdrawals, &leaving).unwrap());
    }
    assert!(withdrawals[0].replaced_by.is_some() && withdrawals[1].replaced_by.is_none());
    Example {
        frame,
        plan,
        sources,
        withdrawals,
    }
}

impl Example {
    fn publish(&self, committed_at: &str, disclosed: &[&str]) -> Result<(String, String), SamplingError> {
        let disclosed: BTreeSet<String> = disclosed.iter().map(|&ref_| ref_.to_owned()).collect();
        publish(&PublishedDraw {
            reference: "LLR-OOCR-2024-03",
            frame: &self.frame,
            plan: &self.plan,
            committed_at,
            sources: &self.sources,
            withdrawals: &self.withdrawals,
            disclosed: &disclosed,
        })
    }

    fn with_all_salts(&self) -> (String, String) {
        let all: Vec<&str> = self.frame.records().map(|record| record.ref_()).collect();
        self.publish("2024-04-01T09:00:00Z", &all).unwrap()
    }
}

#[test]
fn what_is_published_is_accepted() {
    let example = example();
    let (draw_json, frame_csv) = example.publish("2024-04-01T09:00:00Z", &[]).unwrap();
    assert!(frame_csv.starts_with("ref,stratum,size,leaf\n"));
    let report = verify(&draw_json, &frame_csv);
    assert_eq!(report.failed, None);
    assert_eq!(
        report.warnings,
        [
            "stratum adult: 1 of 3 cases were withdrawn, more than a tenth; figures speak only of the cases that could be \
             heard",
            "stratum youth: 1 of 2 cases were withdrawn, more than a tenth; figures speak only of the cases that could be \
             heard",
        ]
    );
    let without_salts: Vec<&str> = ALL_CHECKS
        .into_iter()
        .filter(|check| *check != "leaves")
        .collect();
    assert_eq!(report.checks, without_salts);

    let (draw_json, frame_csv) = example.publish("2024-04-01T09:00:00Z", &["CR-001"]).unwrap();
    assert!(frame_csv.starts_with("ref,stratum,size,leaf,salt\nCR-001,adult,2,"));
    assert_eq!(frame_csv.lines().filter(|line| line.ends_with(',')).count(), 7);
    assert_eq!(
        verify(&draw_json, &frame_csv),
        Report {
            checks: ALL_CHECKS.into(),
            failed: None,
            warnings: report.warnings,
        }
    );
}

#[test]
fn the_json_says_what_was_drawn_and_heard() {
    let example = example();
    let (draw_json, _) = example.with_all_salts();
    let value: Value = serde_json::from_str(&draw_json).unwrap();
    let commitment = commitment(&example.frame, &example.plan);
    assert_eq!(value["commitment"], hex::encode(commitment));
    let drawn = draw(
        &example.frame,
        &example.plan,
        &seed(&commitment, &example.sources),
    )
    .unwrap();
    assert_eq!(
        value["strata"]["adult"]["drawn"],
        serde_json::json!(drawn.strata["adult"].drawn)
    );
    assert_eq!(value["strata"]["adult"]["n"], 2);
    assert_eq!(
        value["sources"][0],
        serde_json::json!({"label": "dice", "value": "71840263915520487316"})
    );
    assert_eq!(value["sources"][1]["hex"], "ab".repeat(32));
    assert_eq!(value["withdrawals"][1]["replaced_by"], Value::Null);
    let heard = heard(&drawn, &example.plan, &example.withdrawals).unwrap();
    assert_eq!(value["heard"], serde_json::json!(heard));
    assert_eq!(heard["adult"].len(), 2);
    assert_eq!(heard["youth"].len(), 1);
}

/// Every letter and digit of both files is changed in turn. Only free text, times and the choice among the plan's codes
/// may change without breaking the chain.
#[test]
fn any_changed_character_is_found() {
    let (draw_json, frame_csv) = example().with_all_salts();
    let free = [
        "\"reference\":",
        "\"committed_at\":",
        "\"authorised_by\":",
        "\"at\":",
    ];
    let mut tried = 0;
    let mut start = 0;
    for line in draw_json.split_inclusive('\n') {
        if !free.iter().any(|key| line.trim_start().starts_with(key)) {
            for (at, old) in line.char_indices().filter(|(_, old)| old.is_ascii_alphanumeric()) {
                let changed = with(&draw_json, start + at, old);
                let report = verify(&changed, &frame_csv);
                assert!(
                    report.failed.is_some(),
                    "not found: {}",
                    &changed[start..start + line.len()]
                );
                tried += 1;
            }
        }
        start += line.len();
    }
    for (at, old) in frame_csv.char_indices().filter(|(_, old)| !old.is_control()) {
        let changed = with(&frame_csv, at, old);
        assert!(
            verify(&draw_json, &changed).failed.is_some(),
            "not found: character {at} of frame.csv"
        );
        tried += 1;
    }
    assert!(tried > 1_500, "{tried}");
}

fn with(text: &str, at: usize, old: char) -> String {
    let new = if old == '1' { "2" } else { "1" };
    format!("{}{new}{}", &text[..at], &text[at + old.len_utf8()..])
}

#[test]
fn failures_say_what_is_wrong() {
    let (draw_json, frame_csv) = example().with_all_salts();
    let failed = |draw_json: &str, frame_csv: &str| verify(draw_json, frame_csv).failed.unwrap();
    let change = |from: &str, to: &str| {
        assert!(draw_json.contains(from), "{from}");
        failed(&draw_json.replacen(from, to, 1), &frame_csv)
    };
    assert_eq!(
        failed("", &frame_csv),
        "draw.json: EOF while parsing a value at line 1 column 0"
    );
    assert_eq!(
        change("\"format\": \"sdraw/1\"", "\"format\": \"sdraw/2\""),
        "draw.json: the format is \"sdraw/2\" where \"sdraw/1\" is known"
    );
    assert!(change("\"format\"", "\"extra\": 1, \"format\"").starts_with("draw.json: unknown field `extra`"));
    assert!(change("\"n\": 8", "\"n\": 8, \"n\": 8").starts_with("draw.json: key \"n\" appears twice"));
    assert_eq!(
        change("2024-04-01T09:00:00Z", "1 April 2024"),
        "draw.json: committed_at is \"1 April 2024\", not a time such as 2024-03-01T10:00:00Z"
    );
    assert_eq!(
        change("\"n\": 8", "\"n\": 9"),
        "draw.json: n is 9 but frame.csv holds 8 records"
    );
    assert_eq!(
        change("71840263915520487316", "7184O263915520487316"),
        "draw.json: the dice hold something other than the digits 0 to 9; type the digits only, with no spaces"
    );
    assert!(
        change("71840263915520487316", "71840263915520487317")
            .starts_with("draw.json: the seed does not follow")
    );
    assert!(change("LIVE_INVESTIGATION", "TIRED").starts_with("draw.json: TIRED is not a withdrawal code"));

    let frame = |text: &str| failed(&draw_json, text);
    assert_eq!(
        frame(""),
        "frame.csv: line 1: the header must be ref,stratum,size,leaf and may end in salt"
    );
    assert_eq!(frame("ref,stratum,size,leaf\n"), "frame.csv: it holds no records");
    assert!(frame(&frame_csv.replace('\n', "\r\n")).contains("carriage returns"));
    assert_eq!(
        frame(&frame_csv.replacen(",adult,2,", ",adult,", 1)),
        "frame.csv: line 2: 4 fields where the header has 5"
    );
    assert_eq!(
        frame(&frame_csv.replacen(",adult,2,", ",adult,02,", 1)),
        "frame.csv: line 2: the size is not a whole number from 1 to 4294967295"
    );
    assert_eq!(
        frame(&frame_csv.replacen(",adult,2,", ",adult,3,", 1)),
        "frame.csv: the leaf of CR-001 is not the hash of its salt and fields"
    );
    assert_eq!(
        frame(&frame_csv.replacen("Caf\u{e9}", "Cafe\u{301}", 1)),
        "frame.csv: line 9: the ref is not in Unicode form NFC"
    );
    let lines: Vec<&str> = frame_csv.lines().collect();
    let swapped = [&[lines[0], lines[2], lines[1]], &lines[3..]].concat().join("\n");
    assert_eq!(
        frame(&swapped),
        "frame.csv: CR-001 stands after CR-002; refs go by bytes"
    );
}

#[test]
fn what_could_not_be_verified_is_not_published() {
    let mut example = example();
    assert!(matches!(
        example.publish("yesterday", &[]),
        Err(SamplingError::Time(_))
    ));
    example.sources.reverse();
    assert!(matches!(
        example.publish("2024-04-01T09:00:00Z", &[]),
        Err(SamplingError::Sources { .. })
    ));
    example.sources.reverse();
    example.withdrawals.swap(0, 1);
    assert!(
        example.publish("2024-04-01T09:00:00Z", &[]).is_ok(),
        "strata are independent"
    );
    example.withdrawals[1].replaced_by = None;
    assert!(matches!(
        example.publish("2024-04-01T09:00:00Z", &[]),
        Err(SamplingError::WrongReserve { .. })
    ));
}
