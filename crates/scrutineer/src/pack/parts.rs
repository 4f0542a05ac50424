//! A long text in parts, each a page of the workbench, and what of it a person has looked at.
//!
//! ```text
//! sentences -> parts of whole sentences, at most so many marked places or characters each
//! a page is saved -> its characters are looked at, until the words change
//! ```

use std::{fmt, ops::Range, str::FromStr};

use super::redaction::Source;

/// Marked places on one page. A case as forces write it up has fewer, and stays on one page.
pub const MOST_PLACES: usize = 40;
/// Characters of the text on one page: four sheets.
pub const MOST_CHARACTERS: usize = 10_000;

/// One page of the workbench, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its sentences.
    pub sentences: Range<usize>,
    /// Its characters of the original.
    pub characters: Range<usize>,
    /// Its marks.
    pub places: Range<usize>,
}

/// The parts of a text, at least one; every character is in one of them. A sentence is never cut, however much is in it.
#[must_use]
pub fn parts(source: &Source) -> Vec<Part> {
    let sentences = source.sentences();
    let place = |at: usize| source.marks.partition_point(|mark| mark.begins < at);
    let mut first = 0;
    let mut firsts = vec![0];
    for (at, (begins, ends)) in sentences.iter().enumerate().skip(1) {
        let from = sentences.get(first).map_or(0, |(begins, _)| *begins);
        let places = place(*ends) - place(from);
        if places > MOST_PLACES && place(*ends) > place(*begins) || ends - from > MOST_CHARACTERS {
            firsts.push(at);
            first = at;
        }
    }
    let begins = |part: usize| {
        let sentence = firsts.get(part).filter(|_| part > 0)?;
        sentences.get(*sentence).map(|(begins, _)| *begins)
    };
    let end = source.original.chars().count();
    let part = |(at, first): (usize, &usize)| {
        let characters = begins(at).unwrap_or(0)..begins(at + 1).unwrap_or(end);
        Part {
            sentences: *first..firsts.get(at + 1).copied().unwrap_or(sentences.len()),
            places: place(characters.start)..place(characters.end),
            characters,
        }
    };
    firsts.iter().enumerate().map(part).collect()
}

/// The characters that a person has looked at: stretches in order that do not touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked(Vec<(usize, usize)>);

impl Looked {
    /// Adds what a page showed.
    pub fn add(&mut self, characters: &Range<usize>) {
        let (mut begins, mut ends) = (characters.start, characters.end);
        self.0.retain(|(from, to)| {
            let apart = *to < begins || ends < *from;
            if !apart {
                (begins, ends) = (begins.min(*from), ends.max(*to));
            }
            apart
        });
        let at = self.0.partition_point(|(from, _)| *from < begins);
        self.0.insert(at, (begins, ends));
    }

    /// Whether all of it was looked at.
    #[must_use]
    pub fn covers(&self, characters: &Range<usize>) -> bool {
        let inside = |(from, to): &(usize, usize)| *from <= characters.start && characters.end <= *to;
        characters.is_empty() || self.0.iter().any(inside)
    }
}

impl fmt::Display for Looked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (begins, ends)) in self.0.iter().enumerate() {
            let before = if at > 0 { " " } else { "" };
            write!(f, "{before}{begins}-{ends}")?;
        }
        Ok(())
    }
}

impl FromStr for Looked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut looked = Self::default();
        for stretch in text.split_whitespace() {
            let ends = stretch.split_once('-');
            let number = |text: &str| text.parse::<usize>().ok();
            let (begins, ends) = ends
                .and_then(|(begins, ends)| number(begins).zip(number(ends)))
                .ok_or_else(|| "a stretch that was looked at".to_owned())?;
            looked.add(&(begins..ends));
        }
        Ok(looked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        pack::redaction::{Decision, Mark},
        platform::{clock::Moment, ids::PersonId},
    };

    /// Sentences of twenty characters, each with so many marks of one character.
    fn source(marked: &[usize]) -> Source {
        let mark = |begins: usize| Mark {
            begins,
            ends: begins + 1,
            kind: redact::Kind::Person,
            rule: "test".to_owned(),
            named: None,
            decision: Decision::Hidden,
            because: None,
            by: PersonId(uuid::Uuid::nil()),
            at: Moment(0),
        };
        let places = marked.iter().enumerate();
        Source {
            original: "Somebody went home.\n".repeat(marked.len()),
            marks: places
                .flat_map(|(at, count)| (0..*count).map(move |place| at * 20 + place))
                .map(mark)
                .collect(),
            ..Source::default()
        }
    }

    #[test]
    fn a_part_is_whole_sentences_and_none_is_lost() {
        let one = parts(&source(&[10, 10, 10, 10, 0, 0]));
        assert_eq!(
            one.len(),
            1,
            "forty places are one page, and what has none after them"
        );
        assert_eq!(
            (one[0].places.clone(), one[0].characters.clone()),
            (0..40, 0..120)
        );
        let some = parts(&source(&[10, 10, 10, 10, 1, 19, 19, 19, 0]));
        let sentences: Vec<_> = some.iter().map(|part| part.sentences.clone()).collect();
        assert_eq!(sentences, [0..4, 4..7, 7..9]);
        let places: Vec<_> = some.iter().map(|part| part.places.clone()).collect();
        assert_eq!(places, [0..40, 40..79, 79..98]);
        assert!(
            some.windows(2)
                .all(|two| two[0].characters.end == two[1].characters.start)
        );
        assert_eq!(some.last().map(|part| part.characters.end), Some(180));
        assert_eq!(parts(&source(&[])).len(), 1, "nothing is one page");
        let long = parts(&source(&vec![0; 1_001]));
        assert!(long.len() == 3 && long.iter().all(|part| part.characters.len() <= MOST_CHARACTERS));
    }

    #[test]
    fn what_was_looked_at_grows_together() {
        let mut looked = Looked::default();
        assert!(!looked.covers(&(0..10)) && looked.covers(&(3..3)));
        looked.add(&(20..30));
        looked.add(&(0..10));
        assert_eq!(looked.to_string(), "0-10 20-30");
        assert!(looked.covers(&(2..10)) && !looked.covers(&(5..25)));
        looked.add(&(10..20));
        assert_eq!(looked.to_string(), "0-30");
        assert_eq!("20-30 0-10 10-20".parse(), Ok(looked));
        assert!("1-x".parse::<Looked>().is_err() && "x".parse::<Looked>().is_err());
    }
}
