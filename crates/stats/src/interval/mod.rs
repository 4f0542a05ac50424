//! What a few reviewed cases can tell: exact intervals for a proportion.
//!
//! `x` of `n` reviewed cases were found to be so. When the cases were drawn without replacement from a known number
//! of cases, [`finite_population`] says how many of *those* may be so: whole numbers, no approximation. When that
//! number is not known, [`clopper_pearson`] is printed, [`wilson`] suits charts and [`jeffreys`] is the Bayesian view.
//! Wald's interval is left out on purpose: at 0 of 20 it has no width at all.

mod needed;
mod worst_case;

pub use needed::{needed_for_half_width, needed_to_claim_none, needed_to_claim_none_of};
pub use worst_case::{Undecided, with_undecided, with_withdrawn, worst_case};

use crate::distribution::{beta, hypergeometric::at_least, normal};
use serde::Serialize;

/// Bounds of a proportion, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Bounds of a number of cases, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CountInterval {
    /// Fewest.
    pub low: u64,
    /// Most.
    pub high: u64,
}

/// Why no interval can be given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum IntervalError {
    /// No case was reviewed.
    #[error("n is 0: with nothing reviewed there is no rate; give the number of cases reviewed")]
    NothingReviewed,
    /// More found than reviewed.
    #[error("x is {x} but only n = {n} were reviewed; x counts some of the n")]
    MoreThanReviewed {
        /// Found.
        x: u64,
        /// Reviewed.
        n: u64,
    },
    /// More reviewed than exist.
    #[error("the population is {population} but n = {n} were reviewed from it; it must be n or more")]
    SmallPopulation {
        /// Reviewed.
        n: u64,
        /// Cases they were drawn from.
        population: u64,
    },
    /// A level that is no confidence level.
    #[error("the level is {0}; it must lie between 0 and 1, such as 0.95")]
    Level(f64),
    /// A half-width that is none.
    #[error(
        "the half-width is {0}; it must be above 0 and at most 0.5, such as 0.1 for ten points either side"
    )]
    HalfWidth(f64),
    /// No case to draw from.
    #[error("the population is 0; there is nothing to review")]
    NoPopulation,
    /// More cases without a conclusion than can be.
    #[error("x is {x} and {undecided} had no conclusion, but only n = {n} were reviewed; n counts them all")]
    MoreUndecided {
        /// Found.
        x: u64,
        /// Reviewed without a conclusion.
        undecided: u64,
        /// Reviewed.
        n: u64,
    },
    /// A rate that is no rate.
    #[error("the rate is {0}; it must lie between 0 and 1")]
    Rate(f64),
}

/// Probabilities this close, as a share of the smaller, count as equal: sums of at most a few thousand doubles are far
/// more exact than this, and a tie such as 1/40 against 0.025 must fall on the same side on every machine.
const TIE: f64 = 1e-11;

/// How many of `population` cases may be so, from `x` of `n` drawn from them without replacement: every count K for
/// which both P(X <= x | K) and P(X >= x | K) exceed half of what `level` leaves over (the equal-tailed inversion of
/// the hypergeometric distribution; Buonaccorsi 1987, Wendell and Schmee 2001).
///
/// # Errors
/// No case reviewed, x above n, n above the population, or a level that is not between 0 and 1.
pub fn finite_population(
    x: u64,
    n: u64,
    population: u64,
    level: f64,
) -> Result<CountInterval, IntervalError> {
    let tail = check_finite(x, n, population, level)? / 2.0;
    let low = fewest_cases(x, n, population, tail);
    Ok(CountInterval {
        low,
        high: population - fewest_cases(n - x, n, population, tail),
    })
}

/// The most cases of `population` that may be so, as a one-sided bound: the largest K with P(X <= x | K) above what
/// `level` leaves over. For "we found none".
///
/// # Errors
/// As [`finite_population`].
pub fn finite_upper_bound(x: u64, n: u64, population: u64, level: f64) -> Result<u64, IntervalError> {
    let tail = check_finite(x, n, population, level)?;
    Ok(population - fewest_cases(n - x, n, population, tail))
}

/// Clopper and Pearson's interval (1934) for a rate with no known population. Never covers less than `level`.
///
/// # Errors
/// No case reviewed, x above n, or a level that is not between 0 and 1.
pub fn clopper_pearson(x: u64, n: u64, level: f64) -> Result<Interval, IntervalError> {
    let tail = check(x, n, level)? / 2.0;
    let (found, other) = (x as f64, (n - x) as f64);
    let low = if x == 0 {
        0.0
    } else {
        beta::quantile(tail, found, other + 1.0)
    };
    let high = if x == n {
        1.0
    } else {
        beta::quantile(1.0 - tail, found + 1.0, other)
    };
    Ok(Interval { low, high })
}

/// Wilson's score interval (1927): covers `level` on average, and never leaves 0 to 1.
///
/// # Errors
/// As [`clopper_pearson`].
pub fn wilson(x: u64, n: u64, level: f64) -> Result<Interval, IntervalError> {
    let z = normal::two_sided(1.0 - check(x, n, level)?);
    Ok(wilson_at(x, n, z))
}

/// Wilson's interval for x <= n, n > 0, with the z of a level at hand: a table of thousands looks it up once.
pub(crate) fn wilson_at(x: u64, n: u64, z: f64) -> Interval {
    let (cases, rate) = (n as f64, x as f64 / n as f64);
    let shrink = 1.0 + z * z / cases;
    let middle = (rate + z * z / (2.0 * cases)) / shrink;
    let half = z / shrink * (rate * (1.0 - rate) / cases + z * z / (4.0 * cases * cases)).sqrt();
    let low = if x == 0 { 0.0 } else { middle - half };
    let high = if x == n { 1.0 } else { middle + half };
    Interval { low, high }
}

/// The equal-tailed interval of Jeffreys' prior, Beta(1/2, 1/2), with 0 and 1 kept as bounds where nothing or
/// everything was found (Brown, Cai and DasGupta 2001).
///
/// # Errors
/// As [`clopper_pearson`].
pub fn jeffreys(x: u64, n: u64, level: f64) -> Result<Interval, IntervalError> {
    let tail = check(x, n, level)? / 2.0;
    let (found, other) = (x as f64 + 0.5, (n - x) as f64 + 0.5);
    let low = if x == 0 {
        0.0
    } else {
        beta::quantile(tail, found, other)
    };
    let high = if x == n {
        1.0
    } else {
        beta::quantile(1.0 - tail, found, other)
    };
    Ok(Interval { low, high })
}

/// The one-sided upper bound of a rate with no known population (Clopper and Pearson). At 0 of n this is
/// `1 - (1 - level)^(1/n)`: what "we found none" leaves possible.
///
/// # Errors
/// As [`clopper_pearson`].
pub fn upper_bound(x: u64, n: u64, level: f64) -> Result<f64, IntervalError> {
    let over = check(x, n, level)?;
    Ok(if x == n {
        1.0
    } else {
        beta::quantile(1.0 - over, x as f64 + 1.0, (n - x) as f64)
    })
}

/// Checks the counts and gives what the level leaves over.
fn check(x: u64, n: u64, level: f64) -> Result<f64, IntervalError> {
    if n == 0 {
        return Err(IntervalError::NothingReviewed);
    }
    if x > n {
        return Err(IntervalError::MoreThanReviewed { x, n });
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(IntervalError::Level(level));
    }
    Ok(1.0 - level)
}

fn check_finite(x: u64, n: u64, population: u64, level: f64) -> Result<f64, IntervalError> {
    let over = check(x, n, level)?;
    if population < n {
        return Err(IntervalError::SmallPopulation { n, population });
    }
    Ok(over)
}

/// The smallest K with P(X >= x | K) above the tail. The largest K with P(X <= x | K) above it is the mirror image: what
/// is left of the population when the n - x others are taken as few as they may be.
fn fewest_cases(x: u64, n: u64, population: u64, tail: f64) -> u64 {
    first(x, population - (n - x), |count| {
        at_least(x, n, count, population) > tail * (1.0 + TIE)
    })
}

/// First of `from..=to` for which `holds`, which once true stays true and is true at `to`.
fn first(mut from: u64, mut to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}
