//! Rows of cases that may be published: nobody stands out, and nobody's result follows from what is known about them.
//!
//! **k-anonymity** (Samarati and Sweeney 1998): what could be known of a person from elsewhere, the *quasi-identifiers* such as
//! age band, month and area, is the same for at least k of the published rows. **Distinct l-diversity** (Machanavajjhala et al.
//! 2007): among these rows the sensitive value, such as the panel's class, has at least l different values; otherwise knowing
//! who is meant is knowing the result.
//!
//! [`generalise`] makes values coarser along fixed ladders until that holds, by trying every combination of steps, and leaves out
//! the rows that still stand out. It does not change values: a wrong result about a real case is worse than none.

mod crowd;
mod ladder;
mod lattice;
mod votes;

pub use crowd::{Coarser, Crowd};
pub use ladder::{Ladder, Quasi};
pub use lattice::{Anonymity, Demand, Generalised, generalise, measure};
pub use votes::{FEW_VOTERS, VotesShown, votes};

/// Why rows cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CasesError {
    /// No rows.
    #[error("there are no rows")]
    Empty,
    /// No quasi-identifiers.
    #[error("no columns are named by which a person could be recognised; name them")]
    NoQuasi,
    /// Columns of different lengths.
    #[error("column {0} has another number of rows than the sensitive one")]
    Length(String),
    /// k or l below 1.
    #[error("k and l must be 1 or more")]
    Demand,
    /// Fewer rows than a class needs.
    #[error("there are {rows} rows, fewer than k = {k}: none of them could be published")]
    FewRows {
        /// Rows.
        rows: usize,
        /// The least size of a class.
        k: usize,
    },
    /// Fewer values than a class needs.
    #[error(
        "the sensitive column has {values} different values, fewer than l = {l}; choose a smaller l or another column"
    )]
    FewValues {
        /// Values, blank ones left out.
        values: usize,
        /// The least number of values in a class.
        l: usize,
    },
    /// Something else where a month was announced.
    #[error("row {row}, column {column}: {value:?} is not a month such as 2024-03")]
    Month {
        /// Row, counted from one.
        row: usize,
        /// Column.
        column: String,
        /// What is there.
        value: String,
    },
    /// A value that lies in two groups.
    #[error(
        "row {row}, column {column}: {value:?} lies in {other:?} here and in {group:?} before; a value lies in one group"
    )]
    TwoGroups {
        /// Row, counted from one.
        row: usize,
        /// Column.
        column: String,
        /// The value.
        value: String,
        /// Its group.
        group: String,
        /// Its other group.
        other: String,
    },
    /// Too many combinations of steps.
    #[error(
        "the ladders of these columns make {0} combinations, more than the 2000 that are tried; name fewer columns"
    )]
    TooManySteps(usize),
    /// Nothing is good enough.
    #[error(
        "no combination of steps leaves out {most} rows or fewer; the best leaves out {best} of {rows}: allow more, or name \
         fewer columns"
    )]
    TooManyLeftOut {
        /// Most rows that may be left out.
        most: usize,
        /// Fewest that would be.
        best: usize,
        /// All rows.
        rows: usize,
    },
}
