//! The difference of two rates in percentage points.

use super::DisparityError;
use super::counts::{Counts, nobody_missing};
use crate::interval::wilson;
use serde::Serialize;

/// A difference of rates and its bounds, each from -1 to 1: 0.05 is five percentage points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gap {
    /// Rate of the group less rate of the reference group.
    pub gap: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// rate of `group` - rate of `reference`, with Newcombe's hybrid score interval without continuity correction, his
/// method 10 (1998, Statistics in Medicine 17:873-890): from the Wilson bounds (l1, u1) and (l2, u2) of each rate,
/// `d - sqrt((p1 - l1)^2 + (u2 - p2)^2)` to `d + sqrt((u1 - p1)^2 + (p2 - l2)^2)`.
///
/// # Errors
/// An empty group, or a level that is not between 0 and 1.
pub fn percentage_point_gap(group: Counts, reference: Counts, level: f64) -> Result<Gap, DisparityError> {
    nobody_missing(group, reference)?;
    let bounds = |counts: Counts| {
        wilson(counts.events(), counts.base(), level).map_err(|_| DisparityError::Level(level))
    };
    let (own, other) = (bounds(group)?, bounds(reference)?);
    let (p1, p2) = (group.rate(), reference.rate());
    let gap = p1 - p2;
    Ok(Gap {
        gap,
        low: gap - (p1 - own.low).hypot(other.high - p2),
        high: gap + (own.high - p1).hypot(p2 - other.low),
    })
}
