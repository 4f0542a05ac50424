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

mod encoded;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::folded::{Folded, REMOVED};
use encoded::encoded;

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
        let mut compact: Vec<(String, usize)> = Vec::new();
        for (place, written) in written.into_iter().enumerate() {
            let mut text = Compact::of(&Folded::of(written, std::iter::empty())).text;
            // Where a long one is left, its beginning is left.
            text.truncate(ENOUGH);
            if text.len() >= 3 {
                compact.push((text, place));
            }
        }
        compact.sort();
        compact.dedup_by(|later, first| later.0 == first.0);
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
        left.extend(self.in_encoded(&text));
        left.sort_by_key(|left| (left.start, left.end, left.identifier, left.form));
        left.dedup();
        left
    }

    /// Readable hits.
    pub(crate) fn in_folded(&self, folded: &Folded) -> Vec<Left> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let compact = Compact::of(folded);
        let hits = automaton.find_overlapping_iter(&compact.text).filter_map(|hit| {
            let (text, identifier) = self.compact.get(hit.pattern().as_usize())?;
            let (from, to) = (
                *compact.from.get(hit.start())?,
                compact.from.get(hit.end() - 1)? + 1,
            );
            let lettered = text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let long = text.len() >= LONG + usize::from(lettered);
            let edge = |at| folded.is_edge(at) || lettered && changes(folded, at);
            (long || edge(from) && edge(to)).then(|| Left {
                start: folded.start(from),
                end: folded.end(to),
                identifier: *identifier,
                form: Form::Plain,
            })
        });
        hits.collect()
    }

    /// Hits in what is written in a code; each is the whole coded run.
    pub(crate) fn in_encoded(&self, text: &str) -> Vec<Left> {
        if self.automaton.is_none() {
            return Vec::new();
        }
        let coded = encoded(text).into_iter();
        let hits = coded.flat_map(|run| {
            let inside = self.in_folded(&Folded::of(&run.text, std::iter::empty()));
            inside.into_iter().map(move |left| Left {
                start: run.start,
                end: run.end,
                form: run.form,
                ..left
            })
        });
        hits.collect()
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

/// Letters and digits only, and where each stands in the folded text. A token stays as a sign between.
struct Compact {
    text: String,
    from: Vec<usize>,
}

impl Compact {
    fn of(folded: &Folded) -> Self {
        let kept = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == REMOVED;
        let (mut text, mut from) = (String::with_capacity(folded.lower.len()), Vec::new());
        for (at, byte) in folded.lower.bytes().enumerate().filter(|(_, byte)| kept(byte)) {
            text.push(char::from(byte));
            from.push(at);
        }
        Self { text, from }
    }
}
