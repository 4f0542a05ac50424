//! A quick hash for tables that are looked into at every word: FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv). What the tables
//! hold comes from packs and the case's list, not from the text, so nobody can fill them with collisions.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Words.
pub(crate) type WordSet = HashSet<String, BuildHasherDefault<Fnv>>;
/// Something for each word.
pub(crate) type WordMap<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

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
