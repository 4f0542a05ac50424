//! The attacker: what can be worked out from a release.

use super::rule::{ROUNDING, gives_away};
use super::{Cell, PublishedTotal, Release, Rule};
use serde::Serialize;

/// All that a reader can know of a cell: it lies from `low` to `high`, and each of these numbers is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Place of the cell in the list.
    pub cell: usize,
    /// Smallest possible count.
    pub low: u64,
    /// Largest possible count; `None` when nothing bounds it.
    pub high: Option<u64>,
}

/// The exact range of every cell that is not shown, from the release alone.
pub fn audit(release: &Release) -> Vec<Range> {
    let own: Vec<(u64, Option<u64>)> = release.cells.iter().map(|cell| alone(*cell, release)).collect();
    let lows: u128 = own.iter().map(|(low, _)| u128::from(*low)).sum();
    let highs: Option<u128> = own.iter().map(|(_, high)| high.map(u128::from)).sum();
    let hidden = release
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !matches!(cell, Cell::Shown(_)));
    hidden
        .map(|(cell, _)| {
            let (low, high) = own[cell];
            let PublishedTotal::Exact(total) = release.total else {
                return Range { cell, low, high };
            };
            // What the others leave to this cell: most when they are at their least, least when at their most.
            let most = u128::from(total).saturating_sub(lows - u128::from(low)) as u64;
            let others_most = match (highs, high) {
                (Some(highs), Some(high)) => Some(highs - u128::from(high)),
                _ => bounded_others(&own, cell),
            };
            let least = others_most.map_or(0, |others| u128::from(total).saturating_sub(others) as u64);
            Range {
                cell,
                low: low.max(least),
                high: Some(high.map_or(most, |high| high.min(most))),
            }
        })
        .collect()
}

/// The cells that a reader can narrow down to one number, or to numbers all from 1 to the threshold less 1.
pub fn exposed(release: &Release, rule: impl Into<Rule>) -> Vec<Range> {
    let threshold = rule.into().threshold();
    let told = |range: &Range| gives_away(range.low, range.high, threshold);
    audit(release).into_iter().filter(told).collect()
}

/// What a cell says on its own.
fn alone(cell: Cell, release: &Release) -> (u64, Option<u64>) {
    match cell {
        Cell::Shown(count) => (count, Some(count)),
        Cell::Hidden => (u64::from(!release.zeros_hidden), None),
        Cell::Rounded(count) => (
            count.saturating_sub(ROUNDING),
            Some(count.saturating_add(ROUNDING)),
        ),
        Cell::SumOfRounded(_) => (0, None),
    }
}

/// The most that the other cells can hold; `None` when one of them is not bounded.
fn bounded_others(own: &[(u64, Option<u64>)], cell: usize) -> Option<u128> {
    own.iter()
        .enumerate()
        .filter(|(other, _)| *other != cell)
        .map(|(_, (_, high))| high.map(u128::from))
        .sum()
}
