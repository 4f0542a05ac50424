//! Tables of rows and columns with their totals; the rows may be nested, as areas inside forces inside regions.

mod audit;
mod cover;
mod insider;
mod release;
mod rounded;
mod terms;
mod tidy;

pub use audit::TableRange;
pub use insider::Insight;
pub use release::TableRelease;
pub use terms::{Price, Protected, Terms, Zeros};

use super::network::Network;
use super::{Rule, SuppressionError, Total};
use cover::Cover;

/// Far below the flow that stands for no limit, so that the two cannot be mistaken.
const LARGEST_SUM: u64 = 1 << 53;

/// A table of more cells than this is not taken.
pub(super) const MOST_CELLS: usize = 20_000_000;

/// A table of counts with its totals.
///
/// Rows come in this order: those that were counted, then the groups of rows (each after what it holds), then the total
/// row. The last column holds the row totals. A table of one column has no totals column, and one of one row and several
/// columns no total row: it is a list with its total.
///
/// As a network (see `network`) the table has a node for the sum of each counted row and one for each column of each
/// group, the total row being a group. A count stands in two of these sums; that groups add up along their row too
/// follows from the others. So nested rows cost no exactness. Columns cannot be nested as well: the sums would no longer
/// be a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: usize,
    /// Rows that were counted.
    counted: usize,
    /// The group of each row but the last.
    parents: Vec<usize>,
    /// Row by row, totals included.
    counts: Vec<u64>,
}

impl Table {
    /// The table of `counts`, row by row and without totals.
    ///
    /// # Errors
    /// Rows of different lengths, no rows or no columns, counts whose sum is 2^53 or more, more than 20 million cells.
    pub fn new(counts: &[Vec<u64>]) -> Result<Self, SuppressionError> {
        Self::nested(counts, &vec![counts.len(); counts.len()])
    }

    /// The table of `counts` whose rows lie in groups: `parents` says for each row, and then for each group, which row
    /// holds it. Groups are numbered after the rows; the total row comes last and holds what nothing else holds.
    ///
    /// # Errors
    /// Those of [`Table::new`]; a row that is held by one before it, by a counted row or by none; a group that holds nothing.
    pub fn nested(counts: &[Vec<u64>], parents: &[usize]) -> Result<Self, SuppressionError> {
        let width = counts.first().map_or(0, Vec::len);
        if counts.iter().any(|row| row.len() != width) {
            return Err(SuppressionError::Ragged);
        }
        if width == 0 {
            return Err(SuppressionError::Empty);
        }
        let (counted, total) = (counts.len(), parents.len());
        if !nests(counted, parents) {
            return Err(SuppressionError::Nesting);
        }
        let columns = if width == 1 { 1 } else { width + 1 };
        let list = counted == 1 && total == 1 && width > 1;
        let (parents, total) = if list { (&[][..], 0) } else { (parents, total) };
        if (total + 1)
            .checked_mul(columns)
            .is_none_or(|cells| cells > MOST_CELLS)
        {
            return Err(SuppressionError::TooManyCells);
        }
        let sum = counts
            .iter()
            .flatten()
            .try_fold(0_u64, |sum, count| sum.checked_add(*count));
        if sum.is_none_or(|sum| sum >= LARGEST_SUM) {
            return Err(SuppressionError::TooLarge);
        }
        let mut table = Self {
            columns,
            counted,
            parents: parents.to_vec(),
            counts: vec![0; (total + 1) * columns],
        };
        table.add_up(counts);
        Ok(table)
    }

    fn add_up(&mut self, counts: &[Vec<u64>]) {
        for (row, line) in counts.iter().enumerate() {
            let at = row * self.columns;
            self.counts[at..at + line.len()].copy_from_slice(line);
            if self.columns > 1 {
                self.counts[at + line.len()] = line.iter().sum();
            }
        }
        for row in 0..self.parents.len() {
            for column in 0..self.columns {
                self.counts[self.parents[row] * self.columns + column] +=
                    self.counts[row * self.columns + column];
            }
        }
    }

    /// Rows, groups and the total row included.
    pub fn rows(&self) -> usize {
        self.parents.len() + 1
    }

    /// Columns, the totals included where there are any.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The row that holds a row; nothing for the total row.
    pub fn group_of(&self, row: usize) -> Option<usize> {
        self.parents.get(row).copied()
    }

    /// The count, group count or total in a cell; 0 outside the table.
    pub fn count(&self, row: usize, column: usize) -> u64 {
        let inside = column < self.columns;
        self.counts
            .get(row * self.columns + column)
            .copied()
            .filter(|_| inside)
            .unwrap_or(0)
    }

    /// The table as it may be published.
    ///
    /// Counts and totals from 1 to the threshold less 1 are hidden. Then, for each hidden cell that could be narrowed
    /// down, the cheapest cycle of other cells that frees it is hidden with it: counts before totals, never a zero unless
    /// the terms or the table leave no other way. Whatever turns out not to be needed is shown again, dearest first, and
    /// what is left is exchanged for something cheaper where that is found. Where no choice of cells is enough, the whole
    /// table is hidden, zeros and all. Under a rule that rounds, see [`TableRelease`]. The guarantee is that of
    /// [`super`]; what is returned has passed [`Table::exposed`].
    ///
    /// # Errors
    /// A table that not even this protects.
    pub fn protect(&self, terms: &Terms) -> Result<Protected, SuppressionError> {
        if terms.rule.rounds() {
            return self.rounded(terms);
        }
        let mut ways = vec![terms.zeros];
        if terms.zeros == Zeros::Shown && !terms.insider {
            ways.push(Zeros::MayHide);
        }
        for zeros in ways {
            let mut cover = Cover::new(self, terms, zeros);
            if !cover.hide_enough() {
                continue;
            }
            cover.tidy();
            if terms.insider && !cover.hide_from_insiders() {
                continue;
            }
            if let Some(protected) = self.audited(&cover)? {
                return Ok(protected);
            }
        }
        let whole = self
            .audited(&Cover::whole(self, terms))?
            .filter(|_| !terms.insider);
        whole.ok_or(SuppressionError::Hopeless)
    }

    /// What a choice would publish, unless the audit finds a fault in it. Nothing is held against a cell that readers
    /// know already.
    fn audited(&self, cover: &Cover<'_>) -> Result<Option<Protected>, SuppressionError> {
        let mut protected = cover.protected();
        protected.ranges = self.audit(&protected.release)?;
        let safe = |range: &TableRange| {
            let known = cover.terms.known.contains(&(range.row, range.column));
            known || !range.gives_away(cover.terms.rule)
        };
        Ok(protected.ranges.iter().all(safe).then_some(protected))
    }

    /// The network of the sums, without any room.
    fn network(&self) -> Network {
        Network::new(
            self.nodes(),
            (0..self.counts.len()).map(|cell| self.ends(cell)).collect(),
        )
    }

    /// The sums, the ground included.
    fn nodes(&self) -> usize {
        self.node(self.rows(), 0) + 1
    }

    /// Tail and head of a cell. A count adds to its line and a total takes from it, so the signs of the totals column
    /// are turned: then every cell leaves one sum and enters another.
    fn ends(&self, cell: usize) -> (u32, u32) {
        let (row, column) = (cell / self.columns, cell % self.columns);
        let ground = self.node(self.rows(), 0);
        let inner = match row < self.counted {
            true if self.columns == 1 => ground,
            true => row,
            false => self.node(row, column),
        };
        let outer = self
            .parents
            .get(row)
            .map_or(ground, |&group| self.node(group, column));
        let (inner, outer) = (inner as u32, outer as u32);
        if self.is_total_column(column) {
            (outer, inner)
        } else {
            (inner, outer)
        }
    }

    /// The node of a column of a group.
    fn node(&self, group: usize, column: usize) -> usize {
        self.counted + (group - self.counted) * self.columns + column
    }

    fn is_total_column(&self, column: usize) -> bool {
        self.columns > 1 && column + 1 == self.columns
    }

    /// The cell of the grand total.
    fn grand(&self) -> usize {
        self.counts.len() - 1
    }

    fn place(&self, cell: usize) -> (usize, usize) {
        (cell / self.columns, cell % self.columns)
    }
}

/// Whether every row and group lies in a later group or the total row, and every group holds something.
fn nests(counted: usize, parents: &[usize]) -> bool {
    let total = parents.len();
    let mut holds = vec![false; total + 1];
    for (row, &parent) in parents.iter().enumerate() {
        if parent <= row || !(counted..=total).contains(&parent) {
            return false;
        }
        holds[parent] = true;
    }
    total >= counted && holds.iter().skip(counted).all(|&holds| holds)
}

/// The table of `counts` (row by row, without totals) as it may be published with its totals; see [`Table::protect`].
///
/// # Errors
/// Those of [`Table::new`] and [`Table::protect`]; fewer than two rows or columns (that is a list).
pub fn protect_table(
    counts: &[Vec<u64>],
    rule: impl Into<Rule>,
    total: Total,
) -> Result<TableRelease, SuppressionError> {
    let terms = Terms {
        total,
        ..Terms::of(rule)
    };
    Ok(true_table(counts)?.protect(&terms)?.release)
}

/// The exact range of every cell of a release that is not shown. The counts only serve as one table that the release
/// leaves possible: any other such table gives the same ranges.
///
/// # Errors
/// Those of [`Table::new`]; a list, a release of another shape.
pub fn audit_table(counts: &[Vec<u64>], release: &TableRelease) -> Result<Vec<TableRange>, SuppressionError> {
    true_table(counts)?.audit(release)
}

/// A table, not a list.
fn true_table(counts: &[Vec<u64>]) -> Result<Table, SuppressionError> {
    let width = counts.first().map_or(0, Vec::len);
    if counts.iter().all(|row| row.len() == width) && (width < 2 || counts.len() < 2) {
        return Err(SuppressionError::List);
    }
    Table::new(counts)
}
