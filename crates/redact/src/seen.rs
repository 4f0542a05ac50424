//! A candidate in its place: what it says, and which words stand before it.

use crate::folded::{Folded, REMOVED, is_word};
use crate::span::Confidence;

/// How far before a candidate a word may stand that says what it is, in bytes.
const BEFORE: usize = 48;

/// What a rule answers: how sure, and where the find ends.
pub(crate) type Verdict = Option<(Confidence, usize)>;

/// A candidate.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'f> {
    pub(crate) all: &'f Folded,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl<'f> Seen<'f> {
    /// Its folded text.
    pub(crate) fn text(&self) -> &'f str {
        self.all.plain.get(self.start..self.end).unwrap_or_default()
    }

    /// Sure, to the end of what the pattern matched.
    pub(crate) fn as_sure_as(&self, confidence: Confidence) -> Verdict {
        Some((confidence, self.end))
    }

    /// What stands before it in lower case: the same paragraph, back to the last find.
    pub(crate) fn before(&self) -> &'f str {
        let from = self.start.saturating_sub(BEFORE);
        let text = self.all.lower.get(from..self.start).unwrap_or_default();
        let last = text.bytes().rposition(|byte| matches!(byte, b'\n' | REMOVED));
        text.get(last.map_or(0, |last| last + 1)..).unwrap_or_default()
    }

    /// One of the words stands before it, as a word.
    pub(crate) fn after_any(&self, words: &[&str]) -> bool {
        let before = self.before();
        words.iter().any(|word| has_word(before, word))
    }

    /// The character right before it.
    pub(crate) fn last_before(&self) -> Option<u8> {
        self.start.checked_sub(1).and_then(|at| self.all.byte(at))
    }

    /// The byte after it, and whether it begins a word there.
    pub(crate) fn next(&self) -> Option<u8> {
        self.all.byte(self.end)
    }

    pub(crate) fn digit_count(&self) -> usize {
        self.text().bytes().filter(u8::is_ascii_digit).count()
    }

    /// An amount of money stands so.
    pub(crate) fn is_amount(&self) -> bool {
        self.last_before() == Some(b'$') || self.before().trim_end().ends_with('$')
    }
}

/// True where `text` holds `word` between edges of words.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let (bytes, word) = (text.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return false };
    let letter = |byte: Option<&u8>| byte.is_some_and(|byte| is_word(*byte) && !byte.is_ascii_digit());
    // What stands before is short: setting up a cleverer search would take longer than this one.
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() >= word.len()) {
        let Some(next) = rest.iter().position(|byte| byte == first) else {
            return false;
        };
        at += next;
        if !bytes.get(at..).is_some_and(|rest| rest.starts_with(word)) {
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        at += word.len();
        if !letter(before) && !letter(bytes.get(at)) {
            return true;
        }
    }
    false
}

/// The rest of `before` when one of the labels ends it, with "number", "is", a colon and the like between.
pub(crate) fn after_label(before: &str, labels: &[String]) -> bool {
    const FILLERS: &[&str] = &[
        "number", "numbers", "no", "nos", "num", "ref", "is", "was", "as", "id", "of", "on", "the", "to",
        "from", "his", "her", "their", "ending", "code",
    ];
    let mut rest = trimmed(before);
    for _ in 0..4 {
        // The full stop of "no." may stand between, that of a sentence may not.
        if let Some(front) = rest.strip_suffix('.') {
            let short = front.bytes().rev().take_while(|byte| is_word(*byte)).count() <= 4;
            rest = if short { front } else { return false };
        }
        let last = rest.as_bytes().last();
        let ended = labels.iter().any(|label| {
            let may = label.as_bytes().last() == last;
            may.then(|| rest.strip_suffix(label.as_str()))
                .flatten()
                .is_some_and(|front| !front.as_bytes().last().is_some_and(|byte| is_word(*byte)))
        });
        if ended {
            return true;
        }
        let word = rest.rsplit(|letter: char| !letter.is_ascii_alphanumeric()).next();
        let Some(word) = word.filter(|word| FILLERS.contains(word)) else {
            return false;
        };
        rest = trimmed(rest.strip_suffix(word).unwrap_or_default());
    }
    false
}

fn trimmed(text: &str) -> &str {
    text.trim_end_matches([' ', ':', '#', '-', '=', '(', '"', '\'', ',', '/'])
}
