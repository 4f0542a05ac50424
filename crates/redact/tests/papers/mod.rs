//! The labelled papers of `tests/data`, and a detector with the packs of the repository.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test and the benchmark use a part of it"
)]

use redact::{Detector, Lexicon, Names, Packs};
use serde_json::Value;

/// A text and what is marked in it: first character, the character after the last, type.
pub struct Paper {
    pub text: String,
    pub spans: Vec<(usize, usize, String)>,
}

/// The packs.
pub fn lexicon() -> Lexicon {
    Lexicon::read(Packs {
        references: (
            "references.toml",
            include_str!("../../../../packs/redaction/references.toml"),
        ),
        words: (
            "words.toml",
            include_str!("../../../../packs/redaction/words.toml"),
        ),
        nicknames: (
            "nicknames.toml",
            include_str!("../../../../packs/redaction/nicknames.toml"),
        ),
        capitals: (
            "capitals.toml",
            include_str!("../../../../packs/redaction/capitals.toml"),
        ),
    })
    .unwrap()
}

/// A detector.
pub fn detector(names: Option<&Names>, force: Option<&str>) -> Detector {
    Detector::new(lexicon(), names, force).unwrap()
}

fn paper(line: &str) -> Option<Paper> {
    let value: Value = serde_json::from_str(line).unwrap();
    let spans = value.get("spans")?.as_array()?.iter();
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    Some(Paper {
        text: value["text"].as_str().unwrap().to_owned(),
        spans: spans
            .map(|one| {
                (
                    number(&one[0]),
                    number(&one[1]),
                    one[2].as_str().unwrap().to_owned(),
                )
            })
            .collect(),
    })
}

/// Papers with identifiers that have a form.
pub fn labelled() -> Vec<Paper> {
    include_str!("../data/labelled.jsonl")
        .lines()
        .filter_map(paper)
        .collect()
}

/// A case's names, and papers in which they stand.
pub fn named() -> (Names, Vec<Paper>) {
    let text = include_str!("../data/names.jsonl");
    let head: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let list: Vec<_> = head["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    (
        Names::read(&list.join("\n")).unwrap(),
        text.lines().filter_map(paper).collect(),
    )
}
