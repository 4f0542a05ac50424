//! The ratio of two rates ("x times as likely as White"), with the interval of three methods.

pub(crate) mod katz;
mod score;

use super::DisparityError;
use super::counts::{Counts, nobody_missing, normal_at};
use super::small_numbers::{SmallNumbers, enough};
use crate::distribution::chi_square;
use serde::Serialize;

/// A ratio and its bounds. Nobody with the outcome in the reference group makes the ratio infinite, and the upper
/// bound with it; JSON shows that as null.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// The estimate.
    pub ratio: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// How the bounds of a ratio of rates are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RatioMethod {
    /// The score interval (Koopman 1984, Biometrics 40:513-517): all ratios that the score test does not reject.
    #[default]
    Koopman,
    /// Normal on the logarithm (Katz, Baptista, Azen and Pike 1978, Biometrics 34:469-474): for large counts only.
    Katz,
    /// Koopman's with the variance widened by N/(N - 1) (Miettinen and Nurminen 1985, Statistics in Medicine 4:213-226).
    MiettinenNurminen,
}

/// The ratio of getting the outcome and the ratio of not getting it. A ratio near 1 in one direction can be 2 in the
/// other: 95% against 90% is 1.06, but 5% against 10% is a half.
#[derive(Debug, Clone, PartialEq)]
pub struct BothDirections {
    /// Of getting the outcome.
    pub getting: Ratio,
    /// Of not getting it, where that may be given.
    pub not_getting: Result<Ratio, NotGiven>,
}

/// Why one direction has no ratio while the other has.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotGiven {
    /// Too few in this direction.
    #[error(transparent)]
    Small(#[from] SmallNumbers),
    /// The ratio does not exist or its method does not apply.
    #[error(transparent)]
    Undefined(#[from] DisparityError),
}

/// rate of `group` / rate of `reference`, with the bounds of `method` at `level`.
///
/// This is the ratio alone; whether the numbers are large enough to give it is [`enough`].
///
/// # Errors
/// An empty group; nobody with the outcome in either; a level that is not between 0 and 1; for Katz, a count of 0 or
/// everybody with the outcome in both.
pub fn risk_ratio(
    group: Counts,
    reference: Counts,
    method: RatioMethod,
    level: f64,
) -> Result<Ratio, DisparityError> {
    let z = normal_at(level)?;
    nobody_missing(group, reference)?;
    if group.events() == 0 && reference.events() == 0 {
        return Err(DisparityError::NoEvents);
    }
    let ratio = group.rate() / reference.rate();
    let (low, high) = match method {
        RatioMethod::Katz => katz::bounds(group, reference, z)?,
        RatioMethod::Koopman => score::bounds(group, reference, z),
        RatioMethod::MiettinenNurminen => {
            let all = group.base() as f64 + reference.base() as f64;
            score::bounds(group, reference, z * (all / (all - 1.0)).sqrt())
        }
    };
    Ok(Ratio {
        ratio,
        low: low.min(ratio),
        high: high.max(ratio),
    })
}

/// The ratio in both directions, each only where its own numbers are large enough (methods 4.1 and 4.4).
///
/// # Errors
/// As [`risk_ratio`], and numbers too small in the direction of getting the outcome.
pub fn both_directions(
    group: Counts,
    reference: Counts,
    method: RatioMethod,
    level: f64,
) -> Result<BothDirections, NotGiven> {
    let one_way = |group: Counts, reference: Counts| -> Result<Ratio, NotGiven> {
        enough(group, reference)?;
        Ok(risk_ratio(group, reference, method, level)?)
    };
    Ok(BothDirections {
        getting: one_way(group, reference)?,
        not_getting: one_way(group.reversed(), reference.reversed()),
    })
}

/// The two-sided p of the score test that both rates are the same: Pearson's chi-square without correction, the test
/// that Koopman's interval inverts. Never to be shown alone: adjust it for how many comparisons were made
/// ([`benjamini_hochberg`](super::benjamini_hochberg)).
///
/// # Errors
/// An empty group, or nobody or everybody with the outcome in both.
pub fn same_rate_p(group: Counts, reference: Counts) -> Result<f64, DisparityError> {
    nobody_missing(group, reference)?;
    let all = group.with(reference)?;
    if all.events() == 0 {
        return Err(DisparityError::NoOdds("nobody"));
    }
    if all.others() == 0 {
        return Err(DisparityError::NoOdds("everybody"));
    }
    let (first, second) = (group.base() as f64, reference.base() as f64);
    let pooled = all.rate();
    let apart = group.rate() - reference.rate();
    let variance = pooled * (all.others() as f64 / all.base() as f64) * (1.0 / first + 1.0 / second);
    Ok(chi_square::above(apart * apart / variance, 1.0))
}
