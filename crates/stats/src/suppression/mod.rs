//! Small numbers in published tables: what is hidden or rounded, and proof that it stays hidden.
//!
//! [`protect`] hides the small counts of a list of counts with a total. Hiding one cell alone is useless, for the
//! total gives it away, so the smallest other count goes with it; where there is none, the total is hidden, or, when
//! everybody knows the total already, the whole list. [`audit`] then plays the attacker: it works out, from what is
//! shown and nothing else, the exact range of every hidden cell. [`protect_table`] and [`audit_table`] do the same for
//! rows and columns with totals, where a hidden cell needs a whole cycle of others (Fischetti and Salazar 2001); the
//! ranges are maximum flows in whole numbers.
//!
//! **Guarantee**: no cell that is not shown can be narrowed down to one number, or to numbers that are all from 1 to
//! the threshold less 1, by someone who knows what is shown, the total, and (as the legend says) whether zeros are
//! ever hidden. Out of its reach: somebody who knows other tables of the same cases, who contributed a case and knows
//! it, or who reasons backwards from the choice of which other cell was hidden.

pub mod attack;
mod audit;
mod network;
mod protect;
mod rule;
mod table;

pub use audit::{Range, audit, exposed};
pub use protect::{Total, protect};
pub use rule::{Profile, Rule};
pub use table::{
    Insight, Price, Protected, Table, TableRange, TableRelease, Terms, Zeros, audit_table, protect_table,
};

use serde::Serialize;

/// A count as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "as", content = "count", rename_all = "snake_case")]
pub enum Cell {
    /// The count itself.
    Shown(u64),
    /// Not shown.
    Hidden,
    /// The nearest multiple of 5.
    Rounded(u64),
    /// A total: what the rounded counts add up to. It says nothing that they do not.
    SumOfRounded(u64),
}

/// A total as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "as", content = "count", rename_all = "snake_case")]
pub enum PublishedTotal {
    /// The sum of the counts.
    Exact(u64),
    /// The sum of the rounded counts: it says nothing that they do not.
    SumOfRounded(u64),
    /// Not shown.
    Hidden,
}

/// A list of counts as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The counts, in the order given.
    pub cells: Vec<Cell>,
    /// Their total.
    pub total: PublishedTotal,
    /// Whether a hidden cell may be 0: the legend must say so. Otherwise every zero is shown, and a reader knows that
    /// a hidden cell is at least 1.
    pub zeros_hidden: bool,
}

/// Why a list cannot be protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SuppressionError {
    /// A single count whose total everybody knows is known.
    #[error("the table has a single small count, and its total is public; leave the table out")]
    SingleCount,
    /// The sum does not fit.
    #[error("the counts add up to more than can be held; check them")]
    TooLarge,
    /// Rows of different lengths.
    #[error("the rows of the table differ in length; give every row a count for every column")]
    Ragged,
    /// A table of one row or column.
    #[error("the table has fewer than two rows or columns; protect it as a list")]
    List,
    /// No rows or no columns.
    #[error("the table has no counts; give it at least one row and one column")]
    Empty,
    /// Groups of rows that do not nest.
    #[error(
        "the rows do not nest: every row and group lies in one later group or the total, and every group holds one"
    )]
    Nesting,
    /// More cells than are taken.
    #[error("the table has more than 20 million cells; publish it in parts")]
    TooManyCells,
    /// A threshold that hides nothing, or everything.
    #[error("the threshold is {0}; it must be from 2 to 1000000")]
    Threshold(u64),
    /// A threshold that rounding cannot serve.
    #[error(
        "the threshold is {0}, but rounding to 5 hides no more than counts below 7; choose another profile"
    )]
    RoundedThreshold(u64),
    /// Nothing helps.
    #[error(
        "not even hiding the whole table keeps its small counts from being worked out; leave the table out"
    )]
    Hopeless,
}
