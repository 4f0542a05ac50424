//! The score interval of an odds ratio: all odds ratios for which the table expected with the same margins, a b / c d,
//! is near enough: `(x1 - a) sqrt(1/a + 1/b + 1/c + 1/d)` within z.

use super::cross_ratio;
use crate::disparity::Counts;
use crate::distribution::noncentral_hypergeometric::expected;
use crate::distribution::root::crossing;

/// Both bounds at critical value `z`. The upper bound is the lower one of the groups the other way round, inverted.
pub(super) fn bounds(group: Counts, reference: Counts, z: f64) -> (f64, f64) {
    (low(group, reference, z), 1.0 / low(reference, group, z))
}

fn low(group: Counts, reference: Counts, z: f64) -> f64 {
    if group.events() == 0 || reference.others() == 0 {
        return 0.0;
    }
    // Woolf's bound starts the search, half a person standing in for nobody.
    let cell = |count: u64| (count as f64).max(0.5);
    let cells = [
        group.events(),
        group.others(),
        reference.events(),
        reference.others(),
    ]
    .map(cell);
    let [x1, y1, x2, y2] = cells;
    let spread = cells.iter().map(|cell| 1.0 / cell).sum::<f64>().sqrt();
    let guess = (x1 * y2 / (y1 * x2)).ln() - z * spread;
    let log = crossing(
        |log| statistic(group, reference, log.exp()) - z,
        guess,
        0.25 * spread,
    );
    log.exp().min(cross_ratio(group, reference))
}

/// The score test of `odds`; falls as the odds ratio grows.
fn statistic(group: Counts, reference: Counts, odds: f64) -> f64 {
    let (n1, n2) = (group.base() as f64, reference.base() as f64);
    let events = (group.events() + reference.events()) as f64;
    let others = (group.others() + reference.others()) as f64;
    let a = expected(odds, n1, n2, events);
    let cells = [
        a,
        expected(1.0 / odds, n1, n2, others),
        expected(1.0 / odds, n2, n1, events),
        expected(odds, n2, n1, others),
    ];
    (group.events() as f64 - a) * cells.iter().map(|cell| 1.0 / cell).sum::<f64>().sqrt()
}
