//! Chance from a seed: the same on every machine, by integers and SHA-256 alone.

use sha2::{Digest, Sha256};

/// A stream of numbers that belongs to one row of one seed.
pub(super) struct Chance {
    seed: u64,
    row: u64,
    blocks: u32,
    block: [u8; 32],
    at: usize,
}

impl Chance {
    pub(super) fn of_row(seed: u64, row: u64) -> Self {
        Self {
            seed,
            row,
            blocks: 0,
            block: [0; 32],
            at: 32,
        }
    }

    fn word(&mut self) -> u32 {
        if self.at == self.block.len() {
            let mut hash = Sha256::new_with_prefix(b"scrutineer synth/1\n");
            hash.update(self.seed.to_be_bytes());
            hash.update(self.row.to_be_bytes());
            hash.update(self.blocks.to_be_bytes());
            self.block = hash.finalize().into();
            self.blocks += 1;
            self.at = 0;
        }
        let bytes = &self.block[self.at..self.at + 4];
        self.at += 4;
        bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte))
    }

    /// A number from 0 to `bound - 1`, each as likely: words past the last whole multiple are thrown away.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        let bound = bound.max(1);
        let spare = (u32::MAX % bound + 1) % bound;
        loop {
            let word = self.word();
            if word <= u32::MAX - spare {
                return word % bound;
            }
        }
    }

    /// A number from `lowest` to `highest`.
    pub(super) fn between(&mut self, lowest: u32, highest: u32) -> u32 {
        lowest + self.below(highest - lowest + 1)
    }

    /// True in `share` of 100 cases.
    pub(super) fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    /// One of the items, each as likely.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u32) as usize]
    }

    /// One of the items by weight.
    pub(super) fn weighted<T: Copy>(&mut self, items: &[(u32, T)]) -> T {
        let total = items.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, item) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        items[items.len() - 1].1
    }

    /// True, false, or not recorded, by shares of 100.
    pub(super) fn flag(&mut self, yes: u32, blank: u32) -> Option<bool> {
        let drawn = self.below(100);
        if drawn < blank {
            None
        } else {
            Some(drawn < blank + yes)
        }
    }
}

/// A name that says nothing: 16 hexadecimal digits of SHA-256.
pub(super) fn name_of(sort: &str, seed: u64, number: u64) -> String {
    let mut hash = Sha256::new_with_prefix(sort.as_bytes());
    hash.update(seed.to_be_bytes());
    hash.update(number.to_be_bytes());
    hex::encode(&hash.finalize()[..8])
}
