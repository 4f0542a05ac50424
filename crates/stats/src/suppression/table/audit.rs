//! The attacker of one table: the exact range of every cell that is not shown.

use super::super::network::{Bounds, Settled};
use super::super::rule::gives_away;
use super::super::{Cell, Rule};
use super::{SuppressionError, Table, TableRelease};
use serde::Serialize;

/// All that a reader can know of a cell that is not shown: it lies from `low` to `high`, and each of these numbers is
/// possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TableRange {
    /// Row; the last one holds the column totals.
    pub row: usize,
    /// Column; the last one holds the row totals.
    pub column: usize,
    /// Smallest possible count.
    pub low: u64,
    /// Largest possible count; `None` when nothing bounds it.
    pub high: Option<u64>,
}

impl TableRange {
    /// Whether it is one number, or numbers that are all from 1 to the threshold less 1.
    pub fn gives_away(&self, rule: Rule) -> bool {
        gives_away(self.low, self.high, rule.threshold())
    }
}

impl Table {
    /// The exact range of every cell that is not shown.
    ///
    /// # Errors
    /// A release of another shape.
    pub fn audit(&self, release: &TableRelease) -> Result<Vec<TableRange>, SuppressionError> {
        let bounds = self.bounds(release)?;
        // Only what is not shown can move; each such cell is an arc.
        let moving: Vec<usize> = (0..bounds.len())
            .filter(|&cell| bounds[cell].1 != Some(bounds[cell].0))
            .collect();
        let ends: Vec<(u32, u32)> = moving.iter().map(|&cell| self.ends(cell)).collect();
        let mut sums = vec![0_i128; self.nodes()];
        for (&cell, &(tail, head)) in moving.iter().zip(&ends) {
            sums[tail as usize] += i128::from(self.counts[cell]);
            sums[head as usize] -= i128::from(self.counts[cell]);
        }
        let within = moving.iter().map(|&cell| bounds[cell]).collect();
        let mut settled = Settled::find(&ends, within, &sums).ok_or(SuppressionError::Ragged)?;
        let sought = |cell: &usize| !matches!(self.at(release, *cell), Cell::SumOfRounded(_));
        let arcs = moving.iter().enumerate().filter(|(_, cell)| sought(cell));
        Ok(arcs
            .map(|(arc, &cell)| self.range(cell, settled.range(arc)))
            .collect())
    }

    /// The ranges that tell too much.
    ///
    /// # Errors
    /// A release of another shape.
    pub fn exposed(&self, release: &TableRelease, rule: Rule) -> Result<Vec<TableRange>, SuppressionError> {
        let mut ranges = self.audit(release)?;
        ranges.retain(|range| range.gives_away(rule));
        Ok(ranges)
    }

    fn range(&self, cell: usize, (low, high): Bounds) -> TableRange {
        let counted = |count: i64| u64::try_from(count).unwrap_or(0);
        let (row, column) = self.place(cell);
        TableRange {
            row,
            column,
            low: counted(low),
            high: high.map(counted),
        }
    }
}
