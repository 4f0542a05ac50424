//! What is left: the last look at the bytes that are to go out, for every identifier of the case in any spelling.
//!
//! ```text
//! identifiers of the case -> letters and digits only, lower case -> one automaton
//! bytes -> text -> folded -> letters and digits only                    -> hits -> whole words, or long enough
//!               -> links, hexadecimal, base64, escapes decoded -> the same
//! ```
//!
//! Anything that is left blocks a release: [`Identifiers::residual`] says where, and the caller refuses. It looks at text: a
//! compressed stream must be unpacked before.

mod again;
mod encoded;

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::folded::{Folded, REMOVED};
use again::folded_runs;
use encoded::Run;

pub(crate) use again::Again;

/// Letters and digits from which a hit counts inside other words as well.
const LONG: usize = 9;
/// Letters and digits of an identifier that are looked for.
const ENOUGH: usize = 64;

/// How an identifier was still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Readable, whatever its spaces, hyphens, case and look-alike letters.
    Plain,
    /// `%30%37` in a link.
    Percent,
    /// Hexadecimal digits of its bytes.
    Hex,
    /// Base64 of its bytes.
    Base64,
    /// Numeric escapes of HTML, XML or JSON.
    Escaped,
}

/// An identifier that is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// First character, in the text of the bytes (what is no UTF-8 is one character each).
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// Which identifier, by its place in the list.
    pub identifier: usize,
    /// How it is written.
    pub form: Form,
}

/// The identifiers of a case, ready to be looked for.
#[derive(Debug)]
pub struct Identifiers {
    /// Compact texts, and the places in the caller's list.
    compact: Vec<(String, usize)>,
    automaton: Option<AhoCorasick>,
}

impl Identifiers {
    /// Takes identifiers as written. Those of fewer than three letters and digits cannot be told from other words and are
    /// passed over.
    pub fn new<'w>(written: impl IntoIterator<Item = &'w str>) -> Self {
        Self::of(compacts(written))
    }

    /// Takes compact texts, in order, none twice.
    fn of(compact: Vec<(String, usize)>) -> Self {
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(compact.iter().map(|(text, _)| text));
        Self {
            automaton: built.ok().filter(|_| !compact.is_empty()),
            compact,
        }
    }

    /// Everything that is left in bytes that are to be released; nothing is the only answer that lets them go.
    #[must_use]
    pub fn residual(&self, release: &[u8]) -> Vec<Left> {
        let text = String::from_utf8_lossy(release);
        let mut left = self.in_folded(&Folded::of(&text, std::iter::empty()));
        if self.automaton.is_some() {
            left.extend(self.in_runs(&folded_runs(&text)));
        }
        left.sort_by_key(|left| (left.start, left.end, left.identifier, left.form));
        left.dedup();
        left
    }

    /// Readable hits.
    fn in_folded(&self, folded: &Folded) -> Vec<Left> {
        if self.automaton.is_none() {
            return Vec::new();
        }
        let compact = Compact::of(folded);
        self.inside((folded, &compact), 0..compact.text.len(), |_, place| Some(place))
    }

    /// Readable hits in a part of the compact text. `named` says which identifier a compact text is, by its own place among
    /// these.
    fn inside(
        &self,
        (folded, compact): (&Folded, &Compact),
        part: Range<usize>,
        named: impl Fn(&str, usize) -> Option<usize>,
    ) -> Vec<Left> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let first = part.start;
        let text = compact.text.get(part).unwrap_or_default();
        let hits = automaton.find_overlapping_iter(text).filter_map(|hit| {
            let (text, place) = self.compact.get(hit.pattern().as_usize())?;
            let (from, to) = (
                *compact.from.get(first + hit.start())?,
                compact.from.get(first + hit.end() - 1)? + 1,
            );
            let lettered = text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let long = text.len() >= LONG + usize::from(lettered);
            let edge = |at| folded.is_edge(at) || lettered && changes(folded, at);
            let counts = long || edge(from) && edge(to);
            let identifier = counts.then(|| named(text, *place)).flatten()?;
            Some(Left {
                start: folded.start(from),
                end: folded.end(to),
                identifier,
                form: Form::Plain,
            })
        });
        hits.collect()
    }

    /// Hits in what is written in a code; each is the whole coded run.
    fn in_runs(&self, runs: &[(Run, Folded)]) -> impl Iterator<Item = Left> {
        runs.iter().flat_map(|(run, folded)| {
            let inside = self.in_folded(folded);
            inside.into_iter().map(|left| Left {
                start: run.start,
                end: run.end,
                form: run.form,
                ..left
            })
        })
    }
}

/// A letter beside a digit or a small one beside a capital, as in `Testwell2024` and `JordanTestwell`.
fn changes(folded: &Folded, at: usize) -> bool {
    let (before, after) = (
        at.checked_sub(1).and_then(|before| folded.byte(before)),
        folded.byte(at),
    );
    before.zip(after).is_some_and(|(before, after)| {
        before.is_ascii_digit() != after.is_ascii_digit()
            || before.is_ascii_lowercase() && after.is_ascii_uppercase()
    })
}

/// Identifiers as compact texts with their places in the list, in order; of those that read alike the first.
fn compacts<'w>(written: impl IntoIterator<Item = &'w str>) -> Vec<(String, usize)> {
    let compact = |(place, written): (usize, &str)| {
        // Where a long one is left, its beginning is left.
        let text: String = if written.is_ascii() && !written.contains('[') {
            let kept = written.bytes().filter(u8::is_ascii_alphanumeric).take(ENOUGH);
            kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
        } else {
            let compact = Compact::of(&Folded::of(written, std::iter::empty()));
            compact.text.into_iter().take(ENOUGH).map(char::from).collect()
        };
        (text.len() >= 3).then_some((text, place))
    };
    let mut all: Vec<_> = written.into_iter().enumerate().filter_map(compact).collect();
    all.sort();
    all.dedup_by(|later, first| later.0 == first.0);
    all
}

/// Letters and digits only, and where each stands in the folded text. A token stays as a sign between.
struct Compact {
    text: Vec<u8>,
    from: Vec<usize>,
}

impl Compact {
    fn of(folded: &Folded) -> Self {
        let length = folded.lower.len();
        let (mut text, mut from) = (Vec::with_capacity(length), Vec::with_capacity(length));
        for (at, byte) in folded.lower.bytes().enumerate() {
            if byte.is_ascii_alphanumeric() || byte == REMOVED {
                text.push(byte);
                from.push(at);
            }
        }
        Self { text, from }
    }

    /// Where an identifier may stand that touches one of these ranges of the original's characters, in order.
    fn beside(&self, folded: &Folded, ranges: impl Iterator<Item = (usize, usize)>) -> Vec<Range<usize>> {
        let place = |chars: usize| self.from.partition_point(|at| folded.start(*at) < chars);
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (start, end) in ranges {
            let from = place(start).saturating_sub(ENOUGH);
            let to = self.text.len().min(place(end) + ENOUGH);
            match parts.last_mut() {
                Some(last) if from <= last.end => last.end = last.end.max(to),
                _ => parts.push(from..to),
            }
        }
        parts
    }
}
