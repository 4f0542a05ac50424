//! Drawing in proportion to size, exactly and in whole numbers.

use super::certainty::Shares;
use super::draw::Listed;
use super::record::add_name;
use super::ticket::{Holder, Smallest};
use super::{Frame, Hash, Inclusion, SamplingError};
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
    let mut holders = Smallest::new(frame.len(), frame.len());
    for Listed { ref_, size, .. } in frame.listed() {
        holders.offer(Holder::new(seed, ref_, size));
    }
    let chosen = chosen(holders.sorted(), n, &stratum, seed);
    Ok(chosen
        .into_iter()
        .map(|(holder, _)| holder.ref_.to_owned())
        .collect())
}

/// The records drawn, in ticket order, each with its exact chance: certainties ([`Shares`]), then systematic selection
/// along the ticket order.
pub(super) fn chosen<'a>(
    holders: Vec<Holder<'a>>,
    n: usize,
    stratum: &str,
    seed: &Hash,
) -> Vec<(Holder<'a>, Inclusion)> {
    let shares = Shares::of(holders, n);
    let hits = match shares.total {
        0 => Vec::new(),
        total => hits(&shares, start(stratum, seed, total)),
    };
    let certain = shares.certain.iter().map(|&holder| (holder, Inclusion::CERTAIN));
    let mut drawn: Vec<_> = certain.chain(hits).collect();
    drawn.sort_unstable_by_key(|(holder, _)| *holder);
    drawn
}

/// Each of the others covers `left * size` units of a line of `left * total`; the hits are at `start + k * total`. No
/// record covers more than `total`, so each is hit once at most, and over every start it is hit `left * size` times of
/// `total`.
fn hits<'a>(shares: &Shares<'a>, start: u64) -> Vec<(Holder<'a>, Inclusion)> {
    let (mut next, mut covered) = (u128::from(start), 0);
    let mut hits = Vec::new();
    for holder in &shares.others {
        covered += u128::from(shares.left) * u128::from(holder.size);
        if next < covered {
            hits.extend(shares.chance(holder).map(|chance| (*holder, chance)));
            next += u128::from(shares.total);
        }
    }
    hits
}

/// `int(H("sdraw/1 start\n" || seed || lp(stratum))) mod total`; `total` is above 0.
fn start(stratum: &str, seed: &Hash, total: u64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 start\n");
    hash.update(seed);
    add_name(&mut hash, stratum);
    let total = u128::from(total);
    let rest = hash
        .finalize()
        .iter()
        .fold(0, |rest, &byte| (rest * 256 + u128::from(byte)) % total);
    rest as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn holders(sizes: &[u32]) -> Vec<Holder<'static>> {
        let names: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let holder = |(&ref_, &size)| Holder::new(&[0; 32], ref_, size);
        let mut all: Vec<_> = names.iter().zip(sizes).map(holder).collect();
        all.sort_unstable();
        all
    }

    /// How often each ref is hit over every start.
    fn counts(shares: &Shares<'_>) -> Vec<(u32, u64, Inclusion)> {
        shares
            .others
            .iter()
            .map(|holder| {
                let taken = |start| hits(shares, start).into_iter().any(|(hit, _)| hit == *holder);
                let times = (0..shares.total).filter(|&start| taken(start)).count() as u64;
                (holder.size, times, shares.chance(holder).unwrap())
            })
            .collect()
    }

    #[test]
    fn over_every_start_a_record_is_hit_in_proportion_to_its_size() {
        // Sizes 30, 20, 10, 10, 5, 5 and n = 2: 60, 40, 20, 20, 10, 10 hits of 80 starts, which is 2 * size.
        let shares = Shares::of(holders(&[30, 20, 10, 10, 5, 5]), 2);
        assert!(shares.certain.is_empty());
        let mut found: Vec<u64> = counts(&shares).iter().map(|(_, times, _)| *times).collect();
        found.sort_unstable_by(|one, other| other.cmp(one));
        assert_eq!(found, [60, 40, 20, 20, 10, 10]);
    }

    #[test]
    fn certainties_are_looked_for_until_there_are_none() {
        // 3 * 50 >= 100: in. Then 2 of the 50 left: 2 * 25 >= 50: in. Then 1 of 25: none.
        let shares = Shares::of(holders(&[50, 25, 10, 10, 5]), 3);
        let certain: Vec<u32> = shares.certain.iter().map(|holder| holder.size).collect();
        assert_eq!(certain.iter().sum::<u32>(), 75);
        assert_eq!((shares.left, shares.total, shares.others.len()), (1, 25, 3));
        let all = Shares::of(holders(&[7, 7, 7]), 3);
        assert_eq!((all.certain.len(), all.left, all.total), (3, 0, 0));
        assert_eq!(chosen(holders(&[9, 1]), 0, "*", &[1; 32]), []);
        let largest = Shares::of(holders(&[u32::MAX, u32::MAX, u32::MAX]), 2);
        assert_eq!(largest.chance(&largest.others[0]).unwrap().to_string(), "2/3");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 64, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..Default::default()
        })]

        #[test]
        fn the_chance_is_exact_and_the_number_always_n(sizes in prop::collection::vec(1_u32..40, 1..12), n in 0_usize..8) {
            let n = n.min(sizes.len());
            let shares = Shares::of(holders(&sizes), n);
            prop_assert!(shares.certain.len() as u64 + shares.left == n as u64);
            for start in 0..shares.total {
                prop_assert_eq!(hits(&shares, start).len() as u64, shares.left);
            }
            if shares.left == 0 {
                return Ok(());
            }
            for (size, times, chance) in counts(&shares) {
                prop_assert_eq!(times, shares.left * u64::from(size));
                prop_assert_eq!(Some(chance), Inclusion::new(times.into(), shares.total.into()));
            }
        }
    }
}
