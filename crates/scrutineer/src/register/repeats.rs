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

/// The first row with a reference: 32 bits of the row's fingerprint, and its line. It is compared with the rows of the same
/// reference alone.
type First = (u32, u32);

/// The rows seen so far. No file that is accepted has more lines than 32 bits can tell.
#[derive(Default)]
pub(super) struct Repeats {
    highest: Highest,
    /// The first row by reference, of references that were not the highest when they came.
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
            let Some((first_row, first_line)) = self.first_with(reference, (half(row), line)) else {
                return Seen::Never;
            };
            if first_row == half(row) {
                return Seen::Alike(first_line.into());
            }
            first_with_reference = Some(first_line);
        }
        match self.by_row.entry(row) {
            Entry::Occupied(first) => Seen::Alike((*first.get()).into()),
            Entry::Vacant(place) => {
                place.insert(line);
                first_with_reference.map_or(Seen::Never, |first| Seen::Reference(first.into()))
            }
        }
    }

    /// The first row with a reference; none where it is this row.
    fn first_with(&mut self, reference: &str, row: First) -> Option<First> {
        if self.highest.rises(reference, row) {
            return None;
        }
        if let Some(first) = self.highest.find(reference) {
            return Some(first);
        }
        match self.by_reference.entry(of_reference(reference)) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(place) => {
                place.insert(row);
                None
            }
        }
    }
}

/// The references that were higher than every one before, as most are in most exports: such a one cannot have come before, and
/// they lie in order.
#[derive(Default)]
struct Highest {
    text: String,
    references: Vec<Reference>,
}

/// Where a reference lies in the text, and its first row.
struct Reference {
    from: usize,
    bytes: u32,
    first: First,
}

impl Highest {
    fn text_of(&self, reference: &Reference) -> &str {
        let end = reference.from + reference.bytes as usize;
        self.text.get(reference.from..end).unwrap_or_default()
    }

    /// Takes a reference if it is higher than all before.
    fn rises(&mut self, reference: &str, first: First) -> bool {
        let last = self.references.last();
        let rises = last.is_none_or(|last| reference > self.text_of(last));
        if rises {
            self.references.push(Reference {
                from: self.text.len(),
                bytes: u32::try_from(reference.len()).unwrap_or(u32::MAX),
                first,
            });
            self.text.push_str(reference);
        }
        rises
    }

    fn find(&self, reference: &str) -> Option<First> {
        let found = self
            .references
            .binary_search_by(|known| self.text_of(known).cmp(reference));
        Some(self.references.get(found.ok()?)?.first)
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
            rows in proptest::collection::vec((proptest::option::of(0u8..12), 0u8..3), 0..40),
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
                hash[6] = reference.unwrap_or(99);
                hash[7] = *rest;
                let reference = reference.map(|reference| reference.to_string());
                prop_assert_eq!(repeats.see(hash, reference.as_deref(), at as u64 + 2), right);
            }
        }
    }
}
