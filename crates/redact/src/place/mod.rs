//! Where somebody lives, learns or works: streets and flats, houses before a postcode, schools, workplaces.
//!
//! ```text
//! 12 | Fernlea Road | , Testham | TS1 1AA      number, capitalised words, type of street, town as far as the postcode
//! Testham | Academy                             capitalised words before a word for a school or a firm
//! employed by | Fernlea Foods                   capitalised words after a word for employment
//! ```
//!
//! Source: what panels' terms of reference ask to be taken out of papers (addresses, schools, employers).

mod address;
mod named;

pub(crate) use address::{Postcodes, addresses};
pub(crate) use named::named_places;

use crate::folded::Folded;
use crate::kind::Kind;
use crate::span::{Confidence, Span};
use crate::words::{Word, between};

/// A find over whole words.
fn span(text: &Folded, from: usize, to: usize, (kind, rule): (Kind, &str), confidence: Confidence) -> Span {
    Span {
        start: text.start(from),
        end: text.end(to),
        kind,
        rule: rule.into(),
        confidence,
        named: None,
    }
}

/// How many words right before `at` have a capital and follow each other with a space, hyphen or apostrophe; at most `most`.
fn capitals_before(text: &Folded, words: &[Word<'_>], at: usize, most: usize) -> usize {
    let mut count = 0;
    while count < most {
        let (Some(next), Some(word)) = (
            words.get(at - count),
            (at - count).checked_sub(1).and_then(|before| words.get(before)),
        ) else {
            break;
        };
        let gap = between(text, word, next);
        let possessive = word.lower == "s" && gap == " ";
        // The full stop of "St." may stand between, that of a sentence may not.
        let short = word.plain.len() <= 2 && matches!(gap, "." | ". ");
        let joined = short || matches!(gap, " " | "-" | "'" | " & ");
        let lettered = word.is_lettered()
            && (word.has_capital() || possessive || matches!(word.lower, "of" | "y" | "yr" | "the" | "and"));
        if !joined || !lettered {
            break;
        }
        count += 1;
    }
    // A name does not begin with a small word.
    while count > 0 && words.get(at - count).is_some_and(|word| !word.has_capital()) {
        count -= 1;
    }
    count
}

/// How many words from `at` on have a capital and follow each other.
fn capitals_from(text: &Folded, words: &[Word<'_>], at: usize, most: usize) -> usize {
    let mut count = 0;
    while count < most {
        let Some(word) = words.get(at + count) else { break };
        let joined = count == 0
            || words
                .get(at + count - 1)
                .is_some_and(|last| matches!(between(text, last, word), " " | "-" | "'" | " & "));
        let possessive = word.lower == "s" && count > 0;
        if !joined || !(word.has_capital() || possessive) {
            break;
        }
        count += 1;
    }
    count
}
