//! Recognises rows alike in every cell and references that come again, within one file.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

/// 64 bits of a hash. That two of a million differ and have the same is one chance in thirty million; what is then called alike
/// is kept all the same.
type Fingerprint = u64;

/// A fingerprint is a hash already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint;
    }
}

type Map<T> = HashMap<Fingerprint, T, BuildHasherDefault<AsItIs>>;

/// What was seen before of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Neither the row nor its reference.
    Never,
    /// A row with its reference and other cells, first on this line.
    Reference(u64),
    /// A row alike in every cell, first on this line.
    Alike(u64),
}

/// The first row with a reference: 32 bits of the row's fingerprint, and its line.
type First = (u32, u32);

/// The rows seen so far. No file that is accepted has more lines than 32 bits can tell.
#[derive(Default)]
pub(super) struct Repeats {
    /// The rows of a file as long as its references rise, as those of most exports do: none can have come before.
    rising: Vec<(Fingerprint, First)>,
    /// The reference of the last of them.
    highest: String,
    /// By reference: the first row that has it, by 32 bits of its fingerprint, and its line. It is compared with the rows of the
    /// same reference alone.
    by_reference: Map<First>,
    /// By row: its first line, of rows without a reference and of those that are not the first with theirs. Rows alike have
    /// the same reference, so that no other need be looked for here.
    by_row: Map<u32>,
}

impl Repeats {
    /// Notes a row, and tells what was seen of it before.
    pub(super) fn see(&mut self, row_hash: [u8; 32], reference: Option<&str>, line: u64) -> Seen {
        let row = row_fingerprint(row_hash);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut first_with_reference = None;
        if let Some(reference) = reference {
            if self.still_rises(reference) {
                self.rising.push((of_reference(reference), (half(row), line)));
                return Seen::Never;
            }
            match self.by_reference.entry(of_reference(reference)) {
                Entry::Vacant(place) => {
                    place.insert((half(row), line));
                    return Seen::Never;
                }
                Entry::Occupied(first) => {
                    let (first_row, first_line) = *first.get();
                    if first_row == half(row) {
                        return Seen::Alike(first_line.into());
                    }
                    first_with_reference = Some(first_line);
                }
            }
        }
        match self.by_row.entry(row) {
            Entry::Occupied(first) => Seen::Alike((*first.get()).into()),
            Entry::Vacant(place) => {
                place.insert(line);
                first_with_reference.map_or(Seen::Never, |first| Seen::Reference(first.into()))
            }
        }
    }
}

impl Repeats {
    /// Whether the references have risen as far as this one. The first that does not ends it, and whatever came before is put
    /// where it can be looked up.
    fn still_rises(&mut self, reference: &str) -> bool {
        let rises = self.by_reference.is_empty() && reference > self.highest.as_str();
        if rises {
            self.highest.clear();
            self.highest.push_str(reference);
        } else {
            self.by_reference.extend(self.rising.drain(..));
        }
        rises
    }
}

fn row_fingerprint(hash: [u8; 32]) -> Fingerprint {
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(first)
}

fn half(row: Fingerprint) -> u32 {
    (row >> 32) as u32
}

fn of_reference(reference: &str) -> Fingerprint {
    let mut hasher = DefaultHasher::new();
    reference.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reference and the rest.
    type Row = (Option<u8>, u8);

    proptest! {
        /// Against looking through all rows before.
        #[test]
        fn rows_and_references_are_recognised(
            rows in proptest::collection::vec((proptest::option::of(0u8..4), 0u8..3), 0..30),
        ) {
            let mut repeats = Repeats::default();
            for (at, row) in rows.iter().enumerate() {
                let (reference, rest) = row;
                let first = |alike: &dyn Fn(&Row) -> bool| {
                    rows[..at].iter().position(alike).map(|at| at as u64 + 2)
                };
                let alike = first(&|earlier| earlier == row).map(Seen::Alike);
                let again = reference.and_then(|_| first(&|earlier| earlier.0 == *reference));
                let right = alike.or(again.map(Seen::Reference)).unwrap_or(Seen::Never);
                let mut hash = [7; 32];
                hash[6] = reference.unwrap_or(9);
                hash[7] = *rest;
                let reference = reference.map(|reference| reference.to_string());
                prop_assert_eq!(repeats.see(hash, reference.as_deref(), at as u64 + 2), right);
            }
        }
    }
}
