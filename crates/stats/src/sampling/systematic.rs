//! Drawing in proportion to size, exactly and in whole numbers.

use super::record::add_name;
use super::ticket::{Holder, smallest};
use super::{Frame, Hash, SamplingError};
use sha2::{Digest, Sha256};

/// Draws `n` of the whole frame in proportion to size; `stratum` is the name under which the starting point is hashed
/// (`*` for a frame that is not split). References come in ticket order.
///
/// # Errors
/// More asked for than the frame holds.
pub fn systematic(frame: &Frame, n: usize, stratum: &str, seed: &Hash) -> Result<Vec<String>, SamplingError> {
    if n > frame.len() {
        return Err(SamplingError::TooMany {
            stratum: stratum.to_owned(),
            population: frame.len(),
            asked: n,
        });
    }
    let stratum = super::record::name("stratum", stratum)?;
    let holders = frame
        .records()
        .iter()
        .map(|record| Holder::new(seed, record.ref_(), record.size()));
    Ok(chosen(holders.collect(), n, &stratum, seed))
}

/// Certainties first: a record whose share of what is left is one draw or more is in, and the rest is looked at
/// again. Then systematic selection along the ticket order: each record covers `n * size` units of a line, and the
/// hits are at `x + k * total` with `x` taken from the seed. The chance of a record is exactly `n * size / total`.
pub(super) fn chosen(mut holders: Vec<Holder<'_>>, n: usize, stratum: &str, seed: &Hash) -> Vec<String> {
    smallest(&mut holders, usize::MAX);
    let mut taken = vec![false; holders.len()];
    let mut left = n as u128;
    let mut total: u128 = holders.iter().map(|holder| u128::from(holder.size)).sum();
    loop {
        let (round_left, round_total) = (left, total);
        for (holder, taken) in holders.iter().zip(&mut taken) {
            let size = u128::from(holder.size);
            if !*taken && round_left > 0 && round_left * size >= round_total {
                *taken = true;
                left -= 1;
                total -= size;
            }
        }
        if left == round_left {
            break;
        }
    }
    if left > 0 {
        let mut next = start(stratum, seed, total);
        let mut covered = 0;
        for (holder, taken) in holders.iter().zip(&mut taken).filter(|(_, taken)| !**taken) {
            covered += left * u128::from(holder.size);
            if next < covered {
                *taken = true;
                next += total;
            }
        }
    }
    holders
        .iter()
        .zip(taken)
        .filter(|(_, taken)| *taken)
        .map(|(holder, _)| holder.ref_.to_owned())
        .collect()
}

/// `int(H("sdraw/1 start\n" || seed || lp(stratum))) mod total`; `total` is above 0.
fn start(stratum: &str, seed: &Hash, total: u128) -> u128 {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 start\n");
    hash.update(seed);
    add_name(&mut hash, stratum);
    // total is below 2^96 (sizes are u32), so the running remainder times 256 stays within u128.
    hash.finalize()
        .iter()
        .fold(0, |rest, &byte| (rest * 256 + u128::from(byte)) % total)
}
