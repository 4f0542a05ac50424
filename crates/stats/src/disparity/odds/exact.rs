//! Exact inference on an odds ratio, given all four margins: the number of outcomes in the group follows Fisher's
//! noncentral hypergeometric distribution.

use super::{comparable, cross_ratio};
use crate::disparity::{Counts, DisparityError, Ratio};
use crate::distribution::noncentral_hypergeometric::{Margins, Split};
use crate::distribution::root::crossing;

/// Above this the sums grow longer than anybody waits for.
const MOST_PEOPLE: u64 = 10_000_000_000;
/// Logarithms of odds ratios are sought up to here; beyond, the powers overflow.
const FARTHEST: f64 = 600.0;

struct Table {
    margins: Margins,
    seen: u64,
    guess: f64,
    spread: f64,
}

impl Table {
    fn new(group: Counts, reference: Counts) -> Result<Self, DisparityError> {
        comparable(group, reference)?;
        let people = group.base() + reference.base();
        if people > MOST_PEOPLE {
            return Err(DisparityError::TooManyForExact(people));
        }
        let cells = [
            group.events(),
            group.others(),
            reference.events(),
            reference.others(),
        ];
        let [x1, y1, x2, y2] = cells.map(|count| count as f64 + 0.5);
        Ok(Self {
            margins: Margins {
                first: group.base(),
                second: reference.base(),
                outcomes: group.events() + reference.events(),
            },
            seen: group.events(),
            guess: (x1 * y2 / (y1 * x2)).ln(),
            spread: (1.0 / x1 + 1.0 / y1 + 1.0 / x2 + 1.0 / y2).sqrt(),
        })
    }

    fn can_be_fewer(&self) -> bool {
        self.seen > self.margins.fewest()
    }

    fn can_be_more(&self) -> bool {
        self.seen < self.margins.most()
    }

    /// The odds ratio at which `rises`, which grows with it, has reached `to`.
    fn reaches(&self, to: f64, rises: impl Fn(&Split) -> f64) -> f64 {
        let falls = |log: f64| {
            let odds = log.clamp(-FARTHEST, FARTHEST).exp();
            to - rises(&self.margins.split(self.seen, odds))
        };
        crossing(falls, self.guess, self.spread).exp()
    }
}

/// The conditional maximum-likelihood estimate, E(X) = x, and the exact bounds: P(X >= x) and P(X <= x) each half of
/// what the level leaves over (R's `fisher.test`).
pub(super) fn conditional(group: Counts, reference: Counts, level: f64) -> Result<Ratio, DisparityError> {
    let table = Table::new(group, reference)?;
    let tail = (1.0 - level) / 2.0;
    let ratio = if table.can_be_fewer() && table.can_be_more() {
        table.reaches(table.seen as f64, |split| split.mean)
    } else {
        cross_ratio(group, reference)
    };
    bounds(&table, ratio, tail, |split| split.same)
}

/// The median-unbiased estimate, where P(X < x) + P(X = x)/2 is one half, and the mid-p bounds.
pub(super) fn mid_p_ratio(group: Counts, reference: Counts, level: f64) -> Result<Ratio, DisparityError> {
    let table = Table::new(group, reference)?;
    let tail = (1.0 - level) / 2.0;
    let ratio = if table.can_be_fewer() && table.can_be_more() {
        table.reaches(0.5, |split| split.more + 0.5 * split.same)
    } else {
        cross_ratio(group, reference)
    };
    bounds(&table, ratio, tail, |split| 0.5 * split.same)
}

/// Where the tail that begins with what was seen, counted as `part` of its probability, has the size of `tail`.
fn bounds(
    table: &Table,
    ratio: f64,
    tail: f64,
    part: impl Fn(&Split) -> f64,
) -> Result<Ratio, DisparityError> {
    let low = if table.can_be_fewer() {
        table.reaches(tail, |split| split.more + part(split))
    } else {
        0.0
    };
    let high = if table.can_be_more() {
        table.reaches(-tail, |split| -(split.fewer + part(split)))
    } else {
        f64::INFINITY
    };
    Ok(Ratio {
        ratio,
        low: low.min(ratio),
        high: high.max(ratio),
    })
}

/// The two-sided p of Fisher's exact test (1935): the probability of all tables with these margins that are no likelier
/// than this one. Never to be shown alone: adjust it for how many comparisons were made.
///
/// # Errors
/// An empty group; nobody or everybody with the outcome in both; more than 10,000,000,000 people.
pub fn fisher_p(group: Counts, reference: Counts) -> Result<f64, DisparityError> {
    let table = Table::new(group, reference)?;
    Ok(table.margins.no_likelier(table.seen).min(1.0))
}

/// The two-sided mid-p: twice the smaller tail with half the probability of this table, at most 1. Less strict than
/// [`fisher_p`], and nearer to the level it names.
///
/// # Errors
/// As [`fisher_p`].
pub fn mid_p(group: Counts, reference: Counts) -> Result<f64, DisparityError> {
    let table = Table::new(group, reference)?;
    let split = table.margins.split(table.seen, 1.0);
    Ok((2.0 * (split.fewer.min(split.more) + 0.5 * split.same)).min(1.0))
}
