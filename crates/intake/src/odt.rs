//! ODT (ISO/IEC 26300).

use std::collections::BTreeSet;

use crate::flow::{Flow, note_mark, with_notes};
use crate::package::Package;
use crate::xml::{self, Attributes, Piece};
use crate::{Bounds, Drop, Fault, Paper, styles};

pub(crate) fn read(file: &[u8], bounds: &Bounds) -> Result<Paper, Fault> {
    let mut package = Package::open(file, bounds)?;
    if let Some(part) = package.part("META-INF/manifest.xml")? {
        not_encrypted(&part)?;
    }
    let content = package.part("content.xml")?.ok_or(Fault::Damaged)?;
    let mut hiding = styles::odt(&content)?;
    let mut paper = Paper::default();
    if let Some(part) = package.part("styles.xml")? {
        hiding.extend(styles::odt(&part)?);
        paper.drop(Drop::Header, headers(&part)?);
    }
    let mut walk = Walk::new(&hiding, paper);
    xml::walk(&content, |piece| {
        walk.meet(&piece);
        Ok(())
    })?;
    let mut paper = walk.finish();
    paper.drop(Drop::Metadata, package.below("meta.xml"));
    paper.drop(Drop::Macro, package.below("Basic/") + package.below("Scripts/"));
    let objects = package
        .names
        .iter()
        .filter(|name| name.starts_with("Object ") && name.ends_with("/content.xml"));
    paper.drop(Drop::Embedded, objects.count());
    package.look_through(&["content.xml"])?;
    Ok(paper)
}

fn not_encrypted(manifest: &[u8]) -> Result<(), Fault> {
    xml::walk(manifest, |piece| match piece {
        Piece::Open("encryption-data" | "encrypted-key", _) => Err(Fault::Password),
        _ => Ok(()),
    })
}

/// Headers and footers with words in them.
fn headers(styles: &[u8]) -> Result<usize, Fault> {
    let (mut open, mut words, mut count) = (false, false, 0);
    xml::walk(styles, |piece| {
        match piece {
            Piece::Open("header" | "footer" | "header-left" | "footer-left", _) => {
                (open, words) = (true, false);
            }
            Piece::Close("header" | "footer" | "header-left" | "footer-left") => {
                count += usize::from(open && words);
                open = false;
            }
            Piece::Text(text) if open => words |= !text.trim().is_empty(),
            _ => {}
        }
        Ok(())
    })?;
    Ok(count)
}

struct Walk<'a> {
    hiding: &'a BTreeSet<String>,
    flow: Flow,
    paper: Paper,
    /// Whether the text of the document has begun, and not its styles.
    begun: bool,
    /// Elements open since one began that is passed over.
    passed: usize,
    /// Whether each element that is open hides what is in it.
    hidden: Vec<bool>,
    /// Rows open, with whether they are hidden.
    rows: Vec<bool>,
    notes: Vec<String>,
    /// Whether the mark of a note is open, which is numbered anew.
    citing: bool,
}

impl<'a> Walk<'a> {
    fn new(hiding: &'a BTreeSet<String>, paper: Paper) -> Self {
        Self {
            hiding,
            flow: Flow::default(),
            paper,
            begun: false,
            passed: 0,
            hidden: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            citing: false,
        }
    }

    fn meet(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open("body", _) if !self.begun => self.begun = true,
            Piece::Open("script" | "event-listener", _) if self.passed == 0 => {
                self.paper.drop(Drop::Script, 1);
            }
            _ if !self.begun => {}
            Piece::Open(name, attributes) if self.passed > 0 => {
                self.passed += 1;
                self.tell(name, attributes);
            }
            Piece::Close(_) if self.passed > 0 => self.passed -= 1,
            Piece::Text(_) if self.passed > 0 => {}
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Close(name) => self.close(name),
            Piece::Text(words) => self.words(words),
        }
    }

    /// What is met inside what is passed over.
    fn tell(&mut self, name: &str, _: &Attributes<'_>) {
        match name {
            "deletion" => self.paper.drop(Drop::Deleted, 1),
            "insertion" => self.paper.drop(Drop::Inserted, 1),
            "image" => self.paper.drop(Drop::Picture, 1),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        // Line ends between elements are no words.
        let words = words.replace(['\n', '\r', '\t'], " ");
        if self.citing || words.is_empty() {
            return;
        }
        if self.hidden.contains(&true) {
            self.paper
                .drop(Drop::Hidden, usize::from(!words.trim().is_empty()));
        } else if !(words.trim().is_empty() && words.len() > 1) {
            self.flow.say(&words);
        }
    }

    fn say(&mut self, words: &str) {
        if !self.hidden.contains(&true) {
            self.flow.say(words);
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "annotation" => self.paper.drop(Drop::Comment, 1),
            "hidden-text" | "hidden-paragraph" => self.paper.drop(Drop::Hidden, 1),
            "forms" => self.paper.drop(Drop::Form, 1),
            "object" | "object-ole" | "plugin" | "applet" => self.paper.drop(Drop::Embedded, 1),
            "image" => self.paper.drop(Drop::Picture, 1),
            "a" if attributes.get("href").is_some_and(|to| !to.starts_with('#')) => {
                self.paper.drop(Drop::Link, 1);
            }
            _ => {}
        }
        let passed = [
            "annotation",
            "tracked-changes",
            "hidden-text",
            "hidden-paragraph",
            "forms",
            "object",
            "object-ole",
            "image",
            "plugin",
            "applet",
            "desc",
            "title",
        ];
        if passed.contains(&name) {
            self.passed = 1;
            return;
        }
        let style = attributes.get("style-name");
        let hides = style.is_some_and(|style| self.hiding.contains(&style))
            || name == "section" && attributes.get("display").as_deref() == Some("none");
        self.hidden.push(hides);
        match name {
            "s" => {
                let count = attributes
                    .get("c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1_usize);
                self.say(&" ".repeat(count.min(100)));
            }
            "tab" => self.say("\t"),
            "line-break" => self.say("\n"),
            "table-row" => {
                let shown = attributes.get("visibility");
                self.rows.push(shown.is_some_and(|shown| shown != "visible"));
                self.flow.begin();
            }
            "table-cell" | "text-box" | "note-body" => self.flow.begin(),
            "note-citation" => self.citing = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        self.hidden.pop();
        match name {
            "p" | "h" => self.flow.end(),
            "table-cell" => self.flow.end_cell(),
            "table-row" => {
                let hidden = self.rows.pop().unwrap_or_default();
                self.paper.drop(Drop::Hidden, usize::from(hidden));
                self.flow.end_row(hidden);
            }
            "text-box" => self.flow.end_box(),
            "note-citation" => self.citing = false,
            "note-body" => {
                let text = self.flow.end_note();
                self.notes.push(text);
                let mark = note_mark(self.notes.len());
                self.say(&mark);
            }
            _ => {}
        }
    }

    fn finish(self) -> Paper {
        let mut paper = self.paper;
        paper.text = with_notes(self.flow.finish(), &self.notes);
        paper
    }
}
