//! How many cases must be reviewed to be able to say something.

use super::{IntervalError, check, first};
use crate::distribution::{hypergeometric::at_least, normal};

/// How many cases must be reviewed so that a rate near `rate` is known to `half_width` on either side at `level`:
/// `n0 = z^2 rate (1 - rate) / half_width^2`, and from a population of N cases `n0 / (1 + (n0 - 1) / N)` (Cochran 1977,
/// Sampling Techniques, 4.1 to 4.4), rounded up. `rate` is what is expected; 0.5 asks for most.
///
/// A plan for large numbers by the normal approximation: what the reviewed cases then show is said by an exact interval.
///
/// # Errors
/// A rate or level that is not between 0 and 1, a half-width that is not above 0 and at most 0.5, an empty population.
pub fn needed_for_half_width(
    half_width: f64,
    rate: f64,
    population: Option<u64>,
    level: f64,
) -> Result<u64, IntervalError> {
    check(0, 1, level)?;
    check_rate(rate)?;
    if !(half_width > 0.0 && half_width <= 0.5) {
        return Err(IntervalError::HalfWidth(half_width));
    }
    let z = normal::two_sided(level);
    let endless = (z * z * rate * (1.0 - rate) / (half_width * half_width)).max(1.0);
    match population {
        None => Ok(endless.ceil() as u64),
        Some(0) => Err(IntervalError::NoPopulation),
        Some(population) => {
            let needed = (endless / (1.0 + (endless - 1.0) / population as f64)).ceil();
            Ok((needed as u64).min(population))
        }
    }
}

/// How many cases must be reviewed, with none found, to claim at `level` that the rate is below `rate`: the smallest n
/// with `(1 - rate)^n <= 1 - level`.
///
/// # Errors
/// A rate or level that is not between 0 and 1.
pub fn needed_to_claim_none(rate: f64, level: f64) -> Result<u64, IntervalError> {
    let over = check(0, 1, level)?;
    check_rate(rate)?;
    Ok((over.ln() / (-rate).ln_1p()).ceil() as u64)
}

/// As [`needed_to_claim_none`], for cases drawn without replacement from a population: the smallest n for which none found
/// has at most the chance `1 - level` when as few cases as make up `rate` are so.
///
/// # Errors
/// As [`needed_to_claim_none`]; an empty population.
pub fn needed_to_claim_none_of(population: u64, rate: f64, level: f64) -> Result<u64, IntervalError> {
    check(0, 1, level)?;
    check_rate(rate)?;
    if population == 0 {
        return Err(IntervalError::NoPopulation);
    }
    // 5% of 60 cases are 3, whatever 0.05 is in binary.
    let fewest = ((rate * population as f64 * (1.0 - 1e-12)).ceil() as u64).clamp(1, population);
    Ok(first(1, population - fewest + 1, |n| {
        at_least(1, n, fewest, population) >= level * (1.0 - super::TIE)
    }))
}

fn check_rate(rate: f64) -> Result<(), IntervalError> {
    if rate > 0.0 && rate < 1.0 {
        return Ok(());
    }
    Err(IntervalError::Rate(rate))
}
