use std::fmt;
use std::str::FromStr;

use crate::hash::{empty_root, node_hash};
use crate::{Hash, LedgerError};

/// The right edge of a growing tree: enough to append a leaf and to tell the root, in at most 64 hashes.
///
/// As text, for one database row: the size, then the hash of each complete subtree from left to right, spaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One per set bit of `size`, the largest subtree first.
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// A tree without leaves.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// Leaves in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf at the right, the leaf number `size`.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        // Each trailing set bit of the old size is a complete subtree as large as the one now to be joined to it.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                node = node_hash(left, node);
            }
        }
        self.subtrees.push(node);
        self.size += 1;
    }

    /// The root over all leaves so far; SHA-256 of nothing when there are none.
    pub fn root(&self) -> Hash {
        let from_the_right = self.subtrees.iter().rev().copied();
        from_the_right
            .reduce(|right, left| node_hash(left, right))
            .unwrap_or_else(empty_root)
    }
}

impl fmt::Display for Frontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.size)?;
        self.subtrees.iter().try_for_each(|hash| write!(f, " {hash}"))
    }
}

impl FromStr for Frontier {
    type Err = LedgerError;

    /// # Errors
    /// [`LedgerError::NotAFrontier`] for any text that [`Frontier`] would not write itself.
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let mut words = text.split(' ');
        let size = words.next().and_then(|word| word.parse::<u64>().ok());
        let size = size.ok_or(LedgerError::NotAFrontier("it does not begin with a size"))?;
        let subtrees: Vec<Hash> = words.map(str::parse).collect::<Result<_, _>>()?;
        if subtrees.len() != size.count_ones() as usize {
            return Err(LedgerError::NotAFrontier(
                "the number of hashes does not fit the size",
            ));
        }
        let frontier = Frontier { size, subtrees };
        if frontier.to_string() == text {
            Ok(frontier)
        } else {
            Err(LedgerError::NotAFrontier("the size is not written plainly"))
        }
    }
}

/// The root of the tree over `leaves`, straight from the definition: RFC 6962 section 2.1, RFC 9162 section 2.1.1.
pub fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(root_of(left), root_of(right))
        }
    }
}

/// The largest power of two below `size`, which must be at least 2.
pub(crate) fn split(size: usize) -> usize {
    1 << (size - 1).ilog2()
}
