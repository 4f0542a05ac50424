//! The published folder: a site that opens from a disk, its data, the proof of every draw, and the checker. Everything but the
//! log's four files, which record this folder and so come last (`verify/README.md` describes the whole).

use std::collections::BTreeMap;

use askama::Template;
use documents::csv;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    content::{Content, FORMAT},
    words::{HIDDEN, document, figures},
};
use crate::{platform::clock::date_words, report::pages::document::Paper};

/// The checker that goes with every folder; it shares no code with this program.
pub const CHECKER: &str = include_str!("../../../../verify/verify.py");

const STYLE: &str = include_str!("../../assets/served/app.css");

/// Every file by its path below the folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The files that prove a draw, by name: `draw.json` and `frame.csv`; and, where the log showed its order,
/// `commitment-entry.json`, `checkpoint.txt` and `seed-entry.json`.
pub type DrawFiles = BTreeMap<&'static str, Vec<u8>>;

/// One published meeting.
#[derive(Debug, Clone)]
pub struct PublishedMeeting {
    /// Its results.
    pub content: Content,
    /// The proof of its draw.
    pub draw: DrawFiles,
}

impl PublishedMeeting {
    /// Whether the files show that the commitment came before the seed.
    fn ordered(&self) -> bool {
        self.draw.contains_key("seed-entry.json")
    }
}

struct Line {
    href: String,
    reference: String,
    panel_name: String,
    body: String,
    held_on: String,
    ordered: bool,
}

#[derive(Template)]
#[template(path = "publication/pages/site_index.html")]
struct Index {
    root: &'static str,
    body_name: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "publication/pages/site_result.html")]
struct ResultPage {
    root: &'static str,
    body_name: String,
    title: String,
    panel_name: String,
    reference: String,
    ordered: bool,
    paper: Paper,
}

#[derive(Serialize)]
struct Data<'a> {
    format: &'static str,
    results: Vec<&'a Content>,
}

/// Every file of the folder but `manifest.json` and the log.
///
/// # Errors
/// A template that fails, in its own words.
pub fn build(meetings: &[PublishedMeeting]) -> Result<Files, String> {
    let contents: Vec<&Content> = meetings.iter().map(|one| &one.content).collect();
    let mut files = Files::new();
    let mut put = |path: String, text: String| drop(files.insert(path, text.into_bytes()));
    put("style.css".to_owned(), STYLE.to_owned());
    put("verify.py".to_owned(), CHECKER.to_owned());
    put("index.html".to_owned(), index(meetings)?);
    put("results.csv".to_owned(), csv(&figures(&contents)));
    let data = Data {
        format: FORMAT,
        results: contents,
    };
    put(
        "results.json".to_owned(),
        serde_json::to_string_pretty(&data).map_err(|fault| fault.to_string())? + "\n",
    );
    for one in meetings {
        let reference = &one.content.reference;
        put(format!("results/{reference}/index.html"), result(one)?);
    }
    for one in meetings {
        let folder = format!("draws/{}", one.content.reference);
        files.extend(
            one.draw
                .iter()
                .map(|(name, content)| (format!("{folder}/{name}"), content.clone())),
        );
    }
    Ok(files)
}

fn index(meetings: &[PublishedMeeting]) -> Result<String, String> {
    let mut bodies: Vec<&str> = meetings.iter().map(|one| one.content.body.as_str()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let line = |one: &PublishedMeeting| Line {
        href: format!("results/{}/index.html", one.content.reference),
        reference: one.content.reference.clone(),
        panel_name: one.content.panel_name.clone(),
        body: one.content.body.clone(),
        held_on: date_words(one.content.held_on),
        ordered: one.ordered(),
    };
    let page = Index {
        root: "",
        body_name: bodies.join(", "),
        lines: meetings.iter().map(line).collect(),
    };
    page.render().map_err(|fault| fault.to_string())
}

fn result(one: &PublishedMeeting) -> Result<String, String> {
    let content = &one.content;
    let document = document(content);
    let page = ResultPage {
        root: "../../",
        body_name: content.body.clone(),
        title: document.title.clone(),
        panel_name: content.panel_name.clone(),
        reference: content.reference.clone(),
        ordered: one.ordered(),
        paper: Paper::new(document),
    };
    page.render().map_err(|fault| fault.to_string())
}

/// A file in the manifest; its members in the order RFC 8785 writes them.
#[derive(Serialize)]
struct Listed<'a> {
    bytes: usize,
    path: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct Manifest<'a> {
    files: Vec<Listed<'a>>,
    format: &'static str,
}

/// `manifest.json` over these files, in its one spelling.
///
/// # Errors
/// JSON that cannot be written.
pub fn manifest(files: &Files) -> Result<Vec<u8>, String> {
    let listed = files.iter().map(|(path, content)| Listed {
        bytes: content.len(),
        // The spelling of RFC 8785 is that of serde_json where nothing needs an escape, and paths here need none.
        path,
        sha256: hex::encode(Sha256::digest(content)),
    });
    let manifest = Manifest {
        files: listed.collect(),
        format: "scrutineer-publication/1",
    };
    serde_json::to_vec(&manifest).map_err(|fault| fault.to_string())
}
