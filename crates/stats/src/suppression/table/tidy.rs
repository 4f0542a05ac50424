//! Showing again what need not be hidden.

use super::cover::Cover;
use std::cmp::Reverse;

impl Cover<'_> {
    /// Shows again, dearest first, whatever can be shown without exposing a cell; then exchanges what is left for
    /// something cheaper where that is found.
    pub(super) fn tidy(&mut self) {
        for cell in self.secondaries() {
            self.show_if_safe(cell);
        }
    }

    /// What is hidden for the sake of others, dearest first.
    fn secondaries(&self) -> Vec<usize> {
        let mut cells: Vec<usize> = (0..self.hidden.len())
            .filter(|&cell| self.is_secondary(cell))
            .collect();
        cells.sort_by_key(|&cell| Reverse(self.price(cell)));
        cells
    }

    fn show_if_safe(&mut self, cell: usize) {
        self.show(cell);
        for other in self.in_question(cell) {
            if !self.prove(other) {
                self.hide(cell);
                return;
            }
        }
    }

    /// The hidden cells whose proof a cell is part of.
    pub(super) fn in_question(&self, cell: usize) -> Vec<usize> {
        let mut others: Vec<usize> = self.used_by[cell].iter().map(|&other| other as usize).collect();
        others.sort_unstable();
        others.dedup();
        others
            .retain(|&other| self.hidden[other] && self.proofs[other].binary_search(&(cell as u32)).is_ok());
        others
    }
}
