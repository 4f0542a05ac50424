//! Tables of rows and columns with their totals.

use super::network::{ENDLESS, Network, Room};
use super::{Cell, Profile, SuppressionError, Total};
use serde::Serialize;

/// A table as it may be published: the last column holds the row totals, the last row the column totals, and their corner
/// the grand total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRelease {
    /// Row by row.
    pub cells: Vec<Vec<Cell>>,
    /// Whether a hidden cell may be 0: the legend must say so. Otherwise a reader knows that it is at least 1.
    pub zeros_hidden: bool,
}

/// All that a reader can know of a hidden cell of a table: it lies from `low` to `high`, and each of these numbers is
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

/// The table of `counts` (row by row, without totals) as it may be published with its totals.
///
/// Counts and totals from 1 to the threshold less 1 are hidden. Then, for each hidden cell that could be narrowed down,
/// the cheapest cycle of other cells that frees it is hidden with it: counts before totals, small ones before large ones,
/// never a zero. Whatever turns out not to be needed is shown again. Where no choice of cells is enough, every count that
/// is not 0 is hidden with its totals, and where even that is too little, the whole table, zeros and all. The guarantee is
/// that of [`super::protect`].
///
/// # Errors
/// Rows of different lengths, fewer than two rows or columns (that is a list), the profile that rounds, counts whose sum
/// is beyond what can be held.
pub fn protect_table(
    counts: &[Vec<u64>],
    profile: Profile,
    total: Total,
) -> Result<TableRelease, SuppressionError> {
    if profile == Profile::Round5 {
        return Err(SuppressionError::RoundedTable);
    }
    let mut table = Table::new(counts)?;
    let threshold = profile.threshold();
    let grand = table.counts.len() - 1;
    let primary: Vec<bool> = table
        .counts
        .iter()
        .map(|count| (1..threshold).contains(count))
        .collect();
    table.hidden.clone_from(&primary);
    if total == Total::Public {
        table.hidden[grand] = false;
    }
    table.hide_cycles(threshold, total);
    if table.is_exposed(threshold) {
        table.hidden = table.counts.iter().map(|count| *count > 0).collect();
        table.hidden[grand] &= total == Total::MayHide;
    }
    if table.is_exposed(threshold) {
        table.hidden.fill(true);
        table.hidden[grand] = total == Total::MayHide;
        table.zeros_hidden = true;
    } else {
        table.show_again(&primary, threshold);
    }
    Ok(table.release())
}

/// The exact range of every hidden cell. The counts only serve as one table that the release leaves possible: any other
/// such table gives the same ranges.
///
/// # Errors
/// Rows of different lengths, a list, a release of another shape, counts whose sum is beyond what can be held.
pub fn audit_table(counts: &[Vec<u64>], release: &TableRelease) -> Result<Vec<TableRange>, SuppressionError> {
    let mut table = Table::new(counts)?;
    let hidden: Vec<bool> = release
        .cells
        .iter()
        .flatten()
        .map(|cell| !matches!(cell, Cell::Shown(_)))
        .collect();
    if hidden.len() != table.counts.len() || release.cells.iter().any(|row| row.len() != table.columns) {
        return Err(SuppressionError::Ragged);
    }
    table.hidden = hidden;
    table.zeros_hidden = release.zeros_hidden;
    Ok(table.ranges().collect())
}

struct Table {
    columns: usize,
    /// Row by row, totals included.
    counts: Vec<u64>,
    hidden: Vec<bool>,
    zeros_hidden: bool,
    network: Network,
}

impl Table {
    fn new(counts: &[Vec<u64>]) -> Result<Self, SuppressionError> {
        let width = counts.first().map_or(0, Vec::len);
        if counts.iter().any(|row| row.len() != width) {
            return Err(SuppressionError::Ragged);
        }
        if width < 2 || counts.len() < 2 {
            return Err(SuppressionError::List);
        }
        let sum = counts
            .iter()
            .flatten()
            .try_fold(0_u64, |sum, count| sum.checked_add(*count));
        // Far below the flow that stands for no limit, so that the two cannot be mistaken.
        if sum.is_none_or(|sum| sum >= 1 << 53) {
            return Err(SuppressionError::TooLarge);
        }
        let with_total = |row: &Vec<u64>| [row.as_slice(), &[row.iter().sum()]].concat();
        let mut rows: Vec<Vec<u64>> = counts.iter().map(with_total).collect();
        rows.push(
            (0..=width)
                .map(|column| rows.iter().map(|row| row[column]).sum())
                .collect(),
        );
        let network = Network::new(rows.len(), width + 1);
        let counts = rows.concat();
        Ok(Self {
            columns: width + 1,
            hidden: vec![false; counts.len()],
            counts,
            zeros_hidden: false,
            network,
        })
    }

    fn least(&self) -> u64 {
        u64::from(!self.zeros_hidden)
    }

    /// How far a reader must think that each cell may be from its count.
    fn rooms(&self) -> Vec<Room> {
        let room = |(count, hidden): (&u64, &bool)| match hidden {
            true => Room {
                up: ENDLESS,
                down: count.saturating_sub(self.least()),
            },
            false => Room { up: 0, down: 0 },
        };
        self.counts.iter().zip(&self.hidden).map(room).collect()
    }

    fn range(&self, cell: usize, rooms: &[Room]) -> TableRange {
        let reach = self.network.reach(cell, rooms);
        let high = (reach.up < ENDLESS).then(|| self.counts[cell] + reach.up);
        let (row, column) = (cell / self.columns, cell % self.columns);
        TableRange {
            row,
            column,
            low: self.counts[cell] - reach.down,
            high,
        }
    }

    fn ranges(&self) -> impl Iterator<Item = TableRange> {
        let rooms = self.rooms();
        let hidden = (0..self.counts.len()).filter(|&cell| self.hidden[cell]);
        hidden.map(move |cell| self.range(cell, &rooms))
    }

    fn is_exposed(&self, threshold: u64) -> bool {
        self.ranges().any(|range| exposes(&range, threshold))
    }

    /// Frees every exposed cell by the cheapest cycle there is for it. What is hidden later only widens its range.
    fn hide_cycles(&mut self, threshold: u64, total: Total) {
        let could_hide: Vec<Room> = self
            .counts
            .iter()
            .map(|&count| Room {
                up: if count > 0 { ENDLESS } else { 0 },
                down: count.saturating_sub(1),
            })
            .collect();
        for cell in 0..self.counts.len() {
            if !self.hidden[cell] || !exposes(&self.range(cell, &self.rooms()), threshold) {
                continue;
            }
            let need = threshold.saturating_sub(self.counts[cell]).max(1);
            let costs = self.costs(total);
            for other in self
                .network
                .cheapest(cell, need, &could_hide, &costs)
                .unwrap_or_default()
            {
                self.hidden[other] = true;
            }
        }
    }

    /// What hiding each cell costs: nothing when it is hidden already; `None` where it must not be hidden.
    fn costs(&self, total: Total) -> Vec<Option<u64>> {
        let grand = self.counts.len() - 1;
        let cost = |cell: usize| match self.hidden[cell] {
            true => Some(0),
            false if cell == grand && total == Total::Public => None,
            false => (self.counts[cell] > 0).then(|| self.price(cell)),
        };
        (0..self.counts.len()).map(cost).collect()
    }

    /// The cases in a cell, and for a total more than for any count.
    fn price(&self, cell: usize) -> u64 {
        let grand = self.counts.len() - 1;
        let totals = [
            cell % self.columns + 1 == self.columns,
            cell / self.columns == grand / self.columns,
        ];
        self.counts[cell] + totals.map(u64::from).iter().sum::<u64>() * self.counts[grand]
    }

    /// Shows again, dearest first, whatever can be shown without exposing a cell.
    fn show_again(&mut self, primary: &[bool], threshold: u64) {
        let mut others: Vec<usize> = (0..self.counts.len())
            .filter(|&cell| self.hidden[cell] && !primary[cell])
            .collect();
        others.sort_by_key(|&cell| std::cmp::Reverse(self.price(cell)));
        for cell in others {
            self.hidden[cell] = false;
            self.hidden[cell] = self.is_exposed(threshold);
        }
    }

    fn release(&self) -> TableRelease {
        let cell = |(&count, &hidden)| if hidden { Cell::Hidden } else { Cell::Shown(count) };
        let cells: Vec<Cell> = self.counts.iter().zip(&self.hidden).map(cell).collect();
        let cells = cells.chunks(self.columns).map(<[Cell]>::to_vec).collect();
        TableRelease {
            cells,
            zeros_hidden: self.zeros_hidden,
        }
    }
}

fn exposes(range: &TableRange, threshold: u64) -> bool {
    range
        .high
        .is_some_and(|high| range.low == high || (range.low >= 1 && high < threshold))
}
