//! The attacker of one table: the exact range of every cell that is not shown.

use super::super::network::{ENDLESS, Network, Room};
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
        let rooms = self.rooms(release)?;
        let mut network = self.network();
        for (arc, room) in rooms
            .into_iter()
            .enumerate()
            .filter(|(_, room)| *room != Room::NONE)
        {
            network.link(arc, room);
        }
        let bridges = network.bridges();
        let sought = |(_, cell): &(usize, &Cell)| matches!(cell, Cell::Hidden | Cell::Rounded(_));
        let cells = release.cells.iter().flatten().enumerate().filter(sought);
        Ok(cells
            .map(|(cell, _)| self.range(&mut network, cell, bridges[cell]))
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

    fn range(&self, network: &mut Network, cell: usize, fixed: bool) -> TableRange {
        let reach = if fixed { Room::NONE } else { network.reach(cell) };
        let (row, column) = self.place(cell);
        TableRange {
            row,
            column,
            low: self.counts[cell] - reach.down,
            high: (reach.up < ENDLESS).then(|| self.counts[cell] + reach.up),
        }
    }
}
