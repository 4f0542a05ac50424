//! The packs of the repository hold what they say: every case, and a case on each side of every day.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod oocr;

use rules::{Choice, Class, Fields, Mark, Proof, RuleSet, Why, prove, prove_profile};

fn must_hold(proof: &Proof) {
    assert!(proof.failed.is_empty(), "{}", proof.failed.join("\n"));
}

#[test]
fn every_case_of_every_pack_holds() {
    let fields = oocr::fields();
    let proof = prove(&oocr::england_wales(), &fields).unwrap();
    must_hold(&proof);
    assert_eq!(proof.rules, 78);
    must_hold(&prove(&oocr::pcsc(), &fields).unwrap());
    let own = Fields {
        kind: "panel_process".to_owned(),
        fields: Vec::new(),
    };
    let proof = prove(&oocr::process(), &own).unwrap();
    must_hold(&proof);
    assert_eq!(proof.rules, 10);
}

#[test]
fn every_case_of_every_profile_holds() {
    for profile in oocr::profiles() {
        must_hold(&prove_profile(&oocr::england_wales(), &profile, &oocr::fields()).unwrap());
    }
}
