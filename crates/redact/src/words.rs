//! The words of a folded text, and what stands between them.

use crate::folded::{Folded, is_word};

/// A run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'f> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) plain: &'f str,
    pub(crate) lower: &'f str,
}

impl Word<'_> {
    pub(crate) fn has_capital(&self) -> bool {
        self.plain.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
    }

    pub(crate) fn is_lettered(&self) -> bool {
        self.plain.bytes().all(|byte| byte.is_ascii_alphabetic())
    }
}

/// Every word, in order.
pub(crate) fn words(text: &Folded) -> Vec<Word<'_>> {
    let bytes = text.plain.as_bytes();
    let mut all = Vec::with_capacity(bytes.len() / 5);
    let mut began = None;
    for (end, byte) in bytes.iter().chain([&b' ']).enumerate() {
        match (is_word(*byte), began) {
            (true, None) => began = Some(end),
            (false, Some(start)) => {
                all.push(Word {
                    start,
                    end,
                    plain: text.plain.get(start..end).unwrap_or_default(),
                    lower: text.lower.get(start..end).unwrap_or_default(),
                });
                began = None;
            }
            _ => {}
        }
    }
    all
}

/// What stands between two words that follow each other.
pub(crate) fn between<'f>(text: &'f Folded, first: &Word<'_>, second: &Word<'_>) -> &'f str {
    text.plain.get(first.end..second.start).unwrap_or_default()
}
