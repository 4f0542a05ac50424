//! What is published of a table.

use super::super::Cell;
use super::super::network::{ENDLESS, Room};
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
    /// How far a reader must think that each cell may be from its count.
    pub(super) fn rooms(&self, release: &TableRelease) -> Result<Vec<Room>, SuppressionError> {
        let cells: Vec<Cell> = release.cells.concat();
        if cells.len() != self.counts.len() || release.cells.iter().any(|row| row.len() != self.columns) {
            return Err(SuppressionError::Ragged);
        }
        let least = u64::from(!release.zeros_hidden);
        let room = |(cell, &count): (Cell, &u64)| match cell {
            Cell::Shown(_) => Room::NONE,
            Cell::Hidden => Room {
                up: ENDLESS,
                down: count.saturating_sub(least),
            },
            Cell::SumOfRounded(_) => Room {
                up: ENDLESS,
                down: count,
            },
            Cell::Rounded(shown) => Room {
                up: (shown + ROUNDING).saturating_sub(count),
                down: count.saturating_sub(shown.saturating_sub(ROUNDING)),
            },
        };
        Ok(cells.into_iter().zip(&self.counts).map(room).collect())
    }
}
