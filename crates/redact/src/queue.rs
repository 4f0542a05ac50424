//! Capitalised words that nobody explained: for a person to look at before the text goes out.

use std::collections::HashMap;

use crate::folded::Folded;
use crate::lexicon::Lexicon;
use crate::words::Word;

/// One word to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// Its first character where it stands first, in the original.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// How often it stands in the text.
    pub count: usize,
    /// It stands after a title or a rank, as names do.
    pub titled: bool,
}

/// Words with a capital that no list explains, in order of their first place; those after a title first.
pub(crate) fn unexplained(text: &Folded, words: &[Word<'_>], lexicon: &Lexicon) -> Vec<Unexplained> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut queue: Vec<Unexplained> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let known = lexicon.explained.contains(word.lower)
            || lexicon.words.streets.contains(word.lower)
            || lexicon.words.generic.contains(word.lower);
        if !word.has_capital() || !word.is_lettered() || word.plain.len() < 2 || known {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let titled = before.is_some_and(|before| lexicon.words.titles.contains(before.lower));
        let place = *places.entry(word.lower).or_insert_with(|| {
            queue.push(Unexplained {
                start: text.start(word.start),
                end: text.end(word.end),
                count: 0,
                titled: false,
            });
            queue.len() - 1
        });
        if let Some(one) = queue.get_mut(place) {
            one.count += 1;
            one.titled |= titled;
        }
    }
    queue.sort_by_key(|one| (!one.titled, one.start));
    queue
}
