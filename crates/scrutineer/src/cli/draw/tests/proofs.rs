//! Proofs of one record, refs that tell, and what else a frame is held to.

use super::{COMMITMENT, DICE, Desk, FRAME, PLAN, PLAN1, answer, json_of, publish_into};
use serde_json::{Value, json};

fn proof(desk: &Desk, ref_: &str) -> (Value, String) {
    let (mut files, out) = (Default::default(), desk.path("proof.json"));
    let words = desk.words("prove", &mut files);
    let printed = json_of(&[words, vec!["--ref", ref_, "--out", &out, "--json"]].concat());
    (printed, out)
}

#[test]
fn a_record_is_proven_against_the_published_commitment() {
    let desk = Desk::new(FRAME, PLAN);
    let (printed, file) = proof(&desk, "CR-0004");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(printed, written);
    assert_eq!((&printed["index"], &printed["n"]), (&json!(4), &json!(8)));
    let found = json_of(&["check-proof", &file, "--commitment", COMMITMENT, "--json"]);
    let root = "4c6c462a6ac31ab4d16a8a3f2bddeba934fb2bcd46f44635c9ce1385be7e733f";
    assert_eq!(
        found,
        json!({"ok": true, "ref": "CR-0004", "stratum": "youth", "size": 7, "n": 8, "root": root,
               "commitment": COMMITMENT})
    );
    let (text, refusal) = answer(&["check-proof", &file, "--commitment", COMMITMENT]);
    assert!(
        refusal.is_none()
            && text.ends_with("holds: this record was in the frame behind the published commitment\n")
    );

    std::fs::write(&file, written.to_string().replace("\"size\":7", "\"size\":8")).unwrap();
    let (out, refusal) = answer(&["check-proof", &file, "--commitment", COMMITMENT, "--json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["ok"], false);
    assert!(
        refusal
            .unwrap()
            .contains("proof.json: the proof of CR-0004 leads to the commitment ")
    );
}

#[test]
fn a_proof_is_checked_against_a_published_folder() {
    let folder = tempfile::tempdir().unwrap();
    publish_into(folder.path());
    let salt = |at: u8| hex::encode([at; 16]);
    let rows: String = (0..6).map(|at| format!("CR-{at},adult,{}\n", salt(at))).collect();
    let desk = Desk::new(
        format!("ref,stratum,salt\n{rows}"),
        r#"{"method":"srs","n":{"adult":2},"seed":["dice"]}"#,
    );
    let (_, file) = proof(&desk, "CR-3");
    let published = folder.path().to_str().unwrap();
    assert_eq!(
        json_of(&["check-proof", &file, "--published", published, "--json"])["ok"],
        true
    );
    let other = Desk::new(FRAME, PLAN);
    let (_, file) = proof(&other, "CR-0003");
    let (_, refusal) = answer(&["check-proof", &file, "--published", published]);
    assert!(refusal.unwrap().contains("which is not the published one"));
}

#[test]
fn proofs_are_refused_with_a_sentence() {
    let desk = Desk::new(FRAME, PLAN);
    let mut files = Default::default();
    let (_, refusal) = answer(&[desk.words("prove", &mut files), vec!["--ref", "CR-0009"]].concat());
    assert_eq!(
        refusal.unwrap(),
        format!("{}: there is no ref CR-0009", desk.path("frame.csv"))
    );
    let nowhere = desk.path("nowhere.json");
    let (_, refusal) = answer(&["check-proof", &nowhere, "--commitment", COMMITMENT]);
    assert!(refusal.unwrap().contains("nowhere.json: cannot be read"));
    let plan = desk.path("plan.json");
    let (_, refusal) = answer(&["check-proof", &plan, "--commitment", COMMITMENT]);
    assert!(refusal.unwrap().contains("plan.json: the proof cannot be used: "));
}

#[test]
fn refs_that_tell_are_refused_before_the_commitment() {
    let salt = "00".repeat(16);
    let rows: String = (1..20).map(|at| format!("{at:03},adult,{at},{salt}\n")).collect();
    let desk = Desk::new(
        format!("ref,stratum,size,salt\n{rows}"),
        r#"{"method":"systematic","n":{"adult":2},"seed":["dice"]}"#,
    );
    assert_eq!(
        desk.commit_refusal(),
        "frame.csv: the refs go up or down with the sizes, so a ref tells more than it may; give every record a new ref \
         made by chance, and begin again"
    );
    let desk = Desk::new(
        format!("ref,stratum,salt\nADULT-1,adult,{salt}\nB,youth,{salt}\n"),
        PLAN1,
    );
    assert!(
        desk.commit_refusal()
            .starts_with("frame.csv: the refs of stratum adult hold its name, ")
    );
}

#[test]
fn a_frame_or_plan_changed_after_the_commitment_is_refused() {
    let plan = r#"{"method":"srs","n":{"adult":2,"youth":1},"seed":["dice"]}"#;
    let desk = Desk::new(FRAME, plan);
    let mut files = Default::default();
    let committed = json_of(&[desk.words("commit", &mut files), vec!["--json"]].concat());
    let commitment = committed["commitment"].as_str().unwrap();
    let run = |desk: &Desk| {
        let mut files = Default::default();
        let more = vec!["--source", DICE, "--commitment", commitment, "--json"];
        answer(&[desk.words("run", &mut files), more].concat()).1
    };
    assert_eq!(run(&desk), None);
    std::fs::write(desk.path("plan.json"), plan.replace("\"adult\":2", "\"adult\":3")).unwrap();
    let refusal = run(&desk).unwrap();
    assert!(
        refusal.contains("frame.csv: the frame and the plan give the commitment ")
            && refusal.ends_with(", not the one published: one of them was changed since"),
        "{refusal}"
    );
    std::fs::write(desk.path("plan.json"), plan).unwrap();
    std::fs::write(desk.path("frame.csv"), FRAME.replace("adult,3,", "adult,4,")).unwrap();
    assert!(run(&desk).is_some());
}

#[test]
fn drawn_cases_carry_their_chance_into_a_file() {
    let desk = Desk::new(
        FRAME,
        r#"{"method":"pareto","n":{"adult":2,"youth":1},"seed":["dice"]}"#,
    );
    let (mut files, cases) = (Default::default(), desk.path("cases.csv"));
    let more = vec!["--source", DICE, "--cases", &cases, "--json"];
    let drawn = json_of(&[desk.words("run", &mut files), more].concat());
    assert_eq!(drawn["strata"]["adult"]["inclusion_exact"], false);
    let written = std::fs::read_to_string(&cases).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "ref,stratum,place,pi,population");
    let first = drawn["strata"]["adult"]["drawn"][0].as_str().unwrap();
    let chance = drawn["strata"]["adult"]["inclusion"][0].as_str().unwrap();
    assert_eq!(lines[1], format!("{first},adult,1,{chance},4"));
    assert_eq!(lines.len(), 4);
    let (text, _) = answer(&[desk.words("run", &mut files), vec!["--source", DICE]].concat());
    assert!(
        text.contains(&format!("  {first}  (chance about {chance})\n")),
        "{text}"
    );
}

#[test]
fn an_older_draw_is_repeated() {
    let found = json_of(&[
        "rivest-2011",
        "--seed",
        "1",
        "--population",
        "1000",
        "--picks",
        "3",
        "--json",
    ]);
    assert_eq!(
        found,
        json!({"algorithm": "rivest-2011", "places": [97, 89, 163]})
    );
    let (_, refusal) = answer(&["rivest-2011", "--seed", "1", "--population", "2", "--picks", "3"]);
    assert_eq!(
        refusal.unwrap(),
        "the list has 2 places, so 3 different ones cannot be picked"
    );
}
