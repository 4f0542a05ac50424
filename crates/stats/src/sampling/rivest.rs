//! Draws of audits made before `sdraw/1`, to be checked again: Rivest's `sampler.py` of 2011.

use super::SamplingError;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The first `picks` different places, from 1 to `population`: for the counter 1, 2, 3 and so on,
/// `int(SHA-256("seed,counter")) mod population + 1`, leaving out places that came before. Positions in a list: adding or
/// taking away one record changes everything after, which is why new draws are not made so.
///
/// # Errors
/// More picks than places.
pub fn rivest_2011(seed: &str, population: u64, picks: usize) -> Result<Vec<u64>, SamplingError> {
    if picks as u64 > population {
        return Err(SamplingError::TooManyPicks { population, picks });
    }
    let (mut seen, mut places) = (BTreeSet::new(), Vec::with_capacity(picks));
    let mut counter = 0_u64;
    while places.len() < picks {
        counter += 1;
        let hash = Sha256::digest(format!("{seed},{counter}"));
        let modulus = u128::from(population);
        let rest = hash
            .iter()
            .fold(0, |rest, &byte| (rest * 256 + u128::from(byte)) % modulus);
        let place = rest as u64 + 1;
        if seen.insert(place) {
            places.push(place);
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// github.com/nealmcb/rivest-sampler-tests: 1 to 1000.
    #[test]
    fn published_picks() {
        let picks = |seed, picks| rivest_2011(seed, 1000, picks).unwrap();
        assert_eq!(picks("1", 3), [97, 89, 163]);
        assert_eq!(picks("0", 3), [905, 573, 160]);
        assert_eq!(picks("abcde", 3), [247, 427, 157]);
        assert_eq!(picks("\u{1F600}", 5), [596, 415, 303, 11, 141]);
    }

    #[test]
    fn a_whole_list_comes_once_each() {
        let mut all = rivest_2011("x", 20, 20).unwrap();
        all.sort_unstable();
        assert!(all.into_iter().eq(1..=20));
        assert_eq!(rivest_2011("x", 0, 0), Ok(vec![]));
        assert_eq!(
            rivest_2011("x", 4, 5).unwrap_err().to_string(),
            "the list has 4 places, so 5 different ones cannot be picked"
        );
    }
}
