//! Streets with a number, flats, streets without one, and what stands before a postcode.

use super::{capitals_before, capitals_from, span};
use crate::folded::Folded;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::span::{Confidence, Span};
use crate::words::{Word, between};

/// A stretch of words, from the first to after the last.
type Stretch = (usize, usize);

/// Where postcodes begin, in characters of the original.
pub(crate) struct Postcodes(Vec<usize>);

impl Postcodes {
    pub(crate) fn new(starts: impl Iterator<Item = usize>) -> Self {
        let mut starts: Vec<usize> = starts.collect();
        starts.sort_unstable();
        Self(starts)
    }

    fn begins(&self, text: &Folded, word: &Word<'_>) -> bool {
        let may = word.plain.len() <= 7 && word.plain.bytes().any(|byte| byte.is_ascii_digit());
        may && self.0.binary_search(&text.start(word.start)).is_ok()
    }
}

/// Every address. `postcodes` are those already found.
pub(crate) fn addresses(
    text: &Folded,
    words: &[Word<'_>],
    lexicon: &Lexicon,
    postcodes: &Postcodes,
    found: &mut impl FnMut(Span),
) {
    for at in 0..words.len() {
        let Some((stretch, rule, confidence)) = street(text, words, lexicon, at) else {
            continue;
        };
        let stretch = with_unit(text, words, lexicon, stretch);
        let last = to_postcode(text, words, stretch.1, postcodes);
        tell(text, words, (stretch.0, last), (rule, confidence), found);
    }
    for (at, word) in words.iter().enumerate() {
        if words.get(at + 1).is_some_and(is_number) && lexicon.words.homes.contains(word.lower) {
            let last = to_postcode(text, words, at + 2, postcodes);
            let house = words.get(at + 2).map_or(0, |next| {
                let joined = words
                    .get(at + 1)
                    .is_some_and(|number| matches!(between(text, number, next), " " | ", "));
                if joined {
                    capitals_from(text, words, at + 2, 3)
                } else {
                    0
                }
            });
            let last = last.max(to_postcode(text, words, at + 2 + house, postcodes));
            tell(text, words, (at, last), ("flat", Confidence::Likely), found);
        }
        if postcodes.begins(text, word) {
            let mut first = house_before(text, words, at);
            while first < at
                && words
                    .get(first)
                    .is_some_and(|word| lexicon.explained.contains(word.lower))
            {
                first += 1;
            }
            if first < at {
                tell(
                    text,
                    words,
                    (first, at),
                    ("before-postcode", Confidence::Possible),
                    found,
                );
            }
        }
    }
}

fn tell(
    text: &Folded,
    words: &[Word<'_>],
    (first, after): Stretch,
    (rule, confidence): (&str, Confidence),
    found: &mut impl FnMut(Span),
) {
    let (Some(from), Some(to)) = (
        words.get(first),
        after.checked_sub(1).and_then(|last| words.get(last)),
    ) else {
        return;
    };
    found(span(text, from.start, to.end, (Kind::Address, rule), confidence));
}

/// `12`, `12b`, but no year and no long number.
fn is_number(word: &Word<'_>) -> bool {
    let digits = word.plain.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&digits) && word.plain.len() - digits <= 1 && word.plain.len() <= 5
}

/// A street whose type is the word at `at`, or, in Welsh, whose first word is.
fn street(
    text: &Folded,
    words: &[Word<'_>],
    lexicon: &Lexicon,
    at: usize,
) -> Option<(Stretch, &'static str, Confidence)> {
    let word = words.get(at)?;
    let (first, after) = if word.has_capital() && lexicon.words.street_fronts.contains(word.lower) {
        let names = capitals_from(text, words, at + 1, 3);
        (at, at + 1 + names)
    } else if lexicon.words.streets.contains(word.lower) {
        (at - capitals_before(text, words, at, 4), at + 1)
    } else {
        return None;
    };
    if after - first < 2 {
        return None;
    }
    let number = numbered(text, words, first);
    if let Some(number) = number {
        let name = words.get(first..after)?;
        // "12 The Green" is a house, "23 The road was wet" begins a sentence.
        let plain = |part: &Word<'_>| {
            lexicon.explained.contains(part.lower) || lexicon.words.plain_streets.contains(part.lower)
        };
        let sentence = !word.has_capital() && name.iter().rev().skip(1).all(plain);
        let abstract_sense =
            matches!(word.lower, "court" | "house") && name.iter().any(|part| is_institution(part.lower));
        return (!abstract_sense && !sentence).then_some((
            (number, after),
            "street-and-number",
            Confidence::Certain,
        ));
    }
    let name = words.get(first)?;
    let bare = word.has_capital() && lexicon.words.bare_streets.contains(word.lower) || first == at;
    let mut start = first;
    // "At Fernlea Road": the small word began the sentence.
    while start + 1 < at
        && words
            .get(start)
            .is_some_and(|word| lexicon.explained.contains(word.lower))
    {
        start += 1;
    }
    let plain = words.get(start).is_none_or(|word| {
        lexicon.words.plain_streets.contains(word.lower) || lexicon.explained.contains(word.lower)
    });
    let welsh = first == at && !lexicon.is_word(name.lower);
    (bare && (!plain || welsh)).then_some(((start, after), "street", Confidence::Possible))
}

fn is_institution(lower: &str) -> bool {
    matches!(
        lower,
        "crown" | "magistrates" | "youth" | "county" | "family" | "high" | "supreme"
    )
}

/// The word of the house number before the name, of the first number in `12-14`.
fn numbered(text: &Folded, words: &[Word<'_>], first: usize) -> Option<usize> {
    let at = first.checked_sub(1)?;
    let (number, name) = (words.get(at)?, words.get(first)?);
    let gap = between(text, number, name);
    if !is_number(number) || !matches!(gap, " " | ", ") {
        return None;
    }
    let range = at.checked_sub(1).filter(|before| {
        words.get(*before).is_some_and(|first| {
            is_number(first) && matches!(between(text, first, number), "-" | "/" | " - ")
        })
    });
    let at = range.unwrap_or(at);
    // The end of a reference, an amount or a time is no house.
    let before = words
        .get(at)?
        .start
        .checked_sub(1)
        .and_then(|before| text.byte(before));
    (!matches!(before, Some(b'/' | b'*' | b'.' | b':' | b'$'))).then_some(at)
}

/// `Flat 3,` and the name of a house before a street.
fn with_unit(text: &Folded, words: &[Word<'_>], lexicon: &Lexicon, (first, after): Stretch) -> Stretch {
    let before = |at: usize, gaps: &[&str]| {
        let previous = at.checked_sub(1)?;
        let gap = between(text, words.get(previous)?, words.get(at)?);
        gaps.contains(&gap).then_some(previous)
    };
    let unit = |at: usize| {
        let number = before(at, &[", ", " "])?;
        let word = before(number, &[" ", ""])?;
        let named = words
            .get(word)
            .is_some_and(|word| lexicon.words.units.contains(word.lower));
        let numbered = words
            .get(number)
            .is_some_and(|number| is_number(number) || number.plain.len() == 1);
        (named && numbered).then_some(word)
    };
    if let Some(word) = unit(first) {
        return (word, after);
    }
    // A house between: "Flat 3, Ash House, 12 Fernlea Road".
    let house = before(first, &[", "]).map(|last| last - capitals_before(text, words, last, 2));
    match house.and_then(unit) {
        Some(word) => (word, after),
        None => (first, after),
    }
}

/// Capitalised words after commas belong to the address as far as a postcode; without one they do not.
fn to_postcode(text: &Folded, words: &[Word<'_>], after: usize, postcodes: &Postcodes) -> usize {
    let mut at = after;
    while at < after + 8 {
        let (Some(last), Some(word)) = (at.checked_sub(1).and_then(|last| words.get(last)), words.get(at))
        else {
            break;
        };
        if postcodes.begins(text, word) {
            return at;
        }
        let joined = matches!(between(text, last, word), " " | ", " | "-" | "'");
        if !joined || !word.has_capital() {
            break;
        }
        at += 1;
    }
    after
}

/// Up to three capitalised stretches with commas between, right before the postcode at `at`.
fn house_before(text: &Folded, words: &[Word<'_>], at: usize) -> usize {
    let mut first = at;
    for _ in 0..3 {
        let (Some(last), Some(next)) = (first.checked_sub(1), words.get(first)) else {
            break;
        };
        let joined = words.get(last).is_some_and(|word| {
            matches!(between(text, word, next), " " | ", ")
                && word.has_capital()
                && word.is_lettered()
                && word.plain.len() > 1
        });
        if !joined {
            break;
        }
        first = last - capitals_before(text, words, last, 3);
    }
    first
}
