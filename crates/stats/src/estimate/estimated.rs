//! An estimate and its interval.

use super::EstimateError;
use crate::distribution::{beta, student};
use crate::interval::IntervalError;
use serde::Serialize;

/// How an interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IntervalMethod {
    /// Korn and Graubard 1998 (Survey Methodology 24:193-201): Clopper and Pearson's interval at the effective number of
    /// cases, as R's `survey::svyciprop(method = "beta")` has it. For rates.
    KornGraubard,
    /// The estimate and so many standard errors of Student's t. For means.
    Student,
    /// Every case was reviewed: nothing is left open.
    Census,
}

/// An estimate of a rate or mean of all records.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower bound of the interval.
    pub low: f64,
    /// Upper bound of the interval.
    pub high: f64,
    /// How the interval was made.
    pub interval: IntervalMethod,
    /// Cases reviewed.
    pub n: u64,
    /// As how many cases of a simple sample without end these count; for Korn and Graubard's interval only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<f64>,
    /// Degrees of freedom of the standard error: cases less strata.
    pub degrees: u64,
}

/// What an interval is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) estimate: f64,
    pub(super) variance: f64,
    pub(super) n: u64,
    pub(super) degrees: u64,
    /// Whether every value is 0 or 1.
    pub(super) is_rate: bool,
    /// Whether every record was reviewed.
    pub(super) is_census: bool,
}

impl Found {
    pub(super) fn interval(self, level: f64) -> Result<Estimate, EstimateError> {
        if !(level > 0.0 && level < 1.0) {
            return Err(IntervalError::Level(level).into());
        }
        let standard_error = self.variance.max(0.0).sqrt();
        let at = Estimate {
            estimate: self.estimate,
            standard_error,
            low: self.estimate,
            high: self.estimate,
            interval: IntervalMethod::Census,
            n: self.n,
            effective_n: None,
            degrees: self.degrees,
        };
        if self.is_census || self.degrees == 0 {
            return Ok(at);
        }
        if self.is_rate {
            return Ok(self.korn_graubard(at, level));
        }
        let width = student::two_sided(level, self.degrees) * standard_error;
        Ok(Estimate {
            low: self.estimate - width,
            high: self.estimate + width,
            interval: IntervalMethod::Student,
            ..at
        })
    }

    /// `n* = p (1 - p) / variance * (t(n - 1) / t(degrees))^2`; then the beta quantiles of `n* p` and `n* (1 - p)`. Where
    /// the reviewed cases of no stratum differ there is no variance to divide by and n itself stands in for the quotient,
    /// which is Clopper and Pearson's interval: an interval without width would be untrue.
    fn korn_graubard(self, at: Estimate, level: f64) -> Estimate {
        let p = self.estimate.clamp(0.0, 1.0);
        let tail = (1.0 - level) / 2.0;
        let simple = if self.variance > 0.0 {
            p * (1.0 - p) / self.variance
        } else {
            self.n as f64
        };
        let fewer = student::two_sided(level, (self.n - 1).max(1)) / student::two_sided(level, self.degrees);
        let effective = simple * fewer * fewer;
        let (found, other) = (effective * p, effective * (1.0 - p));
        let low = if p == 0.0 {
            0.0
        } else {
            beta::quantile(tail, found, other + 1.0)
        };
        let high = if p == 1.0 {
            1.0
        } else {
            beta::quantile(1.0 - tail, found + 1.0, other)
        };
        Estimate {
            low,
            high,
            interval: IntervalMethod::KornGraubard,
            effective_n: Some(effective),
            ..at
        }
    }
}
