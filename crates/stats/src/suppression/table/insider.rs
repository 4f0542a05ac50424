//! The person who is the only case of a hidden cell, and knows it.

use super::super::network::{FORBIDDEN, Room};
use super::super::{Cell, Rule};
use super::cover::Cover;
use super::{SuppressionError, Table, TableRange, TableRelease};
use serde::Serialize;

/// What a person who is the only case of a hidden cell can find out about another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Insight {
    /// Row of the person's own cell, whose count is 1.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// The cell given away.
    pub range: TableRange,
}

impl Table {
    /// What those could find out who are the only case of a hidden cell, each on their own: for them that cell is shown.
    ///
    /// # Errors
    /// A release of another shape.
    pub fn insights(&self, release: &TableRelease, rule: Rule) -> Result<Vec<Insight>, SuppressionError> {
        let mut insights = Vec::new();
        let hidden = release
            .cells
            .iter()
            .flatten()
            .enumerate()
            .filter(|(_, cell)| **cell == Cell::Hidden);
        for (cell, _) in hidden.filter(|(cell, _)| self.counts.get(*cell) == Some(&1)) {
            let (row, column) = self.place(cell);
            let mut known = release.clone();
            known.cells[row][column] = Cell::Shown(1);
            let ranges = self.exposed(&known, rule)?.into_iter();
            insights.extend(ranges.map(|range| Insight { row, column, range }));
        }
        Ok(insights)
    }
}

impl Cover<'_> {
    /// Hides what it takes to keep every cell safe from each person who is the only case of another; whether that is
    /// possible.
    pub(super) fn hide_from_insiders(&mut self) -> bool {
        let mut waiting: Vec<usize> = (0..self.hidden.len())
            .rev()
            .filter(|&cell| self.hidden[cell])
            .collect();
        while let Some(cell) = waiting.pop() {
            if !self.prove(cell) {
                return false;
            }
            let proof = self.proofs[cell].clone();
            for single in proof.into_iter().map(|other| other as usize) {
                if self.table.counts[single] != 1 {
                    continue;
                }
                let Some(others) = self.free_without(cell, single) else {
                    return false;
                };
                waiting.extend(others);
            }
        }
        true
    }

    /// Frees a cell without the help of another; what is newly hidden.
    fn free_without(&mut self, cell: usize, single: usize) -> Option<Vec<usize>> {
        let (room, cost) = (self.live.room(single), self.costs[single]);
        let proof = std::mem::take(&mut self.proofs[cell]);
        self.live.unlink(single);
        self.live.link(single, Room::NONE);
        self.costs[single] = FORBIDDEN;
        let others = self.free(cell);
        self.live.unlink(single);
        self.live.link(single, room);
        self.costs[single] = cost;
        self.proofs[cell] = proof;
        others
    }
}
