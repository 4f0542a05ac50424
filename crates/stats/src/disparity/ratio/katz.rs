//! Katz's interval: normal on the logarithm of the ratio.

use crate::disparity::{Counts, DisparityError};

/// ln RR -+ z sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2).
pub(super) fn bounds(group: Counts, reference: Counts, z: f64) -> Result<(f64, f64), DisparityError> {
    let refuse = |what| DisparityError::Degenerate {
        method: "katz",
        what,
        instead: "koopman",
    };
    if group.events() == 0 || reference.events() == 0 {
        return Err(refuse("nobody in one of the groups had the outcome"));
    }
    if group.others() == 0 && reference.others() == 0 {
        return Err(refuse(
            "everybody in both groups had the outcome, and it would have no width",
        ));
    }
    let half = z * (part(group) + part(reference)).sqrt();
    let ratio = group.rate() / reference.rate();
    Ok((ratio * (-half).exp(), ratio * half.exp()))
}

/// 1/x - 1/n, as (n - x) / (x n) so that nothing cancels.
pub(super) fn part(counts: Counts) -> f64 {
    counts.others() as f64 / (counts.events() as f64 * counts.base() as f64)
}
