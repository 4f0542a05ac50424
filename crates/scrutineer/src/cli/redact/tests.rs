//! The command: its answer, and what it refuses.

use std::fs;
use std::path::PathBuf;

use clap::Parser;
use serde_json::{Value, json};

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: RedactCommand,
}

/// A folder with a text and perhaps a list of names.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(text: impl AsRef<[u8]>) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.file("case.txt", text);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// What is printed, or the sentence of the refusal without the folder's path.
    fn say(&self, more: &[&str]) -> Result<String, String> {
        let file = self.path("case.txt").display().to_string();
        let words: Vec<&str> = ["redact", &file]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        let parsed = Line::try_parse_from(words).unwrap();
        let mut out = Vec::new();
        let folder = format!("{}/", self.0.path().display());
        match run(&parsed.command, &mut out) {
            Ok(()) => Ok(String::from_utf8(out).unwrap()),
            Err(error) => Err(crate::cli::sentence(&error).replace(&folder, "")),
        }
    }

    fn json(&self, more: &[&str]) -> Value {
        let printed = self.say(&[&["--json"], more].concat()).unwrap();
        assert_eq!(printed.lines().count(), 1);
        serde_json::from_str(&printed).unwrap()
    }

    fn named(&self, names: &str, more: &[&str]) -> Result<String, String> {
        self.file("names.txt", names);
        let path = self.path("names.txt").display().to_string();
        self.say(&[&["--names", &path], more].concat())
    }
}

#[test]
fn the_answer_holds_spans_by_character_and_the_text() {
    let desk = Desk::new("Siân’s car AB12 CDE; ring 07700 900123. Mr Blogworth left.");
    let answer = desk.json(&[]);
    assert_eq!(
        answer["spans"][0],
        json!({"start": 11, "end": 19, "type": "VRN", "rule": "vrn-current", "confidence": "certain", "token": "[VRN 1]"})
    );
    assert_eq!(
        answer["text"],
        "Siân’s car [VRN 1]; ring [PHONE 1]. Mr Blogworth left."
    );
    assert_eq!(
        answer["queue"][0],
        json!({"word": "Blogworth", "start": 43, "end": 52, "count": 1, "titled": true})
    );
    assert_eq!(answer["residual"], 0);
    assert_eq!(answer["packs"][0], "redaction-references 1");
}

#[test]
fn names_come_from_the_list() {
    let desk = Desk::new("Mared\nTestwell hit PC Wraxley. Testwel’s friend left.");
    let printed = desk
        .named("victim: Mared Testwell\nofficer: Wraxley\n", &[])
        .unwrap();
    assert_eq!(printed, "[VICTIM 1] hit [OFFICER 1]. [VICTIM 1]’s friend left.");
}

#[test]
fn a_force_is_known_by_its_code() {
    let desk = Desk::new("it is 43240012345 in the system");
    assert_eq!(desk.json(&[])["spans"], json!([]));
    assert_eq!(
        desk.json(&["--force", "thames-valley"])["spans"][0]["type"],
        "CRIME_REF"
    );
    let refused = desk.say(&["--force", "atlantis"]).unwrap_err();
    assert!(
        refused.starts_with("there is no force atlantis; choose one of "),
        "{refused}"
    );
}

#[test]
fn the_text_goes_to_a_file_whole() {
    let desk = Desk::new("ring 07700 900123");
    let path = desk.path("out.txt").display().to_string();
    assert!(desk.json(&["--out", &path]).get("text").is_none());
    assert_eq!(fs::read_to_string(path).unwrap(), "ring [PHONE 1]");
}

#[test]
fn what_is_no_text_is_refused() {
    for (bytes, says) in [
        (&b""[..], "case.txt: there is no text in it"),
        (b" \n\t", "case.txt: there is no text in it"),
        (
            b"caf\xe9",
            "case.txt: byte 3 (0xe9) is not UTF-8; save the text as UTF-8",
        ),
        (b"a\0b", "case.txt: character 1 is NUL: this is not text"),
        (
            "ring \u{202e}321009".as_bytes(),
            "case.txt: character 5 turns the direction of writing round (U+202E), which can hide a number; take it out",
        ),
    ] {
        assert_eq!(Desk::new(bytes).say(&[]), Err(says.to_owned()));
    }
    let desk = Desk::new("x");
    fs::remove_file(desk.path("case.txt")).unwrap();
    assert!(
        desk.say(&[])
            .unwrap_err()
            .starts_with("case.txt: cannot be read: ")
    );
}

#[test]
fn a_file_that_claims_300_mb_is_not_read() {
    let desk = Desk::new("");
    fs::File::create(desk.path("case.txt"))
        .unwrap()
        .set_len(300 << 20)
        .unwrap();
    assert_eq!(
        desk.say(&[]),
        Err("case.txt: it is longer than 64 MB; give it in parts".to_owned())
    );
}

#[test]
fn a_list_of_names_that_would_do_harm_is_refused() {
    let desk = Desk::new("some text");
    assert_eq!(
        desk.named("", &[]),
        Err("names.txt: there is no text in it".to_owned())
    );
    for (names, says) in [
        (
            "# none\n",
            "the list of names is empty: write one name on each line, such as \"victim: NAME\"",
        ),
        (
            "Mared\nX\n",
            "line 2 of the names: a name of one letter would be found everywhere; give at least two letters",
        ),
        (
            "cousin: Mared\n",
            "line 1 of the names: the word before the colon must be victim, suspect, witness, officer, person or place",
        ),
    ] {
        assert_eq!(desk.named(names, &[]), Err(format!("names.txt: {says}")));
    }
}

#[test]
fn writing_from_right_to_left_keeps_its_places() {
    let desk = Desk::new("قال 07700 900123 شكرا");
    let answer = desk.json(&[]);
    assert_eq!(
        (&answer["spans"][0]["start"], &answer["spans"][0]["end"]),
        (&json!(4), &json!(16))
    );
    assert_eq!(answer["text"], "قال [PHONE 1] شكرا");
}
