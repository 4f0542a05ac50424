//! Totals and rates from cases drawn with chances that differ: Horvitz and Thompson 1952, and Hajek 1971.

use super::estimated::Found;
use super::{Estimate, EstimateError};
use crate::sampling::Inclusion;
use serde::Serialize;
use std::collections::BTreeMap;

/// One reviewed case.
#[derive(Debug, Clone, Copy)]
pub struct Weighed<'a> {
    /// The stratum it was drawn from.
    pub stratum: &'a str,
    /// What was found: 1 or 0, or any number.
    pub y: f64,
    /// The chance it had to be drawn.
    pub inclusion: Inclusion,
}

/// How the variance of a draw in proportion to size is worked out; a systematic draw has no unbiased one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variance {
    /// Hartley and Rao 1962 (Annals of Mathematical Statistics 33:350-374), for systematic draws along a random order:
    /// `1/(n-1) sum over pairs of (1 - p_i - p_j + sum p^2 / n) (z_i - z_j)^2` with `z = y / p`; `sum p^2` over all records
    /// is estimated from the sample by `sum p`.
    HartleyRao,
    /// As if every case had been put back: `n/(n-1) sum (z - mean z)^2`. Too large rather than too small.
    WithReplacement,
}

/// What weighed cases say of all records.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeighedEstimate {
    /// `sum y / p`: the total of y over all records (Horvitz and Thompson).
    pub total: f64,
    /// Its standard error.
    pub total_standard_error: f64,
    /// `sum 1 / p`: how many records the cases stand for.
    pub stands_for: f64,
    /// `sum (y / p) / sum (1 / p)`: the rate or mean (Hajek), its error by linearisation.
    #[serde(flatten)]
    pub ratio: Estimate,
    /// How both errors were worked out.
    pub variance: Variance,
}

/// Totals and rates of all records from weighed cases. Cases that were certain add to the estimate and nothing to its
/// error; the others' errors are worked out within their stratum.
///
/// # Errors
/// No cases, a stratum with one case that was not certain, a value that is no number, a level that is not between 0 and 1.
pub fn weighed(
    cases: &[Weighed<'_>],
    variance: Variance,
    level: f64,
) -> Result<WeighedEstimate, EstimateError> {
    let Some(_) = cases.first() else {
        return Err(EstimateError::NoCases);
    };
    let (mut total, mut stands_for, mut is_rate) = (0.0, 0.0, true);
    let mut by_stratum: BTreeMap<&str, Vec<&Weighed<'_>>> = BTreeMap::new();
    for case in cases {
        if !case.y.is_finite() {
            return Err(EstimateError::NotANumber(case.stratum.to_owned()));
        }
        total += case.y * case.inclusion.weight();
        stands_for += case.inclusion.weight();
        is_rate &= case.y == 0.0 || case.y == 1.0;
        if !case.inclusion.is_certain() {
            by_stratum.entry(case.stratum).or_default().push(case);
        }
    }
    let lone = by_stratum.iter().find(|(_, drawn)| drawn.len() == 1);
    if let Some((stratum, _)) = lone {
        return Err(EstimateError::LoneCase((*stratum).to_owned()));
    }
    let ratio = total / stands_for;
    let sum_of = |part: &dyn Fn(f64) -> f64| -> f64 {
        by_stratum.values().map(|drawn| variance.of(drawn, part)).sum()
    };
    let found = Found {
        estimate: ratio,
        variance: sum_of(&|y| (y - ratio) / stands_for),
        n: cases.len() as u64,
        degrees: by_stratum.values().map(|drawn| drawn.len() as u64 - 1).sum(),
        is_rate,
        is_census: by_stratum.is_empty(),
    };
    Ok(WeighedEstimate {
        total,
        total_standard_error: sum_of(&|y| y).max(0.0).sqrt(),
        stands_for,
        ratio: found.interval(level)?,
        variance,
    })
}

impl Variance {
    /// The variance of `sum part(y) / p` over the drawn cases of one stratum, of which there are two or more.
    fn of(self, drawn: &[&Weighed<'_>], part: &dyn Fn(f64) -> f64) -> f64 {
        let n = drawn.len() as f64;
        let expanded: Vec<f64> = drawn
            .iter()
            .map(|case| part(case.y) * case.inclusion.weight())
            .collect();
        let mean = expanded.iter().sum::<f64>() / n;
        let squares: f64 = expanded.iter().map(|z| (z - mean) * (z - mean)).sum();
        match self {
            Self::WithReplacement => n / (n - 1.0) * squares,
            Self::HartleyRao => {
                // The sum over pairs, term by term: of (z_i - z_j)^2 it is n * squares; of (p_i + p_j) (z_i - z_j)^2 it
                // is sum p_i (n (z_i - mean)^2 + squares).
                let chances = drawn.iter().map(|case| case.inclusion.value());
                let all: f64 = chances.clone().sum();
                let own: f64 = chances
                    .zip(&expanded)
                    .map(|(chance, z)| chance * (z - mean) * (z - mean))
                    .sum();
                ((1.0 + all / n) * n * squares - n * own - all * squares) / (n - 1.0)
            }
        }
    }
}
