//! Protecting a table that goes out beside earlier releases of the same population.

use super::super::{Cell, Protected, SuppressionError, Table, TableRelease, Terms};
use super::{AttackError, CellRange, Findings, Handed, Labels, Published, attack};
use std::collections::HashMap;

/// How often more is hidden before giving up.
const MOST_ROUNDS: usize = 40;

/// What the new release is called among the others.
const NEW: &str = "the new release";

/// A table that may stand beside the earlier releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The table and why each of its cells is hidden.
    pub protected: Protected,
    /// What may be published.
    pub published: Published,
    /// What the attacker found in all releases together: nothing that tells too much.
    pub findings: Findings,
}

/// Why a table cannot go out beside the earlier releases.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BesideError {
    /// The table cannot be protected even on its own.
    #[error(transparent)]
    Table(#[from] SuppressionError),
    /// The releases cannot be attacked together.
    #[error(transparent)]
    Attack(#[from] AttackError),
    /// The harm is done.
    #[error("the earlier releases give these counts away already, whatever this table hides: {}", named(&.0.exposed, &.0.undecided))]
    Before(Box<Findings>),
    /// Nothing that was tried is enough.
    #[error("beside the earlier releases this table would give counts away: {}", named(&.0.exposed, &.0.undecided))]
    Exposed(Box<Findings>),
}

/// The cells in words, the first few of them.
fn named(exposed: &[CellRange], undecided: &[CellRange]) -> String {
    let mut words: Vec<String> = exposed
        .iter()
        .chain(undecided)
        .take(5)
        .map(CellRange::words)
        .collect();
    let more = (exposed.len() + undecided.len()).saturating_sub(words.len());
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join("; ")
}

/// The table as it may be published beside earlier releases: [`Table::protect`], and then [`attack`] on all of them. What was
/// kept back before stays kept back, and what readers know already protects nothing. While the attacker finds something, more is
/// hidden around it.
///
/// # Errors
/// Earlier releases that give something away on their own, contradict the table or cannot be compared with it; a table that
/// no choice that was tried protects, with the cells that would be given away.
pub fn protect_beside(
    table: &Table,
    labels: &Labels,
    terms: &Terms,
    earlier: &[Handed<'_>],
) -> Result<Beside, BesideError> {
    let before = attack(earlier)?;
    if !before.is_safe() {
        return Err(BesideError::Before(Box::new(before)));
    }
    let places = Places::of(labels);
    let mut terms = terms.clone();
    if !earlier.is_empty() {
        terms
            .known
            .extend(known(table, labels, &terms, earlier, &places)?);
        let kept_back = before
            .hidden
            .iter()
            .filter_map(|range| places.cell(labels, range));
        terms
            .forced
            .extend(kept_back.filter(|cell| !terms.known.contains(cell)));
    }
    let mut last = Findings::default();
    for _ in 0..MOST_ROUNDS {
        let protected = table.protect(&terms)?;
        let published = labels.publish(table, &protected.release, terms.rule.threshold());
        let mut all = earlier.to_vec();
        all.push(Handed {
            name: NEW,
            release: &published,
        });
        let findings = attack(&all)?;
        if findings.is_safe() {
            return Ok(Beside {
                protected,
                published,
                findings,
            });
        }
        let more = around(table, labels, &terms, &protected.release, &findings, &places);
        last = findings;
        if more.is_empty() || terms.rule.rounds() {
            break;
        }
        terms.forced.extend(more);
    }
    Err(BesideError::Exposed(Box::new(last)))
}

/// What readers of the earlier releases know of the table's cells: those that are one number even if all of them are hidden.
fn known(
    table: &Table,
    labels: &Labels,
    terms: &Terms,
    earlier: &[Handed<'_>],
    places: &Places,
) -> Result<Vec<(usize, usize)>, AttackError> {
    let nothing = TableRelease {
        cells: vec![vec![Cell::Hidden; table.columns()]; table.rows()],
        zeros_hidden: true,
    };
    let published = labels.publish(table, &nothing, terms.rule.threshold());
    let mut all = earlier.to_vec();
    all.push(Handed {
        name: NEW,
        release: &published,
    });
    let findings = attack(&all)?;
    let points = findings
        .hidden
        .iter()
        .filter(|range| range.high == Some(range.low));
    Ok(points.filter_map(|range| places.cell(labels, range)).collect())
}

/// Cells to hide around each one that is given away: the one that it is a part of, then the smallest other one in its row and
/// column, then their totals.
fn around(
    table: &Table,
    labels: &Labels,
    terms: &Terms,
    release: &TableRelease,
    findings: &Findings,
    places: &Places,
) -> Vec<(usize, usize)> {
    let mut more = Vec::new();
    for range in findings.exposed.iter().chain(&findings.undecided) {
        let Some((row, column)) = places.nearest(labels, range) else {
            continue;
        };
        let can = |&(row, column): &(usize, usize)| {
            let cell = release.cells.get(row).and_then(|cells| cells.get(column));
            matches!(cell, Some(Cell::Shown(count)) if *count > 0) && !terms.known.contains(&(row, column))
        };
        let cheapest = |cells: Vec<(usize, usize)>| {
            cells
                .into_iter()
                .filter(can)
                .min_by_key(|&(row, column)| table.count(row, column))
        };
        let (last_row, last_column) = (table.rows() - 1, table.columns() - 1);
        let found = cheapest(vec![(row, column)])
            .or_else(|| cheapest((0..last_column).map(|column| (row, column)).collect()))
            .or_else(|| cheapest((0..last_row).map(|row| (row, column)).collect()))
            .or_else(|| cheapest(vec![(row, last_column), (last_row, column)]));
        if let Some(cell) = found.filter(|cell| !more.contains(cell)) {
            more.push(cell);
        }
    }
    more
}

/// Where the labels of a table are.
struct Places {
    rows: HashMap<(String, String), usize>,
    columns: HashMap<String, usize>,
}

impl Places {
    fn of(labels: &Labels) -> Self {
        let rows = labels.row_labels.iter().enumerate();
        let columns = labels.col_labels.iter().enumerate();
        Self {
            rows: rows
                .map(|(row, (label, kind))| ((labels.rows[*kind].clone(), label.clone()), row))
                .collect(),
            columns: columns.map(|(column, label)| (label.clone(), column)).collect(),
        }
    }

    /// The cell that is this very count.
    fn cell(&self, labels: &Labels, range: &CellRange) -> Option<(usize, usize)> {
        let named = |kind: &String| labels.rows.contains(kind) || labels.cols == *kind;
        let elsewhere = range
            .cell
            .iter()
            .any(|(kind, value)| !named(kind) && labels.within.get(kind) != Some(value));
        let limits = labels.within.keys().all(|kind| range.cell.contains_key(kind));
        if elsewhere || !limits {
            None
        } else {
            self.nearest(labels, range)
        }
    }

    /// The cell of this row and column, whatever else singles the cases out.
    fn nearest(&self, labels: &Labels, range: &CellRange) -> Option<(usize, usize)> {
        let total = self.rows.len();
        let mut row = total;
        for kind in &labels.rows {
            if let Some(value) = range.cell.get(kind) {
                row = *self.rows.get(&(kind.clone(), value.clone()))?;
            }
        }
        let column = match range.cell.get(&labels.cols) {
            Some(value) => *self.columns.get(value)?,
            None if self.columns.len() == 1 => return None,
            None => self.columns.len(),
        };
        Some((row, column))
    }
}
