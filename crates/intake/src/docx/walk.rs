//! A way through one part of WordprocessingML.

use std::collections::BTreeSet;

use crate::flow::{Flow, note_mark};
use crate::xml::{self, Attributes, Piece};
use crate::{Drop, Fault, Paper};

/// What was met that is not in the text, or is in it and must be told.
#[derive(Default)]
pub(super) struct Told(Vec<(Drop, usize)>);

impl Told {
    fn note(&mut self, what: Drop) {
        self.0.push((what, 1));
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    pub(super) fn tell(&self, paper: &mut Paper) {
        for (what, count) in &self.0 {
            paper.drop(*what, *count);
        }
    }
}

/// What a part holds.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) told: Told,
    /// Notes of a part with notes, by id.
    pub(super) notes: Vec<(String, String)>,
    /// Notes that the text refers to, in order: the sort and the id.
    pub(super) references: Vec<(&'static str, String)>,
}

/// The way so far.
pub(super) struct Walk<'a> {
    hiding: &'a BTreeSet<String>,
    flow: Flow,
    told: Told,
    path: Vec<String>,
    /// Elements open since one began that is passed over whole.
    passed: usize,
    /// Deletions open.
    deleted: usize,
    /// Whether each paragraph and run that is open is hidden.
    hidden: Vec<bool>,
    /// Whether each row that is open is hidden.
    rows: Vec<bool>,
    /// Whether each alternative that is open has had a choice.
    chosen: Vec<bool>,
    /// The note that is open, unless it is a line between text and notes.
    note: Option<String>,
    notes: Vec<(String, String)>,
    references: Vec<(&'static str, String)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(hiding: &'a BTreeSet<String>) -> Self {
        Self {
            hiding,
            flow: Flow::default(),
            told: Told::default(),
            path: Vec::new(),
            passed: 0,
            deleted: 0,
            hidden: Vec::new(),
            rows: Vec::new(),
            chosen: Vec::new(),
            note: None,
            notes: Vec::new(),
            references: Vec::new(),
        }
    }

    pub(super) fn through(mut self, part: &[u8]) -> Result<Found, Fault> {
        xml::walk(part, |piece| {
            match piece {
                Piece::Open(..) if self.passed > 0 => self.passed += 1,
                Piece::Close(_) if self.passed > 0 => self.passed -= 1,
                Piece::Text(_) if self.passed > 0 => {}
                Piece::Open(name, attributes) => self.open(name, attributes),
                Piece::Close(name) => self.close(name),
                Piece::Text(words) => self.words(words),
            }
            Ok(())
        })?;
        Ok(Found {
            text: self.flow.finish(),
            told: self.told,
            notes: self.notes,
            references: self.references,
        })
    }

    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Whether the element stands in properties, where it says something of a mark and holds no text.
    fn in_properties(&self) -> bool {
        matches!(
            self.parent(),
            "rPr" | "trPr" | "tcPr" | "pPr" | "numPr" | "sectPr"
        )
    }

    fn say(&mut self, words: &str) {
        if self.deleted == 0 && !self.hidden.contains(&true) {
            self.flow.say(words);
        }
    }

    fn words(&mut self, words: &str) {
        if self.parent() != "t" {
            return;
        }
        if self.deleted == 0 && self.hidden.contains(&true) && !words.trim().is_empty() {
            self.told.note(Drop::Hidden);
        }
        self.say(words);
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        if self.is_passed(name) {
            self.passed = 1;
            return;
        }
        match name {
            "p" | "r" => self.hidden.push(false),
            "tr" => {
                self.rows.push(false);
                self.flow.begin();
            }
            "tc" | "txbxContent" => self.flow.begin(),
            "footnote" | "endnote" => {
                self.note = match attributes.get("type").as_deref() {
                    None | Some("normal") => attributes.get("id"),
                    Some(_) => None,
                };
                self.flow.begin();
            }
            "tab" if self.parent() == "r" => self.say("\t"),
            "br" | "cr" => self.say("\n"),
            "noBreakHyphen" => self.say("-"),
            "del" | "moveFrom" if !self.in_properties() => {
                self.deleted += 1;
                self.told.note(Drop::Deleted);
            }
            "ins" | "moveTo" if !self.in_properties() => self.told.note(Drop::Inserted),
            "footnoteReference" => self.refer("footnote", attributes),
            "endnoteReference" => self.refer("endnote", attributes),
            _ => self.property(name, attributes),
        }
        self.path.push(name.to_owned());
    }

    fn property(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "vanish"
                if self.parent() == "rPr" && self.path.iter().rev().nth(1).is_some_and(|one| one == "r") =>
            {
                self.set_hidden(attributes.is_on());
            }
            "rStyle" | "pStyle"
                if attributes
                    .get("val")
                    .is_some_and(|style| self.hiding.contains(&style)) =>
            {
                self.set_hidden(true);
            }
            "hidden" if self.parent() == "trPr" && attributes.is_on() => {
                if let Some(row) = self.rows.last_mut() {
                    *row = true;
                }
                self.told.note(Drop::Hidden);
            }
            "instrText" | "fldSimple" => self.told.note(Drop::Code),
            "ffData" | "control" => self.told.note(Drop::Form),
            "altChunk" => self.told.note(Drop::Embedded),
            "blip" | "imagedata" => self.told.note(Drop::Picture),
            "AlternateContent" => self.chosen.push(false),
            "Choice" => {
                if let Some(chosen) = self.chosen.last_mut() {
                    *chosen = true;
                }
            }
            _ => {}
        }
    }

    /// Properties as they were before a change, the other form of what has been read already, deleted words.
    fn is_passed(&mut self, name: &str) -> bool {
        if name == "delText" && self.deleted == 0 {
            self.told.note(Drop::Deleted);
        }
        let again = name == "Fallback" && self.chosen.last() == Some(&true);
        again || matches!(name, "delText" | "delInstrText") || name.ends_with("PrChange")
    }

    fn set_hidden(&mut self, hides: bool) {
        if let Some(last) = self.hidden.last_mut() {
            *last = hides;
        }
    }

    fn refer(&mut self, sort: &'static str, attributes: &Attributes<'_>) {
        if self.deleted == 0
            && !self.hidden.contains(&true)
            && let Some(id) = attributes.get("id")
        {
            self.references.push((sort, id));
            self.flow.say(&note_mark(self.references.len()));
        }
    }

    fn close(&mut self, name: &str) {
        self.path.pop();
        match name {
            "p" => {
                self.hidden.pop();
                self.flow.end();
            }
            "r" => drop(self.hidden.pop()),
            "tc" => self.flow.end_cell(),
            "tr" => {
                let hidden = self.rows.pop().unwrap_or_default();
                self.flow.end_row(hidden);
            }
            "txbxContent" => self.flow.end_box(),
            "footnote" | "endnote" => {
                let text = self.flow.end_note();
                if let Some(id) = self.note.take() {
                    self.notes.push((id, text));
                }
            }
            "del" | "moveFrom" if !self.in_properties() => self.deleted = self.deleted.saturating_sub(1),
            "AlternateContent" => drop(self.chosen.pop()),
            _ => {}
        }
    }
}
