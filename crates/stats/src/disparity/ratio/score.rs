//! Koopman's score interval: all ratios theta that the score test does not reject. With p1 = theta p2 the likeliest
//! rates solve a quadratic; the test is
//! `(x1/n1 - theta x2/n2) / sqrt(p1 q1/n1 + theta^2 p2 q2/n2)` against z.
//!
//! The quadratic is written so that nothing cancels, for large counts and for rates near 0 and 1 alike. With
//! a = theta (n1 + x2) and b = x1 + n2 its discriminant (a + b)^2 - 4 N theta (x1 + x2) is
//! (a - b)^2 + 4 theta y1 y2, where y = n - x: a sum of two parts that are never negative.

use super::katz;
use crate::disparity::Counts;
use crate::distribution::root::crossing;

/// Both bounds at critical value `z`. The upper bound is the lower one of the groups the other way round, inverted.
pub(super) fn bounds(group: Counts, reference: Counts, z: f64) -> (f64, f64) {
    (low(group, reference, z), 1.0 / low(reference, group, z))
}

fn low(group: Counts, reference: Counts, z: f64) -> f64 {
    if group.events() == 0 {
        return 0.0;
    }
    let table = Table::new(group, reference);
    // From Katz's bound, the search in the logarithm has a step or two to go. Where the reference has no events, half
    // an event stands in for the guess.
    let events = table.x2.max(0.5);
    let ratio = (table.x1 / table.n1) / (events / table.n2);
    let spread = (katz::part(group.events() as f64, group.base() as f64)
        + (table.n2 - events).max(0.5) / (events * table.n2))
        .sqrt();
    crossing(
        |log| table.statistic(log.exp()) - z,
        ratio.ln() - z * spread,
        0.25 * spread,
    )
    .exp()
}

struct Table {
    x1: f64,
    n1: f64,
    y1: f64,
    x2: f64,
    n2: f64,
    y2: f64,
}

impl Table {
    fn new(group: Counts, reference: Counts) -> Self {
        Self {
            x1: group.events() as f64,
            n1: group.base() as f64,
            y1: group.others() as f64,
            x2: reference.events() as f64,
            n2: reference.base() as f64,
            y2: reference.others() as f64,
        }
    }

    /// The score test of theta; falls as theta grows.
    fn statistic(&self, theta: f64) -> f64 {
        let Self {
            x1,
            n1,
            y1,
            x2,
            n2,
            y2,
        } = *self;
        let apart = theta * (n1 + x2) - (x1 + n2);
        let product = 4.0 * theta * y1 * y2;
        let root = (apart * apart + product).sqrt();
        // root + apart and root - apart: their product is `product`, so the smaller follows from the larger.
        let larger = root + apart.abs();
        let smaller = if larger > 0.0 { product / larger } else { 0.0 };
        let (plus, minus) = if apart > 0.0 {
            (larger, smaller)
        } else {
            (smaller, larger)
        };
        let under = theta * (n1 + x2) + (x1 + n2) + root;
        let p2 = 2.0 * (x1 + x2) / under;
        let (p1, q2) = (theta * p2, (plus + 2.0 * y2) / under);
        let q1 = (minus + 2.0 * theta * y1) / under;
        let variance = p1 * q1 / n1 + theta * theta * p2 * q2 / n2;
        let difference = x1 / n1 - theta * (x2 / n2);
        // Everybody in both groups at theta = 1: no difference and no variance.
        if difference == 0.0 {
            0.0
        } else {
            difference / variance.sqrt()
        }
    }
}
