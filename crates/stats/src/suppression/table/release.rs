//! What is published of a table.

use super::super::Cell;
use super::super::network::Bounds;
use super::super::rule::ROUNDING;
use super::{SuppressionError, Table};
use serde::Serialize;

/// A table as it may be published: the last column holds the row totals, the last row the column totals, and their
/// corner the grand total.
///
/// **Rounded**: every count and every total is the nearest multiple of 5 on its own, for that is nearest to the truth.
/// Counts and totals so rounded can be unpicked where the totals are at the far end of what the counts allow; where the
/// audit finds that, the totals concerned are the sums of the rounded counts instead, which say nothing new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRelease {
    /// Row by row.
    pub cells: Vec<Vec<Cell>>,
    /// Whether a hidden cell may be 0: the legend must say so. Otherwise a reader knows that it is at least 1.
    pub zeros_hidden: bool,
}

impl Table {
    /// What each cell of a release says on its own.
    pub(super) fn bounds(&self, release: &TableRelease) -> Result<Vec<Bounds>, SuppressionError> {
        let cells: Vec<Cell> = release.cells.concat();
        if cells.len() != self.counts.len() || release.cells.iter().any(|row| row.len() != self.columns) {
            return Err(SuppressionError::Ragged);
        }
        let counted = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let least = i64::from(!release.zeros_hidden);
        let bounds = |(cell, &count): (Cell, &u64)| match cell {
            Cell::Shown(_) => (counted(count), Some(counted(count))),
            // One table that the release leaves possible is at hand: a hidden zero says that zeros may be hidden.
            Cell::Hidden => (least.min(counted(count)), None),
            Cell::SumOfRounded(_) => (0, None),
            Cell::Rounded(shown) => {
                let (low, high) = (shown.saturating_sub(ROUNDING), shown.saturating_add(ROUNDING));
                (counted(low.min(count)), Some(counted(high.max(count))))
            }
        };
        Ok(cells.into_iter().zip(&self.counts).map(bounds).collect())
    }
}
