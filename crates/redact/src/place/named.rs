//! Schools and workplaces, by the word for one or by the word for being employed.

use super::{capitals_before, capitals_from, span};
use crate::folded::Folded;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::seen::Seen;
use crate::span::{Confidence, Span};
use crate::words::Word;

/// Every school and workplace.
pub(crate) fn named_places(
    text: &Folded,
    words: &[Word<'_>],
    lexicon: &Lexicon,
    found: &mut impl FnMut(Span),
) {
    for (at, word) in words.iter().enumerate() {
        if !word.has_capital() {
            continue;
        }
        let ends_school = lexicon.words.schools.contains(word.lower);
        let ends_firm = lexicon.words.workplaces.contains(word.lower);
        if ends_school || ends_firm {
            let names = named_before(text, words, lexicon, at);
            if names > 0 {
                let kind = if ends_school {
                    (Kind::School, "school")
                } else {
                    (Kind::Workplace, "firm")
                };
                tell(text, words, (at - names, at + 1), kind, found);
            }
        }
        let seen = Seen {
            all: text,
            start: word.start,
            end: word.end,
        };
        let before = seen.before().trim_end_matches([' ', ':']);
        let before = before.strip_suffix(" the").unwrap_or(before);
        let said = |phrase: &String| before.ends_with(phrase.as_str());
        if lexicon.words.employers.iter().any(said) {
            let count = capitals_from(text, words, at, 4);
            tell(
                text,
                words,
                (at, at + count),
                (Kind::Workplace, "employer"),
                found,
            );
        }
        let front = text.lower.get(word.start..).unwrap_or_default();
        let front = lexicon
            .words
            .school_fronts
            .iter()
            .find(|phrase| front.starts_with(phrase.as_str()));
        if let Some(front) = front {
            let skip = front.split(' ').count();
            let count = capitals_from(text, words, at + skip, 3);
            if count > 0 {
                tell(
                    text,
                    words,
                    (at, at + skip + count),
                    (Kind::School, "school"),
                    found,
                );
            }
        }
    }
}

/// Capitalised words before the word at `at`, without those that begin a sentence or only say what sort it is.
fn named_before(text: &Folded, words: &[Word<'_>], lexicon: &Lexicon, at: usize) -> usize {
    let mut names = capitals_before(text, words, at, 8);
    // "Staff of Fernlea School": the name begins after the small word.
    let small = |at: usize| words.get(at).is_some_and(|word| word.lower == "of");
    let said = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| lexicon.explained.contains(word.lower))
    };
    let begins = (at - names..at)
        .rev()
        .find(|of| small(*of) && of.checked_sub(1).is_some_and(said));
    names = begins.map_or(names, |of| at - of - 1);
    let plain = |word: &Word<'_>| {
        lexicon.words.generic.contains(word.lower) || lexicon.explained.contains(word.lower)
    };
    let own = words
        .get(at - names..at)
        .is_some_and(|front| front.iter().any(|word| !plain(word) && word.plain.len() > 1));
    if !own {
        return 0;
    }
    while names > 1
        && words
            .get(at - names)
            .is_some_and(|word| lexicon.explained.contains(word.lower) && !is_area(word.lower))
    {
        names -= 1;
    }
    names
}

/// Words that begin names as well as sentences.
fn is_area(lower: &str) -> bool {
    matches!(
        lower,
        "north" | "south" | "east" | "west" | "new" | "great" | "greater" | "st" | "city"
    )
}

fn tell(
    text: &Folded,
    words: &[Word<'_>],
    (first, after): (usize, usize),
    kind: (Kind, &str),
    found: &mut impl FnMut(Span),
) {
    if let (Some(from), Some(to)) = (
        words.get(first),
        after.checked_sub(1).and_then(|last| words.get(last)),
    ) {
        found(span(text, from.start, to.end, kind, Confidence::Possible));
    }
}
