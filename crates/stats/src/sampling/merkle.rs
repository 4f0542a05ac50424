//! The RFC 9162 Merkle tree over leaf hashes (the same tree as RFC 6962).

use super::Hash;
use sha2::{Digest, Sha256};

/// Root of the tree over `leaves`, which are leaf hashes already, in order. No leaves: `H("")`.
pub fn root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    // The complete subtrees so far, the largest first: as many as the number of leaves has binary ones. Joining the two
    // last whenever they are of one size, and at the end from the right, gives the tree of RFC 9162 section 2.1.1 (split
    // at the largest power of two below n).
    let mut subtrees: Vec<Hash> = Vec::new();
    for (before, leaf) in leaves.into_iter().enumerate() {
        let mut hash = leaf;
        for _ in 0..before.trailing_ones() {
            if let Some(left) = subtrees.pop() {
                hash = node(&left, &hash);
            }
        }
        subtrees.push(hash);
    }
    let joined = subtrees
        .into_iter()
        .rev()
        .reduce(|right, left| node(&left, &right));
    joined.unwrap_or_else(|| Sha256::digest(b"").into())
}

/// Inclusion path of the leaf at `index`, from the leaf upwards (RFC 9162 section 2.1.3.1). `None` when there is no
/// such leaf.
pub fn path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let (mut level, mut at, mut path) = (leaves.to_vec(), index, Vec::new());
    while level.len() > 1 {
        path.extend(level.get(at ^ 1));
        level = raise(&level);
        at /= 2;
    }
    Some(path)
}

/// Whether `leaf` is at `index` of a tree of `size` leaves with this `root` (RFC 9162 section 2.1.3.2).
pub fn includes(root: &Hash, size: usize, index: usize, leaf: &Hash, path: &[Hash]) -> bool {
    root_from(size, index, leaf, path).is_some_and(|found| found == *root)
}

/// The root to which the path leads from `leaf` at `index` of `size` leaves. `None` when there is no such place, or the
/// path is not as long as it must be from there.
pub(super) fn root_from(size: usize, index: usize, leaf: &Hash, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            hash = node(sibling, &hash);
            while at.is_multiple_of(2) && at != 0 {
                at /= 2;
                last /= 2;
            }
        } else {
            hash = node(&hash, sibling);
        }
        at /= 2;
        last /= 2;
    }
    (last == 0).then_some(hash)
}

fn raise(level: &[Hash]) -> Vec<Hash> {
    level
        .chunks(2)
        .map(|pair| match pair {
            [left, right] => node(left, right),
            lone => lone[0],
        })
        .collect()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [0x01; 65];
    bytes[1..33].copy_from_slice(left);
    bytes[33..].copy_from_slice(right);
    Sha256::digest(bytes).into()
}
