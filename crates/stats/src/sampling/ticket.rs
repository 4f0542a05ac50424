//! Tickets: the permanent random number of each record.

use super::Hash;
use super::record::add_name;
use sha2::{Digest, Sha256};

/// The ticket of a ref (in NFC, at most 255 bytes): `H("sdraw/1 ticket\n" || seed || lp(ref))`.
pub fn ticket(seed: &Hash, ref_: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 ticket\n");
    hash.update(seed);
    add_name(&mut hash, ref_);
    hash.finalize().into()
}

/// A record in the draw. Tickets compare as 32 bytes, ties by ref: the derived order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder<'a> {
    pub(super) ticket: Hash,
    pub(super) ref_: &'a str,
    pub(super) size: u32,
}

impl<'a> Holder<'a> {
    pub(super) fn new(seed: &Hash, ref_: &'a str, size: u32) -> Self {
        Self {
            ticket: ticket(seed, ref_),
            ref_,
            size,
        }
    }
}

/// Keeps the `first` smallest tickets, in ascending order.
pub(super) fn smallest(holders: &mut Vec<Holder<'_>>, first: usize) {
    if first < holders.len() {
        holders.select_nth_unstable(first);
        holders.truncate(first);
    }
    holders.sort_unstable();
}
