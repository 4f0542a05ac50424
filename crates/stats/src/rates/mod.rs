//! Rates of outcomes by group, counted from the rows of a CSV file of any length.
//!
//! Every row is one case. `by` (such as the force) splits the cases, `group` (such as ethnicity) is what is compared,
//! `outcome` (such as the disposal) is what became of them. [`Counter`] counts whole rows handed to it as bytes: one for
//! each worker, since what they counted is put together by [`Grid::merge`] and does not depend on who counted which
//! block. [`Cutter`] says where a block may be cut. [`Grid::rows`] gives, for each combination, `d` of `n` cases with the
//! outcome, the rate `d/n` with Wilson's interval, and its ratio to the reference group's with Katz's.
//!
//! **The CSV that is read**: UTF-8; fields parted by commas; rows ended by LF, CRLF or CR; a field that begins with a
//! quotation mark is quoted, may hold commas and line ends, and doubles its quotation marks; a quotation mark elsewhere
//! is a letter like others; empty lines are no rows. It is what the `csv` crate reads, and tests hold it to that. A row
//! with fewer or more fields than the heading is rejected, counted and named by its line.
//!
//! **Missing values.** A blank field is a group of its own, with an empty name, and is counted like any other: people
//! whose ethnicity was not recorded are neither dropped nor spread over the others.
//!
//! **Limits.** A column may have [`MOST_VALUES`] different values, the grid [`MOST_CELLS`] rows: above that a column is
//! a text or a number and no category, and is refused rather than held in memory.

mod cells;
mod chunks;
mod counter;
mod cutter;
mod grid;
mod heading;
mod keys;
mod quotes;
mod ratio;
mod scan;

pub use counter::{Counter, Fault};
pub use cutter::Cutter;
pub use grid::{Grid, Row};
pub use heading::{Heading, Names, Roles};

/// Most different values of one column.
pub const MOST_VALUES: usize = 65_535;
/// Most bytes that the different values of one column may take together.
pub const MOST_TEXT: usize = 4 << 20;
/// Most rows of the grid: by x group x outcome.
pub const MOST_CELLS: usize = 1_000_000;
/// Most bytes of one row.
pub const MOST_ROW: usize = 16 << 20;
/// How many rejected rows are named.
pub const NAMED: usize = 10;

/// Why no rates can be given. Each says what is wrong and what to do; the line, where there is one, is in [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RatesError {
    /// No heading.
    #[error("the file is empty; it needs a heading and a row for each case")]
    Empty,
    /// A heading that is not there.
    #[error("there is no column {column:?}; the columns are {columns}")]
    NoColumn {
        /// What was asked for.
        column: String,
        /// What there is.
        columns: String,
    },
    /// A heading that is there twice.
    #[error("the heading names column {0:?} more than once; give each column its own name")]
    TwiceInHeading(String),
    /// One column in two roles.
    #[error("column {0:?} is asked for twice; by, group and outcome must be different columns")]
    TwiceAsked(String),
    /// Not text.
    #[error("this is not UTF-8 text; save the file as UTF-8")]
    NotUtf8,
    /// A quotation mark without its partner.
    #[error("a quoted cell begins here and is never closed; add the closing quotation mark")]
    Unclosed,
    /// A row without end.
    #[error("the row that begins here is longer than 16 MB; a quotation mark may lack its partner")]
    LongRow,
    /// Too many different values in a column.
    #[error(
        "column {0:?} has more than 65,535 different values, or more than 4 MB of them; choose a column of categories"
    )]
    TooManyValues(String),
    /// Too many combinations.
    #[error(
        "by, group and outcome have more than 1,000,000 combinations; choose columns with fewer different values"
    )]
    TooManyCells,
    /// Nothing in a column.
    #[error("column {0:?} is blank in every row; choose a column with values")]
    Blank(String),
    /// A heading and nothing below it.
    #[error("the file has a heading but no rows below it; check that the extract was not cut short")]
    NoRows,
    /// Rows, but all of them ragged.
    #[error("every row has fewer or more fields than the heading; check the commas and quotation marks")]
    AllRejected,
    /// The group that others are compared with does not occur.
    #[error("no row has {reference:?} in column {column:?}; its values are {values}")]
    NoReference {
        /// What was asked for.
        reference: String,
        /// The group's column.
        column: String,
        /// What there is.
        values: String,
    },
}

/// At most ten names in quotation marks, and how many more there are.
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(10).map(|name| format!("{name:?}"));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if let more @ 1.. = names.len().saturating_sub(10) {
        text.push_str(&format!(" and {more} more"));
    }
    text
}
