use crate::hash::node_hash;
use crate::tree::{root_of, split};
use crate::{Hash, LedgerError};

/// The hashes that lead from leaf `index` to the root over `leaves`, lowest first: RFC 9162 section 2.1.3.1.
///
/// # Errors
/// [`LedgerError::OutsideTree`] when there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, LedgerError> {
    let outside = LedgerError::OutsideTree {
        position: index,
        size: leaves.len() as u64,
    };
    let mut at = usize::try_from(index)
        .ok()
        .filter(|at| *at < leaves.len())
        .ok_or(outside)?;
    let mut within = leaves;
    let mut proof = Vec::new();
    while within.len() > 1 {
        let (left, right) = within.split_at(split(within.len()));
        if at < left.len() {
            proof.push(root_of(right));
            within = left;
        } else {
            at -= left.len();
            proof.push(root_of(left));
            within = right;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that `leaf` is leaf `index` of the tree of `size` leaves with this root: RFC 9162 section 2.1.3.2.
///
/// # Errors
/// [`LedgerError::OutsideTree`] when the tree has no such leaf, [`LedgerError::ProofFails`] when the proof is not one.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), LedgerError> {
    if index >= size {
        return Err(LedgerError::OutsideTree {
            position: index,
            size,
        });
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return Err(LedgerError::ProofFails(root));
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            // A right edge without a sibling rises until it has one on its left.
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            hash = node_hash(hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && hash == root {
        Ok(())
    } else {
        Err(LedgerError::ProofFails(root))
    }
}

/// The hashes that show the first `old_size` leaves to be a beginning of `leaves`: RFC 9162 section 2.1.4.1.
///
/// # Errors
/// [`LedgerError::OutsideTree`] when `old_size` is 0 or more than there are leaves.
pub fn consistency_proof(leaves: &[Hash], old_size: u64) -> Result<Vec<Hash>, LedgerError> {
    let outside = LedgerError::OutsideTree {
        position: old_size,
        size: leaves.len() as u64,
    };
    let mut old = usize::try_from(old_size)
        .ok()
        .filter(|old| (1..=leaves.len()).contains(old))
        .ok_or(outside)?;
    let mut within = leaves;
    let mut proof = Vec::new();
    let mut whole = true;
    while old < within.len() {
        let (left, right) = within.split_at(split(within.len()));
        if old <= left.len() {
            proof.push(root_of(right));
            within = left;
        } else {
            old -= left.len();
            proof.push(root_of(left));
            within = right;
            whole = false;
        }
    }
    // The old tree's own root is known to whoever checks; a part of it is not.
    if !whole {
        proof.push(root_of(within));
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the tree `new` (size, root) only added leaves to the tree `old`: RFC 9162 section 2.1.4.2.
///
/// # Errors
/// [`LedgerError::OutsideTree`] when `old` is empty or larger than `new`, [`LedgerError::ProofFails`] with the root
/// that was not reached.
pub fn verify_consistency(old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> Result<(), LedgerError> {
    if old.0 == 0 || old.0 > new.0 {
        return Err(LedgerError::OutsideTree {
            position: old.0,
            size: new.0,
        });
    }
    let fails = || LedgerError::ProofFails(new.1);
    if old.0 == new.0 {
        return if proof.is_empty() && old.1 == new.1 {
            Ok(())
        } else {
            Err(fails())
        };
    }
    // A complete old tree is a node of the new one, so the proof leaves it out.
    let start = if old.0.is_power_of_two() {
        Some((old.1, proof))
    } else {
        None
    };
    let start = start.or_else(|| proof.split_first().map(|(first, rest)| (*first, rest)));
    let (first, rest) = start.ok_or_else(fails)?;
    let shift = (old.0 - 1).trailing_ones();
    let (mut node, mut last) = ((old.0 - 1) >> shift, (new.0 - 1) >> shift);
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(fails());
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(*sibling, old_hash);
            new_hash = node_hash(*sibling, new_hash);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            new_hash = node_hash(new_hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if old_hash != old.1 {
        return Err(LedgerError::ProofFails(old.1));
    }
    if last == 0 && new_hash == new.1 {
        Ok(())
    } else {
        Err(fails())
    }
}
