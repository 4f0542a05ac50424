//! Beacon rounds as a source. Chain and rounds of quicknet: see `crates/stats/tests/beacon.rs`.

use super::{DICE, Desk, FRAME, answer, json_of};
use serde_json::{Value, json};
use stats::sampling::{Frame, Plan, PublishedDraw, Record, Source, publish};
use std::collections::BTreeSet;

const CHAIN: &str = include_str!("../../../../../stats/tests/data/quicknet.json");
const SIGNATURE: &str =
    "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
/// The SHA-256 of the signature.
const VALUE: &str = "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc";
const PLAN: &str = r#"{"method":"srs","n":{"adult":2,"youth":1},"seed":["dice","drand:quicknet:123"]}"#;
/// Ten minutes before round 123, which came out at 2023-08-23T15:15:33Z.
const COMMITTED: &str = "2023-08-23T15:05:33Z";

fn desk() -> Desk {
    let desk = Desk::new(FRAME, PLAN);
    std::fs::write(desk.path("chain.json"), CHAIN).unwrap();
    std::fs::write(
        desk.path("round.json"),
        format!("{{\"round\":123,\"signature\":\"{SIGNATURE}\"}}"),
    )
    .unwrap();
    desk
}

fn run(desk: &Desk, more: &[&str]) -> (String, Option<String>) {
    let mut files = Default::default();
    let (chain, round) = (desk.path("chain.json"), desk.path("round.json"));
    let words = [desk.words("run", &mut files), vec!["--json", "--chain", &chain]].concat();
    let more = more
        .iter()
        .map(|word| if *word == "ROUND" { round.as_str() } else { word });
    answer(&words.into_iter().chain(more).collect::<Vec<_>>())
}

#[test]
fn a_checked_round_becomes_the_source() {
    let desk = desk();
    let (out, refusal) = run(
        &desk,
        &["--source", DICE, "--beacon", "ROUND", "--committed-at", COMMITTED],
    );
    assert_eq!(refusal, None);
    let drawn: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        drawn["beacons"],
        json!([{"label": "drand:quicknet:123", "round": 123, "checked": true,
                "chain": "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
                "out_at": "2023-08-23T15:15:33Z"}])
    );
    let by_hand = format!("drand:quicknet:123=hex:{VALUE}");
    let (out, _) = run(&desk, &["--source", DICE, "--source", &by_hand]);
    let unchecked: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(unchecked["seed"], drawn["seed"]);
    assert_eq!(unchecked["beacons"][0]["checked"], false);
    let (out, _) = run(
        &desk,
        &["--source", DICE, "--source", &by_hand, "--beacon", "ROUND"],
    );
    let both: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&both["seed"], &both["beacons"][0]["checked"]),
        (&drawn["seed"], &json!(true))
    );
}

#[test]
fn rounds_that_are_not_the_beacons_are_refused() {
    let desk = desk();
    let refusal = |more: &[&str]| {
        let (out, refusal) = run(&desk, more);
        assert_eq!(out, "");
        refusal.unwrap()
    };
    let other = format!("drand:quicknet:123=hex:{}", "ab".repeat(32));
    assert_eq!(
        refusal(&["--source", DICE, "--source", &other, "--beacon", "ROUND"]),
        "--source drand:quicknet:123: this is not the value of the round in --beacon"
    );
    assert_eq!(
        refusal(&[
            "--source",
            DICE,
            "--beacon",
            "ROUND",
            "--committed-at",
            "2023-08-23T15:05:34Z"
        ]),
        "round 123 of the beacon came out 599 seconds after the commitment; it must come at least 10 minutes after it, so \
         that nobody can know it when the frame is fixed"
    );
    assert!(
        refusal(&["--source", DICE, "--committed-at", "2024-01-01T00:00:00Z"])
            .contains("seconds before the commitment")
    );
    assert_eq!(
        refusal(&["--source", DICE]),
        "the plan's seed sources are dice, drand:quicknet:123, in that order, but dice came"
    );
    let round = desk.path("round.json");
    std::fs::write(&round, SIGNATURE.replacen("b75c", "a75c", 1)).unwrap();
    assert_eq!(
        refusal(&["--source", DICE, "--beacon", "ROUND"]),
        format!(
            "{round}: the signature is not that of round 123 under the beacon's key; copy the round again from the beacon"
        )
    );
    std::fs::write(desk.path("plan.json"), PLAN.replace("quicknet", "default")).unwrap();
    assert_eq!(
        refusal(&["--source", DICE, "--beacon", "ROUND"]),
        "the plan names a round of default; the beacon's file is of quicknet"
    );
    std::fs::write(
        desk.path("plan.json"),
        PLAN.replace(",\"drand:quicknet:123\"", ""),
    )
    .unwrap();
    assert!(
        refusal(&["--source", DICE, "--beacon", "ROUND"]).starts_with("the plan names no round of a beacon")
    );
    std::fs::write(desk.path("chain.json"), "{}").unwrap();
    assert!(
        refusal(&["--source", DICE])
            .contains("chain.json: the beacon's file has no text under \"public_key\"")
    );
}

#[test]
fn the_round_of_a_published_draw_is_checked() {
    let desk = desk();
    let folder = desk.folder.path();
    let publish_with = |value: &str, committed_at: &str| {
        let record = |at: u8| Record::new(&format!("CR-{at}"), "adult", 1, [at; 16]).unwrap();
        let (draw_json, frame_csv) = publish(&PublishedDraw {
            reference: "LLR-OOCR-2023-08",
            frame: &Frame::new((0..6).map(record).collect()).unwrap(),
            plan: &Plan::parse(r#"{"method":"srs","n":{"adult":2},"seed":["drand:quicknet:123"]}"#).unwrap(),
            committed_at,
            sources: &[Source::bytes("drand:quicknet:123", hex::decode(value).unwrap()).unwrap()],
            withdrawals: &[],
            disclosed: &BTreeSet::new(),
        })
        .unwrap();
        std::fs::write(folder.join("draw.json"), draw_json).unwrap();
        std::fs::write(folder.join("frame.csv"), frame_csv).unwrap();
    };
    let path = folder.to_str().unwrap();
    let (chain, round) = (desk.path("chain.json"), desk.path("round.json"));
    let with = ["verify", path, "--json", "--chain", &chain, "--beacon", &round];
    let failed = || {
        let (out, refusal) = answer(&with);
        assert!(refusal.is_some());
        let found: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(found["ok"], false);
        found["failed"].as_str().unwrap().to_owned()
    };

    publish_with(VALUE, COMMITTED);
    let found = json_of(&with);
    assert_eq!((&found["ok"], &found["warnings"]), (&json!(true), &json!([])));
    assert_eq!(found["checks"].as_array().unwrap().last(), Some(&json!("beacon")));
    let alone = json_of(&["verify", path, "--json"]);
    assert_eq!(
        alone["warnings"],
        json!([
            "the value of drand:quicknet:123 was not checked against the beacon's key; give --chain and --beacon"
        ])
    );
    publish_with(&"ab".repeat(32), COMMITTED);
    assert_eq!(
        failed(),
        "draw.json: the value of drand:quicknet:123 is not the one the beacon signed"
    );
    publish_with(VALUE, "2023-08-23T15:10:00Z");
    assert!(failed().starts_with("round 123 of the beacon came out 333 seconds after the commitment"));
}
