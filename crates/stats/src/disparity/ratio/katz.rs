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
    let parts = [group, reference].map(|one| (one.events() as f64, one.base() as f64));
    Ok(around(group.rate() / reference.rate(), parts, z))
}

/// The interval around a ratio of two groups, each with events and base, where both have events. It has no width where
/// everybody on both sides had the outcome.
pub(crate) fn around(ratio: f64, groups: [(f64, f64); 2], z: f64) -> (f64, f64) {
    let [group, reference] = groups.map(|(events, base)| part(events, base));
    let half = z * (group + reference).sqrt();
    (ratio * (-half).exp(), ratio * half.exp())
}

/// 1/x - 1/n, as (n - x) / (x n) so that nothing cancels.
pub(super) fn part(events: f64, base: f64) -> f64 {
    (base - events) / (events * base)
}
