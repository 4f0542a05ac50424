//! Showing again what need not be hidden, and exchanging what must be.

use super::super::network::FORBIDDEN;
use super::cover::Cover;
use std::cmp::Reverse;

/// Cells times exchanges that are tried with all their consequences.
const MOST_THOROUGH: usize = 400_000;

/// With no more cells than this hidden for the sake of others, pairs are exchanged too.
const FEW: usize = 24;

/// How often all exchanges are tried.
const MOST_PASSES: usize = 4;

impl Cover<'_> {
    /// Shows again, dearest first, whatever can be shown without exposing a cell; then exchanges what is left for something
    /// cheaper where that is found.
    pub(super) fn tidy(&mut self) {
        self.show_what_is_safe();
        for _ in 0..MOST_PASSES {
            let found = self.exchange_singles() || self.exchange_pairs();
            if !found {
                break;
            }
            self.show_what_is_safe();
        }
    }

    fn exchange_singles(&mut self) -> bool {
        let cells = self.secondaries();
        let thorough = cells.len().saturating_mul(self.hidden.len()) <= MOST_THOROUGH;
        let mut found = false;
        for cell in cells {
            if self.is_secondary(cell) {
                found |= if thorough {
                    self.exchange_all(&[cell])
                } else {
                    self.exchange(cell)
                };
            }
        }
        found
    }

    fn exchange_pairs(&mut self) -> bool {
        let cells = self.secondaries();
        if cells.len() > FEW {
            return false;
        }
        let pairs = cells
            .iter()
            .enumerate()
            .flat_map(|(at, &one)| cells[at + 1..].iter().map(move |&other| [one, other]));
        pairs.into_iter().any(|pair| self.exchange_all(&pair))
    }

    fn show_what_is_safe(&mut self) {
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
    fn in_question(&self, cell: usize) -> Vec<usize> {
        let mut others: Vec<usize> = self.used_by[cell].iter().map(|&other| other as usize).collect();
        others.sort_unstable();
        others.dedup();
        others
            .retain(|&other| self.hidden[other] && self.proofs[other].binary_search(&(cell as u32)).is_ok());
        others
    }

    /// Shows a cell and hides in its place what is cheaper, if anything is; whether it was.
    fn exchange(&mut self, cell: usize) -> bool {
        self.show(cell);
        let (instead, all_free) = self.without(&[cell], self.price(cell));
        if all_free {
            return true;
        }
        self.hide(cell);
        for other in instead {
            self.show(other);
            for questioned in self.in_question(other) {
                self.prove(questioned);
            }
        }
        false
    }

    /// The same for several at once, with everything shown that need no longer be hidden then; the whole is kept only where
    /// it is cheaper.
    fn exchange_all(&mut self, cells: &[usize]) -> bool {
        let (before, kept) = (self.spent(), self.kept());
        cells.iter().for_each(|&cell| self.show(cell));
        if self.without(cells, before).1 {
            self.show_what_is_safe();
            if self.spent() < before {
                return true;
            }
        }
        self.restore(kept);
        false
    }

    /// Frees the cells that shown ones protected without these; what was hidden for it, and whether they are all free and that
    /// was for less than `limit`.
    fn without(&mut self, cells: &[usize], limit: u64) -> (Vec<usize>, bool) {
        let costs: Vec<u64> = cells
            .iter()
            .map(|&cell| std::mem::replace(&mut self.costs[cell], FORBIDDEN))
            .collect();
        let (mut instead, mut spent) = (Vec::new(), 0_u64);
        let mut waiting: Vec<usize> = cells.iter().flat_map(|&cell| self.in_question(cell)).collect();
        let mut all_free = true;
        while let Some(other) = waiting.pop().filter(|_| all_free) {
            match self.free(other) {
                Some(more) => {
                    spent = more
                        .iter()
                        .fold(spent, |spent, &one| spent.saturating_add(self.price(one)));
                    instead.extend(&more);
                    waiting.extend(more);
                    all_free = spent < limit;
                }
                None => all_free = false,
            }
        }
        cells
            .iter()
            .zip(costs)
            .for_each(|(&cell, cost)| self.costs[cell] = cost);
        (instead, all_free)
    }

    /// What hiding costs now, the small counts left out.
    fn spent(&self) -> u64 {
        let secondary = (0..self.hidden.len()).filter(|&cell| self.is_secondary(cell));
        secondary
            .map(|cell| self.price(cell))
            .fold(0, u64::saturating_add)
    }
}
