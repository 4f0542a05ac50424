//! What rules are told of a row while it is read is what they read of its JSON.

use rules::{Choice, RuleSet};

use super::*;
use crate::platform::packs::RulePacks;
use crate::register::synth::{Plan, write};

fn set(kind: &Kind) -> RuleSet {
    let packs = RulePacks::of_program().unwrap();
    RuleSet::build(
        packs.for_records(&kind.id).unwrap(),
        &kind.asked(),
        Choice::default(),
    )
    .unwrap()
}

/// Reads a file both ways; how many rows were accepted.
fn read_both_ways(kind: &Kind, profile: &str, file: &[u8]) -> usize {
    let set = set(kind);
    let reading = Reading::open(file, kind, profile, Limits::default()).unwrap();
    let missing = reading.mapping().missing.clone();
    let mut reading = reading.with_rules(set.layout());
    let mut read = set.layout().record(missing.iter().map(String::as_str));
    let mut accepted = 0;
    while let Some(line) = reading.next() {
        let Line::Accepted(line) = line.unwrap() else {
            continue;
        };
        set.layout().read(&mut read, &line.fields).unwrap();
        assert_eq!(reading.for_rules(), &mut read, "line {}", line.line);
        accepted += 1;
    }
    accepted
}

#[test]
fn resolutions_are_told_as_they_are_kept() {
    let mut file = Vec::new();
    let plan = Plan {
        faults_per_thousand: 100,
        ..Plan::new(2_000, 5)
    };
    write(&mut file, kind("oocr"), &plan).unwrap();
    assert!(read_both_ways(kind("oocr"), "canonical", &file) > 1_000);
    // Few columns: of the others it is not known whether they are blank.
    assert_eq!(
        read_both_ways(kind("oocr"), "canonical", oocr_file("da", "not known").as_bytes()),
        1
    );
}
