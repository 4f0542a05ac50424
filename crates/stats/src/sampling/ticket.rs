//! Tickets: the permanent random number of each record.

use super::Hash;
use super::record::add_name;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;

/// The ticket of a ref (in NFC, at most 255 bytes): `H("sdraw/1 ticket\n" || seed || lp(ref))`.
pub fn ticket(seed: &Hash, ref_: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 ticket\n");
    hash.update(seed);
    add_name(&mut hash, ref_);
    hash.finalize().into()
}

/// A record in the draw: they compare by ticket as 32 bytes, ties by ref. The first eight bytes decide nearly always, so
/// only these are kept; the whole ticket is worked out anew when they are the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder<'a> {
    /// The first eight bytes of the ticket.
    pub(super) beginning: u64,
    pub(super) ref_: &'a str,
    pub(super) size: u32,
    seed: &'a Hash,
}

impl<'a> Holder<'a> {
    pub(super) fn new(seed: &'a Hash, ref_: &'a str, size: u32) -> Self {
        let mut first = [0; 8];
        first.copy_from_slice(&ticket(seed, ref_)[..8]);
        Self {
            beginning: u64::from_be_bytes(first),
            ref_,
            size,
            seed,
        }
    }
}

impl Ord for Holder<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let whole = |holder: &Self| ticket(holder.seed, holder.ref_);
        self.beginning
            .cmp(&other.beginning)
            .then_with(|| whole(self).cmp(&whole(other)))
            .then_with(|| self.ref_.cmp(other.ref_))
    }
}

impl PartialOrd for Holder<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Holder<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Holder<'_> {}

/// The smallest tickets of those offered, so many as were asked for. Whoever is beyond the bar is turned away at once,
/// so that a draw of few from many keeps few and sorts few.
#[derive(Debug)]
pub(super) struct Smallest<'a> {
    wanted: usize,
    kept: Vec<Holder<'a>>,
    bar: u64,
}

impl<'a> Smallest<'a> {
    /// Of `population` holders to come, keeps the `wanted` smallest.
    pub(super) fn new(wanted: usize, population: usize) -> Self {
        let wanted = wanted.min(population);
        Self {
            wanted,
            kept: Vec::with_capacity(population.min(2 * wanted + 1)),
            bar: u64::MAX,
        }
    }

    pub(super) fn offer(&mut self, holder: Holder<'a>) {
        if self.wanted == 0 || holder.beginning > self.bar {
            return;
        }
        self.kept.push(holder);
        if self.kept.len() > 2 * self.wanted {
            let (_, last, _) = self.kept.select_nth_unstable(self.wanted - 1);
            self.bar = last.beginning;
            self.kept.truncate(self.wanted);
        }
    }

    /// Those wanted, in ascending order.
    pub(super) fn sorted(mut self) -> Vec<Holder<'a>> {
        self.kept.sort_unstable();
        self.kept.truncate(self.wanted);
        self.kept
    }
}
