//! What is left open by cases that were never decided: the rate if all of them were so, and if none was.

use super::{Interval, IntervalError};
use serde::Serialize;

/// A rate beside cases that were reviewed without a conclusion. They are never left out in silence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Undecided {
    /// `x / n`: over all reviewed.
    pub over_reviewed: f64,
    /// `x / (n - undecided)`: over those with a conclusion; none when there is no such case.
    pub over_concluded: Option<f64>,
    /// From `x / n`, if none of the undecided is so, to `(x + undecided) / n`, if all are.
    pub bounds: Interval,
}

/// The rate over all reviewed, over those concluded, and the bounds of what the undecided leave open. `n` are all
/// reviewed, the undecided among them.
///
/// # Errors
/// No case reviewed, or x and the undecided together above n.
pub fn with_undecided(x: u64, n: u64, undecided: u64) -> Result<Undecided, IntervalError> {
    check(x, n, undecided)?;
    let concluded = n - undecided;
    Ok(Undecided {
        over_reviewed: x as f64 / n as f64,
        over_concluded: (concluded > 0).then(|| x as f64 / concluded as f64),
        bounds: worst_case(x, n, undecided, 0)?,
    })
}

/// The rate among the heard and the withdrawn together: from `x / (n + withdrawn)`, if every withdrawn case was in order,
/// to `(x + withdrawn) / (n + withdrawn)`, if none was.
///
/// # Errors
/// No case reviewed, or x above n.
pub fn with_withdrawn(x: u64, n: u64, withdrawn: u64) -> Result<Interval, IntervalError> {
    worst_case(x, n, 0, withdrawn)
}

/// Both at once: from `x / (n + withdrawn)` to `(x + undecided + withdrawn) / (n + withdrawn)`.
///
/// # Errors
/// As [`with_undecided`].
pub fn worst_case(x: u64, n: u64, undecided: u64, withdrawn: u64) -> Result<Interval, IntervalError> {
    check(x, n, undecided)?;
    let open = undecided as f64 + withdrawn as f64;
    let all = n as f64 + withdrawn as f64;
    Ok(Interval {
        low: x as f64 / all,
        high: (x as f64 + open) / all,
    })
}

fn check(x: u64, n: u64, undecided: u64) -> Result<(), IntervalError> {
    if n == 0 {
        return Err(IntervalError::NothingReviewed);
    }
    if x > n {
        return Err(IntervalError::MoreThanReviewed { x, n });
    }
    if undecided > n - x {
        return Err(IntervalError::MoreUndecided { x, undecided, n });
    }
    Ok(())
}
