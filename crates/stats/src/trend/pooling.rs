//! Meetings added up: fifteen cases say little, a year of them more, if they are of one kind.

use super::counted::{Counted, TrendError, total};
use crate::distribution::chi_square::above;
use crate::interval::clopper_pearson;
use serde::Serialize;

/// Below this p the meetings differ more than chance explains.
const DOUBTFUL: f64 = 0.05;

/// Below this the chi-square distribution is a rough guide (Cochran 1954).
const THIN: f64 = 5.0;

/// All meetings as one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pooled {
    /// Found.
    pub x: u64,
    /// Reviewed.
    pub n: u64,
    /// Found among reviewed.
    pub rate: f64,
    /// Lower bound of the rate (Clopper and Pearson).
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Confidence level of the bounds.
    pub level: f64,
    /// How much meetings differ: `sum (x - n p)^2 / (n p (1 - p))` with p the rate of all.
    pub chi_square: f64,
    /// Meetings less one.
    pub degrees: u64,
    /// The chance of so large a value where all meetings have one rate. None with a single meeting, or where
    /// none or all cases were found so.
    pub p: Option<f64>,
    /// Whether one rate may stand for all: p is .05 or more, or there is nothing to tell apart.
    pub warranted: bool,
    /// Meetings in which fewer than 5 were to be expected, found so or not: with many of them p is a rough
    /// guide.
    pub thin_meetings: u64,
}

/// Adds meetings up, with an exact interval, and tests whether they may be added: the chi-square test of
/// homogeneity.
///
/// # Errors
/// No meeting, a level that is not between 0 and 1, or sums beyond counting.
pub fn pool(meetings: &[Counted], level: f64) -> Result<Pooled, TrendError> {
    let (x, n) = total(meetings)?;
    let interval = clopper_pearson(x, n, level).map_err(|_| TrendError::Level(level))?;
    let rate = x as f64 / n as f64;
    let spread = rate * (1.0 - rate);
    let (mut chi_square, mut thin_meetings) = (0.0, 0);
    if spread > 0.0 {
        for meeting in meetings {
            let reviewed = meeting.n() as f64;
            chi_square += (meeting.x() as f64 - reviewed * rate).powi(2) / (reviewed * spread);
            thin_meetings += u64::from(reviewed * rate.min(1.0 - rate) < THIN);
        }
    }
    let degrees = meetings.len() as u64 - 1;
    let p = (degrees > 0 && spread > 0.0).then(|| above(chi_square, degrees as f64));
    Ok(Pooled {
        x,
        n,
        rate,
        low: interval.low,
        high: interval.high,
        level,
        chi_square,
        degrees,
        p,
        warranted: p.is_none_or(|p| p >= DOUBTFUL),
        thin_meetings,
    })
}
