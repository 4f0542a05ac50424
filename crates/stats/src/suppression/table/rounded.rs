//! Rounding instead of hiding.

use super::super::{Cell, Total};
use super::{Protected, SuppressionError, Table, TableRelease, Terms};

impl Table {
    /// Every count and total rounded on its own, as far as the audit allows; see [`TableRelease`].
    pub(super) fn rounded(&self, terms: &Terms) -> Result<Protected, SuppressionError> {
        let mut release = TableRelease {
            cells: self
                .counts
                .iter()
                .map(|&count| Cell::Rounded(nearest(count)))
                .collect::<Vec<_>>()
                .chunks(self.columns)
                .map(<[Cell]>::to_vec)
                .collect(),
            zeros_hidden: false,
        };
        if terms.total == Total::Public {
            self.set(&mut release, self.grand(), Cell::Shown(self.counts[self.grand()]));
        }
        let sums = self.sums_of_rounded();
        loop {
            let ranges = self.audit(&release)?;
            let told = ranges.iter().filter(|range| range.gives_away(terms.rule));
            let told: Vec<usize> = told
                .map(|range| range.row * self.columns + range.column)
                .collect();
            if told.is_empty() {
                return Ok(Protected {
                    release,
                    primary: Vec::new(),
                    secondary: Vec::new(),
                    cost: 0,
                    ranges,
                });
            }
            let rounded = |total: &usize| matches!(self.at(&release, *total), Cell::Rounded(_));
            let mut totals: Vec<usize> = told
                .iter()
                .filter_map(|&cell| self.totals_of(cell).into_iter().find(rounded))
                .collect();
            if totals.is_empty() {
                // Totals further away are at fault.
                totals = (0..self.counts.len())
                    .filter(|&cell| self.is_total(cell))
                    .filter(rounded)
                    .collect();
            }
            if totals.is_empty() {
                return Err(SuppressionError::Hopeless);
            }
            for total in totals {
                self.set(&mut release, total, Cell::SumOfRounded(sums[total]));
            }
        }
    }

    /// What the rounded counts add up to, in every total.
    fn sums_of_rounded(&self) -> Vec<u64> {
        let width = if self.columns == 1 { 1 } else { self.columns - 1 };
        let counted = self.counts.chunks(self.columns).take(self.counted);
        let rounded: Vec<Vec<u64>> = counted
            .map(|row| row[..width].iter().map(|&count| nearest(count)).collect())
            .collect();
        let mut sums = Self {
            counts: vec![0; self.counts.len()],
            ..self.clone()
        };
        sums.add_up(&rounded);
        sums.counts
    }

    /// The totals that stand in a sum with a cell, itself first where it is one.
    fn totals_of(&self, cell: usize) -> Vec<usize> {
        let (row, column) = self.place(cell);
        let in_row = row * self.columns + self.columns - 1;
        let above = self.parents.get(row).map(|&group| group * self.columns + column);
        let mut totals: Vec<usize> = [Some(cell), Some(in_row), above].into_iter().flatten().collect();
        totals.retain(|&total| self.is_total(total));
        totals
    }

    fn is_total(&self, cell: usize) -> bool {
        let (row, column) = self.place(cell);
        row >= self.counted || self.is_total_column(column)
    }

    pub(super) fn at(&self, release: &TableRelease, cell: usize) -> Cell {
        let (row, column) = self.place(cell);
        release.cells[row][column]
    }

    fn set(&self, release: &mut TableRelease, cell: usize, shown: Cell) {
        let (row, column) = self.place(cell);
        release.cells[row][column] = shown;
    }
}

/// The nearest multiple of 5.
fn nearest(count: u64) -> u64 {
    (count + 2) / 5 * 5
}
