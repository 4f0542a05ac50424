//! A quick hash for tables that are looked into at every word: FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv). What the tables
//! hold comes from packs and the case's list, not from the text, so nobody can fill them with collisions.
//!
//! Before it there is a sieve: most words of a text have ends and a length that no word of a set has, and need no hash.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use serde::Deserialize;

/// Something for each word.
pub(crate) type WordMap<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

/// Words.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct WordSet {
    words: HashSet<String, BuildHasherDefault<Fnv>>,
    sieve: Sieve,
}

impl WordSet {
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.sieve.may_hold(word) && self.words.contains(word)
    }
}

impl From<Vec<String>> for WordSet {
    fn from(words: Vec<String>) -> Self {
        words.into_iter().collect()
    }
}

impl FromIterator<String> for WordSet {
    fn from_iter<I: IntoIterator<Item = String>>(words: I) -> Self {
        let words: HashSet<String, _> = words.into_iter().collect();
        let sieve = Sieve::of(words.iter());
        Self { words, sieve }
    }
}

/// The lengths of words, one bit each, by their first and last letter.
#[derive(Clone, Debug)]
pub(crate) struct Sieve(Box<[u64; 256]>);

impl Sieve {
    pub(crate) fn of<'w>(words: impl Iterator<Item = &'w String>) -> Self {
        let mut sieve = Self(Box::new([0; 256]));
        for word in words {
            let (place, length) = ends(word);
            if let Some(lengths) = sieve.0.get_mut(place) {
                *lengths |= length;
            }
        }
        sieve
    }

    /// False only for a word that is none of those.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        let (place, length) = ends(word);
        self.0.get(place).is_some_and(|lengths| lengths & length != 0)
    }
}

/// Where the lengths of words with these ends are, and the bit of this length; all from 63 letters on share one.
fn ends(word: &str) -> (usize, u64) {
    let bytes = word.as_bytes();
    let (first, last) = (bytes.first().copied(), bytes.last().copied());
    let place = first.unwrap_or_default() ^ last.unwrap_or_default().rotate_left(3);
    (usize::from(place), 1 << bytes.len().min(63))
}

/// FNV-1a in 64 bits.
#[derive(Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sieve_lets_every_word_of_the_set_through() {
        let long = "x".repeat(80);
        let words = ["", "a", "road", "street", "\u{e9}cole", long.as_str()];
        let set: WordSet = words.iter().map(|word| (*word).to_owned()).collect();
        assert!(words.iter().all(|word| set.contains(word)));
        let others = ["b", "raad", "streets", "roads", "d"];
        assert!(!others.iter().any(|word| set.contains(word)));
        assert!(!set.sieve.may_hold("lane"), "no hash is needed for most");
    }
}
