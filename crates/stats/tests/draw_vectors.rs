//! Every value of `data/draw-vectors.json` (see `data/README.md` for where it comes from).

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value;
use sha2::{Digest, Sha256};
use stats::sampling::{
    Frame, Hash, Plan, Record, Source, commitment, dice, draw, merkle, seed, systematic, ticket,
};

fn vectors() -> Value {
    serde_json::from_str(include_str!("data/draw-vectors.json")).unwrap()
}

fn small() -> Value {
    vectors()["vectors"][0].clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn hash(value: &Value) -> Hash {
    hex::decode(text(value)).unwrap().try_into().unwrap()
}

fn refs(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(text).collect()
}

fn frame(small: &Value) -> Frame {
    let record = |row: &Value| {
        let salt = hex::decode(text(&row["salt"])).unwrap().try_into().unwrap();
        Record::new(
            text(&row["ref"]),
            text(&row["stratum"]),
            row["size"].as_u64().unwrap() as u32,
            salt,
        )
        .unwrap()
    };
    Frame::new(small["frame"].as_array().unwrap().iter().map(record).collect()).unwrap()
}

fn sources(small: &Value) -> Vec<Source> {
    let beacon = hex::decode(text(&small["beacon_hex"])).unwrap();
    vec![
        dice(text(&small["dice"])).unwrap(),
        Source::bytes("drand:quicknet:4242424", beacon).unwrap(),
    ]
}

#[test]
fn frame_commitment_and_seed() {
    let small = small();
    let (frame, plan) = (frame(&small), Plan::parse(text(&small["plan"])).unwrap());
    assert_eq!(frame.len() as u64, small["N"].as_u64().unwrap());
    assert_eq!(plan.canonical(), text(&small["plan"]));
    assert_eq!(frame.root(), hash(&small["root"]));
    assert_eq!(commitment(&frame, &plan), hash(&small["commitment"]));
    plan.check_sources(&sources(&small)).unwrap();
    assert_eq!(
        seed(&hash(&small["commitment"]), &sources(&small)),
        hash(&small["seed"])
    );
}

#[test]
fn leaves_and_tickets() {
    let small = small();
    let (frame, seed) = (frame(&small), hash(&small["seed"]));
    let rows = small["frame"].as_array().unwrap();
    assert_eq!(rows.len(), 8);
    for (record, row) in frame.records().zip(rows) {
        assert_eq!(record.ref_(), text(&row["ref"]));
        assert_eq!(record.leaf(), hash(&row["leaf"]));
        assert_eq!(ticket(&seed, record.ref_()), hash(&row["ticket"]));
    }
}

#[test]
fn simple_draw_in_ticket_order() {
    let small = small();
    let plan = Plan::parse(text(&small["plan"])).unwrap();
    let drawn = draw(&frame(&small), &plan, &hash(&small["seed"])).unwrap();
    assert_eq!(drawn.strata.len(), 2);
    for (stratum, draw) in &drawn.strata {
        let n = small["srs_n"][stratum].as_u64().unwrap() as usize;
        assert_eq!(draw.population, 4);
        assert_eq!(draw.drawn, refs(&small["srs"][stratum])[..n]);
        assert_eq!(draw.reserves, refs(&small["srs"][stratum])[n..]);
    }
}

#[test]
fn inclusion_path() {
    let small = small();
    let frame = frame(&small);
    let expected: Vec<Hash> = small["inclusion"]["path"]
        .as_array()
        .unwrap()
        .iter()
        .map(hash)
        .collect();
    let (index, path) = frame.inclusion("CR-0004").unwrap();
    assert_eq!(index as u64, small["inclusion"]["index"].as_u64().unwrap());
    assert_eq!(path, expected);
    assert!(merkle::includes(
        &frame.root(),
        8,
        index,
        &frame.find("CR-0004").unwrap().leaf(),
        &path
    ));
    assert_eq!(frame.inclusion("CR-0009"), None);
}

#[test]
fn systematic_draw() {
    let small = small();
    let expected = &small["systematic"];
    let n = expected["n"].as_u64().unwrap() as usize;
    let drawn = systematic(
        &frame(&small),
        n,
        text(&expected["stratum"]),
        &hash(&small["seed"]),
    )
    .unwrap();
    assert_eq!(drawn, refs(&expected["drawn"]));
}

/// The leaves of the Certificate Transparency test tree.
const KNOWN_LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

fn known_leaves() -> Vec<Hash> {
    let leaf =
        |data: &&str| -> Hash { Sha256::digest([vec![0], hex::decode(data).unwrap()].concat()).into() };
    KNOWN_LEAVES.iter().map(leaf).collect()
}

#[test]
fn known_roots_of_one_to_eight_leaves() {
    let leaves = known_leaves();
    let vectors = vectors();
    let roots = vectors["rfc6962_known_roots"].as_array().unwrap();
    assert_eq!(roots.len(), 8);
    for (n, root) in roots.iter().enumerate() {
        assert_eq!(
            merkle::root(leaves[..=n].iter().copied()),
            hash(root),
            "{} leaves",
            n + 1
        );
    }
    // RFC 9162 section 2.1.1: the hash of an empty list is the hash of an empty string.
    assert_eq!(
        hex::encode(merkle::root([])),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

#[test]
fn every_path_of_every_tree_up_to_eight_leads_to_its_root_and_to_no_other() {
    let leaves = known_leaves();
    for size in 1..=8 {
        let root = merkle::root(leaves[..size].iter().copied());
        for index in 0..size {
            let path = merkle::path(&leaves[..size], index).unwrap();
            for other in 0..size {
                let fits = merkle::includes(&root, size, index, &leaves[other], &path);
                assert_eq!(fits, other == index);
                assert_eq!(
                    merkle::includes(&root, size, other, &leaves[index], &path),
                    other == index
                );
            }
            assert!(!merkle::includes(&root, size, size, &leaves[index], &path));
            let longer = [path.as_slice(), &[root]].concat();
            assert!(!merkle::includes(&root, size, index, &leaves[index], &longer));
            if let Some((_, shorter)) = path.split_last() {
                assert!(!merkle::includes(&root, size, index, &leaves[index], shorter));
            }
        }
        assert_eq!(merkle::path(&leaves[..size], size), None);
    }
}

#[test]
fn unicode_forms_are_one_and_order_is_by_bytes() {
    let record = |ref_: &str| Record::new(ref_, "all", 1, [7; 16]).unwrap();
    assert_eq!(record("Cafe\u{301}").ref_(), "Caf\u{e9}");
    assert_eq!(record("Cafe\u{301}").leaf(), record("Caf\u{e9}").leaf());
    let frame = Frame::new(["\u{1F600}", "\u{e9}t\u{e9}", "z", "A"].map(record).to_vec()).unwrap();
    let order: Vec<&str> = frame.records().map(|record| record.ref_()).collect();
    assert_eq!(order, ["A", "z", "\u{e9}t\u{e9}", "\u{1F600}"]);
    let twice = Frame::new(vec![record("Cafe\u{301}"), record("Caf\u{e9}")]).unwrap_err();
    assert_eq!(
        twice.to_string(),
        "ref Caf\u{e9} appears twice in the frame; every ref must be its own"
    );
}
