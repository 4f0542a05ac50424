use super::{DrawCommand, run};
use clap::Parser;
use serde_json::{Value, json};
use stats::sampling::{PublishedDraw, dice, publish};
use std::collections::BTreeSet;
use std::path::Path;

mod beacons;
mod proofs;

/// The reference vector of sdraw/1 that `crates/stats/tests/data` describes.
const FRAME: &str = "ref,stratum,size,salt
CR-0003,adult,11,8a612a8e31765a5630d3b7521a7bacd8
CR-0000,youth,1,ee079fb8569f628852099554fe401f0c
CR-0001,adult,8,c21220617e80ed7b1e57fac2e3d229a3
CR-0002,youth,4,f19d771763e2c9f53ac150e350bc795c
CR-0004,youth,7,7e9474803875c7d0c4ff0a513b52cf76
CR-0005,adult,3,ef5347fab5645f79381716fa035c56e1
CR-0006,youth,10,aab8d8873df011e12441a04ca2994fee
CR-0007,adult,6,fbce2beb0ff4fa9f362f3c2b8e0f2ed7
";
const PLAN: &str =
    r#"{ "seed": ["dice", "drand:quicknet:4242424"], "n": {"youth": 1, "adult": 2}, "method": "srs" }"#;
const COMMITMENT: &str = "0b0b0f7a30a60b85349f1c2eefd7a5be40b1eae2b5bd5be99a950e5dd2172359";
const DICE: &str = "dice=71840263915520487316";
const BEACON: &str =
    "drand:quicknet:4242424=hex:1613361b939757e7eda85f0e21bc864decfba70435883c1f341489837d24f4c9";

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: DrawCommand,
}

/// What the command printed, and its refusal.
fn answer(words: &[&str]) -> (String, Option<String>) {
    let parsed = Line::try_parse_from(["draw"].iter().chain(words)).unwrap();
    let mut out = Vec::new();
    let refusal = run(&parsed.command, &mut out).err().map(|why| format!("{why:#}"));
    (String::from_utf8(out).unwrap(), refusal)
}

fn json_of(words: &[&str]) -> Value {
    let (out, refusal) = answer(words);
    assert_eq!(refusal, None);
    assert_eq!(out.lines().count(), 1);
    serde_json::from_str(&out).unwrap()
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(frame: impl AsRef<[u8]>, plan: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("frame.csv"), frame).unwrap();
        std::fs::write(folder.path().join("plan.json"), plan).unwrap();
        Self { folder }
    }

    fn words<'a>(&self, first: &'a str, files: &'a mut (String, String)) -> Vec<&'a str> {
        let path = |name: &str| self.folder.path().join(name).to_str().unwrap().to_owned();
        *files = (path("frame.csv"), path("plan.json"));
        vec![first, "--frame", &files.0, "--plan", &files.1]
    }

    /// Where a file of this name lies, or would.
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn commit_refusal(&self) -> String {
        let mut files = Default::default();
        let (out, refusal) = answer(&[self.words("commit", &mut files), vec!["--json"]].concat());
        assert_eq!(out, "");
        let folder = format!("{}/", self.folder.path().display());
        refusal.unwrap().replace(&folder, "")
    }

    fn draw(&self, sources: &[&str]) -> (String, Option<String>) {
        let mut files = Default::default();
        let mut words = self.words("run", &mut files);
        words.push("--json");
        for source in sources {
            words.extend(["--source", source]);
        }
        answer(&words)
    }
}

#[test]
fn commits_and_draws_the_reference_vector() {
    for frame in [
        FRAME.to_owned(),
        format!("\u{feff}{}", FRAME.replace('\n', "\r\n")),
        FRAME.replace(
            "8a612a8e31765a5630d3b7521a7bacd8",
            "8A612A8E31765A5630D3B7521A7BACD8",
        ),
    ] {
        let desk = Desk::new(frame, PLAN);
        let mut files = Default::default();
        let committed = json_of(&[desk.words("commit", &mut files), vec!["--json"]].concat());
        let root = "4c6c462a6ac31ab4d16a8a3f2bddeba934fb2bcd46f44635c9ce1385be7e733f";
        assert_eq!(
            committed,
            json!({"algorithm": "sdraw/1", "n": 8, "root": root, "commitment": COMMITMENT})
        );
        let (out, refusal) = desk.draw(&[DICE, BEACON]);
        assert_eq!(refusal, None);
        let drawn: Value = serde_json::from_str(&out).unwrap();
        let expected = json!({
            "commitment": COMMITMENT,
            "seed": "cb739b54ac48af45bfa6e3caec9f3934020d6b2c71310823261ea310b8bef5d1",
            "strata": {
                "adult": {"population": 4, "drawn": ["CR-0001", "CR-0003"], "reserves": ["CR-0005", "CR-0007"],
                    "inclusion": ["1/2", "1/2"], "inclusion_exact": true},
                "youth": {"population": 4, "drawn": ["CR-0006"], "reserves": ["CR-0000", "CR-0004", "CR-0002"],
                    "inclusion": ["1/4"], "inclusion_exact": true},
            },
            "beacons": [{"label": "drand:quicknet:4242424", "round": 4_242_424, "checked": false}],
        });
        assert_eq!(drawn, expected);
    }
}

#[test]
fn a_frame_without_sizes_counts_each_record_once() {
    let salt = "00".repeat(16);
    let without = Desk::new(
        format!("ref,stratum,salt\nA,adult,{salt}\nB,youth,{salt}\n"),
        PLAN1,
    );
    let blank = Desk::new(
        format!("ref,stratum,size,salt\nA,adult,,{salt}\nB,youth,1,{salt}\n"),
        PLAN1,
    );
    let commit = |desk: &Desk| {
        let mut files = Default::default();
        json_of(&[desk.words("commit", &mut files), vec!["--json"]].concat())
    };
    assert_eq!(commit(&without), commit(&blank));
}

const PLAN1: &str = r#"{"method":"srs","n":{"adult":1,"youth":0},"seed":["dice"]}"#;

#[test]
fn frames_are_refused_with_file_and_line() {
    let change = |from: &str, to: &str| {
        assert!(FRAME.contains(from), "{from}");
        FRAME.replacen(from, to, 1)
    };
    let salt = "8a612a8e31765a5630d3b7521a7bacd8";
    let header = "frame.csv: line 1: the header must be ref,stratum,size,salt or ref,stratum,salt";
    let cases = [
        (
            String::new(),
            "frame.csv: the file is empty; it needs the header ref,stratum,size,salt and a line for each record",
        ),
        (
            "ref,stratum,size,salt\n".into(),
            "frame.csv: the frame holds no records; there is nothing to draw from",
        ),
        (change("ref,", "id,"), header),
        (change("size,salt", "salt,size"), header),
        (
            change(",adult,11,", ",adult,"),
            "frame.csv: line 2: 3 fields where the header has 4",
        ),
        (
            change(",adult,11,", ",adult,0,"),
            "frame.csv: line 2: the size is 0; it must be 1 or more",
        ),
        (
            change(",adult,11,", ",adult,4294967296,"),
            "frame.csv: line 2: the size is not a whole number from 1 to 4294967295",
        ),
        (
            change(",adult,11,", ",adult,-1,"),
            "frame.csv: line 2: the size is not a whole number from 1 to 4294967295",
        ),
        (
            change(salt, "8a61"),
            "frame.csv: line 2: the salt is not 32 hex digits",
        ),
        (
            change(salt, &"zz".repeat(16)),
            "frame.csv: line 2: the salt is not 32 hex digits",
        ),
        (
            change(salt, &format!("{}g", &salt[..31])),
            "frame.csv: line 2: the salt is not 32 hex digits",
        ),
        (
            change("CR-0003", ""),
            "frame.csv: line 2: the ref is empty; fill it in",
        ),
        (
            change("CR-0003,adult", "CR-0003,"),
            "frame.csv: line 2: the stratum is empty; fill it in",
        ),
        (
            change("CR-0007", "CR-0003"),
            "frame.csv lines 2 and 9: ref CR-0003 appears more than once; give each ref once",
        ),
        (
            FRAME
                .replace("CR-0003", "Caf\u{e9}")
                .replace("CR-0007", "Cafe\u{301}"),
            "frame.csv lines 2 and 9: ref Caf\u{e9} appears more than once; give each ref once",
        ),
    ];
    for (frame, sentence) in cases {
        assert_eq!(Desk::new(frame, PLAN).commit_refusal(), sentence);
    }
}

#[test]
fn text_in_another_encoding_is_refused() {
    let latin = FRAME.replacen("CR-0001", "CR\u{1}0001", 1).into_bytes();
    let latin: Vec<u8> = latin
        .into_iter()
        .map(|byte| if byte == 1 { 0xe9 } else { byte })
        .collect();
    assert_eq!(
        Desk::new(latin, PLAN).commit_refusal(),
        "frame.csv: line 4: this is not UTF-8 text; save the file as UTF-8"
    );
}

#[test]
fn plans_and_missing_files_are_refused() {
    let refusal = |plan: &str| Desk::new(FRAME, plan).commit_refusal();
    assert_eq!(
        refusal(&PLAN.replace("\"adult\": 2", "\"adult\": 5")),
        "plan.json: stratum adult has 4 records but the plan asks for 5"
    );
    assert_eq!(
        refusal(""),
        "plan.json: the plan is not JSON: EOF while parsing a value at line 1 column 0"
    );
    let desk = Desk::new(FRAME, PLAN);
    std::fs::remove_file(desk.folder.path().join("frame.csv")).unwrap();
    assert!(desk.commit_refusal().starts_with("frame.csv: cannot be read: "));
}

#[test]
fn sources_are_refused() {
    let desk = Desk::new(FRAME, PLAN);
    let refusal = |sources: &[&str]| {
        let (out, refusal) = desk.draw(sources);
        assert_eq!(out, "");
        refusal.unwrap()
    };
    assert_eq!(
        refusal(&[BEACON, DICE]),
        "the plan's seed sources are dice, drand:quicknet:4242424, in that order, but drand:quicknet:4242424, \
         dice came"
    );
    assert_eq!(
        refusal(&["dice=7184026391552048731O", BEACON]),
        "--source dice: the dice hold something other than the digits 0 to 9; type the digits only, with no spaces"
    );
    assert_eq!(
        refusal(&["dice", BEACON]),
        "--source \"dice\" has no \"=\"; write LABEL=VALUE, such as dice=71840263915520487316"
    );
    assert_eq!(
        refusal(&[DICE, "drand:quicknet:4242424=hex:xyz"]),
        "--source drand:quicknet:4242424: what follows hex: is not hex: odd number of digits"
    );
}

fn publish_into(folder: &Path) {
    let record = |at: u8| stats::sampling::Record::new(&format!("CR-{at}"), "adult", 1, [at; 16]).unwrap();
    let frame = stats::sampling::Frame::new((0..6).map(record).collect()).unwrap();
    let plan = stats::sampling::Plan::parse(r#"{"method":"srs","n":{"adult":2},"seed":["dice"]}"#).unwrap();
    let (draw_json, frame_csv) = publish(&PublishedDraw {
        reference: "LLR-OOCR-2024-03",
        frame: &frame,
        plan: &plan,
        committed_at: "2024-04-01T09:00:00Z",
        sources: &[dice("71840263915520487316").unwrap()],
        withdrawals: &[],
        disclosed: &BTreeSet::new(),
    })
    .unwrap();
    std::fs::write(folder.join("draw.json"), draw_json).unwrap();
    std::fs::write(folder.join("frame.csv"), frame_csv).unwrap();
}

#[test]
fn a_published_folder_is_verified() {
    let folder = tempfile::tempdir().unwrap();
    publish_into(folder.path());
    let path = folder.path().to_str().unwrap();
    let checks = [
        "shape",
        "frame order",
        "root",
        "commitment",
        "seed",
        "ticket order",
        "withdrawals",
        "heard",
    ];
    assert_eq!(
        json_of(&["verify", path, "--json"]),
        json!({"ok": true, "checks": checks, "warnings": []})
    );
    let (plain, refusal) = answer(&["verify", path]);
    assert_eq!((plain.lines().count(), refusal), (8, None));

    let file = folder.path().join("draw.json");
    let changed = std::fs::read_to_string(&file)
        .unwrap()
        .replace("71840263915520487316", "71840263915520487317");
    std::fs::write(&file, changed).unwrap();
    let (out, refusal) = answer(&["verify", path, "--json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["ok"], false);
    assert_eq!(found["checks"], json!(checks[..4]));
    let failed = found["failed"].as_str().unwrap();
    assert!(failed.starts_with("draw.json: the seed does not follow from the commitment and the sources"));
    assert_eq!(
        refusal.unwrap(),
        format!("{path}: the draw does not hold: {failed}")
    );

    std::fs::write(folder.path().join("frame.csv"), [0xff]).unwrap();
    let (out, refusal) = answer(&["verify", path, "--json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        found,
        json!({"ok": false, "checks": [], "warnings": [], "failed": "frame.csv: it is not UTF-8 text"})
    );
    assert!(refusal.is_some());
}
