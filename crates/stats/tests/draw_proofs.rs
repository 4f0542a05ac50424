//! Proofs of inclusion, and refs that tell something.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stats::sampling::{Frame, FrameBuilder, Plan, Proof, Telling, commitment};
use std::collections::BTreeSet;

fn plan() -> Plan {
    Plan::parse(r#"{"method":"srs","n":{"a":1},"seed":["dice"]}"#).unwrap()
}

fn frame(records: u32) -> Frame {
    let mut builder = FrameBuilder::new();
    for at in 0..records {
        builder
            .add(&format!("CR-{at:04}"), "a", 1 + at % 7, [at as u8; 16])
            .unwrap();
    }
    builder.finish().unwrap()
}

fn as_json(proof: &Proof) -> Value {
    serde_json::to_value(proof).unwrap()
}

fn check(value: &Value, frame: &Frame) -> Result<(), String> {
    let proof = Proof::parse(&value.to_string()).map_err(|why| why.to_string())?;
    let proven = proof
        .check(&commitment(frame, &plan()))
        .map_err(|why| why.to_string())?;
    assert_eq!((proven.root, proven.n), (frame.root(), frame.len()));
    Ok(())
}

#[test]
fn every_record_is_proven_in_frames_of_every_size() {
    for records in 1..=33 {
        let frame = frame(records);
        for record in frame.records() {
            let proof = Proof::of(&frame, &plan(), record.ref_()).unwrap();
            assert_eq!(check(&as_json(&proof), &frame), Ok(()));
        }
        assert_eq!(Proof::of(&frame, &plan(), "CR-9999"), None);
    }
}

#[test]
fn the_proof_of_one_record_has_this_form() {
    let proof = as_json(&Proof::of(&frame(3), &plan(), "CR-0002").unwrap());
    let keys: BTreeSet<&str> = proof.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "format",
        "index",
        "n",
        "path",
        "plan_hash",
        "proof",
        "ref",
        "salt",
        "size",
        "stratum",
    ];
    assert_eq!(keys, BTreeSet::from(expected));
    assert_eq!(
        (&proof["format"], &proof["index"], &proof["n"]),
        (&json!("sdraw/1"), &json!(2), &json!(3))
    );
    // The third of three leaves hangs on the root, beside the node of the other two.
    assert_eq!(proof["path"].as_array().unwrap().len(), 1);
}

#[test]
fn proofs_that_are_none_are_refused_with_a_reason() {
    let frame = frame(9);
    let proof = as_json(&Proof::of(&frame, &plan(), "CR-0004").unwrap());
    let changed = |key: &str, value: Value| {
        let mut proof = proof.clone();
        proof[key] = value;
        check(&proof, &frame).unwrap_err()
    };
    assert!(changed("size", json!(6)).starts_with("the proof of CR-0004 leads to the commitment "));
    assert_eq!(
        changed("index", json!(9)),
        "the proof cannot be used: its path does not lead from place 9 of 9 to a root"
    );
    assert_eq!(
        changed("salt", json!("00")),
        "the proof cannot be used: the salt is not 32 lower-case hex digits"
    );
    assert_eq!(
        changed("path", json!(["zz"])),
        "the proof cannot be used: its path holds something other than hashes"
    );
    assert!(changed("extra", json!(1)).contains("unknown field `extra`"));
    assert!(changed("format", json!("sdraw/2")).contains("\"sdraw/2\""));
    assert_eq!(changed("ref", json!("")), "the ref is empty; fill it in");
    assert!(changed("ref", json!("Cafe\u{301}")).contains("not in Unicode form NFC"));
    assert!(Proof::parse("").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64, rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..Default::default()
    })]

    /// One character of any value of the proof changed, one record of the frame changed, or one hash left out: refused.
    #[test]
    fn any_change_is_refused(records in 2_u32..200, which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        let frame = frame(records);
        let ref_ = frame.records().nth(which.index(frame.len())).unwrap().ref_().to_owned();
        let proof = Proof::of(&frame, &plan(), &ref_).unwrap();
        let text = as_json(&proof).to_string();
        let places: Vec<usize> = text
            .char_indices()
            .filter(|(_, letter)| letter.is_ascii_alphanumeric())
            .map(|(place, _)| place)
            .collect();
        let place = places[at.index(places.len())];
        let new = if &text[place..=place] == "1" { "2" } else { "1" };
        let changed = format!("{}{new}{}", &text[..place], &text[place + 1..]);
        let accepted = Proof::parse(&changed).is_ok_and(|proof| proof.check(&commitment(&frame, &plan())).is_ok());
        prop_assert!(!accepted, "{changed}");

        let mut shorter = as_json(&proof);
        shorter["path"].as_array_mut().unwrap().pop();
        prop_assert!(check(&shorter, &frame).is_err());
        let mut other = FrameBuilder::new();
        for record in frame.records() {
            let size = record.size() + u32::from(record.ref_() == ref_);
            other.add(record.ref_(), record.stratum(), size, *record.salt()).unwrap();
        }
        prop_assert!(proof.check(&commitment(&other.finish().unwrap(), &plan())).is_err());
    }
}

/// Records whose ref is made from their number, and whose stratum and size from their number too.
fn told(
    records: u32,
    ref_: impl Fn(u32) -> String,
    stratum: impl Fn(u32) -> &'static str,
    size: impl Fn(u32) -> u32,
) -> Option<Telling> {
    let mut builder = FrameBuilder::new();
    for at in 0..records {
        builder.add(&ref_(at), stratum(at), size(at), [0; 16]).unwrap();
    }
    builder.finish().unwrap().telling()
}

/// A number that looks like chance, of this record and for this use.
fn chance(at: u32, to: &str) -> u32 {
    let hash = Sha256::digest(format!("{to} {at}"));
    u32::from_be_bytes(hash[..4].try_into().unwrap())
}

fn half(at: u32) -> &'static str {
    if chance(at, "stratum").is_multiple_of(2) {
        "adult"
    } else {
        "youth"
    }
}

fn opaque(at: u32) -> String {
    format!("CR-{:08x}", chance(at, "ref"))
}

fn scattered(at: u32) -> u32 {
    1 + chance(at, "size") % 97
}

#[test]
fn refs_made_by_chance_tell_nothing() {
    for records in [1, 2, 8, 40, 400, 4_000] {
        assert_eq!(told(records, opaque, half, scattered), None, "{records}");
        assert_eq!(told(records, opaque, |_| "all", |_| 1), None, "{records}");
    }
    // The published vector: eight records in the order of their number.
    let sizes = [1, 8, 4, 11, 7, 3, 10, 6];
    let vector = |at: u32| if at.is_multiple_of(2) { "youth" } else { "adult" };
    assert_eq!(
        told(8, |at| format!("CR-{at:04}"), vector, |at| sizes[at as usize]),
        None
    );
}

#[test]
fn refs_that_go_with_the_sizes_are_refused() {
    let numbered = |at: u32| format!("{at:06}");
    assert_eq!(told(12, numbered, |_| "all", |at| 1 + at), Some(Telling::Size));
    assert_eq!(told(12, numbered, |_| "all", |at| 50 - at), Some(Telling::Size));
    assert_eq!(
        told(400, numbered, |_| "all", |at| 1 + at / 4 + scattered(at)),
        Some(Telling::Size)
    );
    assert_eq!(
        told(4, numbered, |_| "all", |at| 1 + at),
        None,
        "four in order are no wonder"
    );
    assert_eq!(
        Telling::Size.to_string(),
        "the refs go up or down with the sizes, so a ref tells more than it may; give every record a new ref made by \
         chance, and begin again"
    );
}

#[test]
fn refs_that_give_the_stratum_away_are_refused() {
    let named = |at: u32| format!("{}-{}", half(at).to_uppercase(), opaque(at));
    assert_eq!(
        told(6, named, half, |_| 1),
        Some(Telling::Stratum("adult".into()))
    );
    let letter = |at: u32| format!("{}-{}", &half(at)[..1], opaque(at));
    assert_eq!(
        told(60, letter, half, |_| 1),
        Some(Telling::Order),
        "A-... and Y-..."
    );
    let mostly = |at: u32| {
        if at.is_multiple_of(10) {
            opaque(at)
        } else {
            letter(at)
        }
    };
    assert_eq!(told(600, mostly, half, |_| 1), Some(Telling::Order));
    // A name that stands in every ref tells the strata from each other no more.
    assert_eq!(told(60, |at| format!("adult-{}", opaque(at)), half, |_| 1), None);
}
