//! Which page of a long text is shown, what was looked at, and where to go on.

use std::ops::Range;

use crate::{
    pack::{
        parts::{Part, parts},
        redaction::Source,
    },
    platform::form::Choice,
};

/// The pages of a workbench, seen from one of them. Numbers are from 1.
pub struct Turning {
    /// The page shown.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What is on it.
    pub part: Part,
    /// The pages nobody has looked at, without this one.
    pub left: Vec<String>,
    /// How many marked places those have.
    pub left_places: usize,
    /// Where to go on: the next page nobody has looked at.
    pub next: Option<usize>,
    /// The other pages.
    pub others: Vec<Choice>,
}

impl Turning {
    /// The page asked for, or the first that nobody has looked at.
    pub fn to(source: &Source, asked: Option<usize>) -> Self {
        let all = parts(source);
        let looked: Vec<bool> = all
            .iter()
            .map(|part| source.looked.covers(&part.characters))
            .collect();
        let first = looked.iter().position(|looked| !looked).unwrap_or(0);
        let at = asked
            .map_or(first, |number| number.saturating_sub(1))
            .min(all.len().saturating_sub(1));
        let open = |place: &usize| *place != at && looked.get(*place) == Some(&false);
        let after = (at + 1..all.len()).chain(0..at);
        let (mut left, mut left_places, mut others) = (Vec::new(), 0, Vec::new());
        for (place, part) in all.iter().enumerate().filter(|(place, _)| *place != at) {
            let said = format!("Page {}: {}", place + 1, holds(part));
            let state = if open(&place) {
                "not looked at yet"
            } else {
                "looked at"
            };
            others.push(Choice::new((place + 1).to_string(), format!("{said}, {state}")));
            if open(&place) {
                left.push(said);
                left_places += part.places.len();
            }
        }
        Self {
            number: at + 1,
            of: all.len(),
            next: after.into_iter().find(open).map(|place| place + 1),
            left,
            left_places,
            others,
            part: all.into_iter().nth(at).unwrap_or_else(nothing),
        }
    }

    /// The sentence with which the page begins, from 1.
    pub fn first_sentence(&self) -> usize {
        self.part.sentences.start + 1
    }

    /// What is on the page.
    pub fn holds(&self) -> String {
        holds(&self.part)
    }

    /// Whether a character of the original is on it.
    pub fn shows(&self, at: usize) -> bool {
        self.part.characters.contains(&at)
    }
}

fn nothing() -> Part {
    Part {
        sentences: 0..0,
        characters: 0..0,
        places: 0..0,
    }
}

fn holds(part: &Part) -> String {
    let places = match part.places.len() {
        0 => "no marked place".to_owned(),
        1 => "1 marked place".to_owned(),
        many => format!("{many} marked places"),
    };
    format!("{}, {places}", sentences(&part.sentences))
}

fn sentences(range: &Range<usize>) -> String {
    match range.len() {
        0 => "no sentence".to_owned(),
        1 => format!("sentence {}", range.end),
        _ => format!("sentences {} to {}", range.start + 1, range.end),
    }
}
