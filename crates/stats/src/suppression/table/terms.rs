//! What is asked of a protected table, and what comes of it.

use super::super::{Rule, Total};
use super::{TableRange, TableRelease};

/// Whether a zero may be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// Every zero is shown, as the profiles have it; a reader then knows that a hidden count is at least 1.
    Shown,
    /// A zero may be hidden to protect others, and the legend says that a hidden count may be 0.
    MayHide,
}

/// What hiding a count that is not small costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// The count itself: as few cases as possible are hidden.
    Count,
    /// The logarithm of the count, in sixteenths of a doubling: as few cells as possible, small ones first.
    Log,
}

/// What is asked of a protected table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Which counts are too small.
    pub rule: Rule,
    /// Whether the grand total can be kept back.
    pub total: Total,
    /// Whether zeros may be hidden.
    pub zeros: Zeros,
    /// What hiding costs.
    pub price: Price,
    /// Protect also against a person who is the only case of a hidden cell and knows it.
    pub insider: bool,
    /// Row and column of cells to hide besides the small ones.
    pub forced: Vec<(usize, usize)>,
    /// Row and column of cells that readers know from elsewhere: hiding them protects nothing.
    pub known: Vec<(usize, usize)>,
}

impl Terms {
    /// The usual terms under a rule: totals may be hidden, zeros are shown, as few cases as possible are hidden.
    pub fn of(rule: impl Into<Rule>) -> Self {
        Self {
            rule: rule.into(),
            total: Total::MayHide,
            zeros: Zeros::Shown,
            price: Price::Count,
            insider: false,
            forced: Vec::new(),
            known: Vec::new(),
        }
    }
}

/// A table that may be published, and for those who made it, why each cell is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// What may be published. It does not tell which cells are the small ones.
    pub release: TableRelease,
    /// Row and column of each small count.
    pub primary: Vec<(usize, usize)>,
    /// Row and column of each count that is hidden for the sake of others.
    pub secondary: Vec<(usize, usize)>,
    /// Cases in all hidden cells, a hidden total counted like any cell; 0 where counts are rounded.
    pub cost: u64,
    /// What a reader can find out about each cell that is not shown.
    pub ranges: Vec<TableRange>,
}
