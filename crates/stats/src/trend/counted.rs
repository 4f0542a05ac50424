//! What was found among what was reviewed, and what cannot be charted.

use serde::Serialize;

/// The most cases that one row may count: beyond, charts of chance show nothing.
pub const MOST_REVIEWED: u64 = 1_000_000_000;

/// `x` found so among `n` reviewed: one meeting, panel or force. Always 1 or more reviewed, and `x` at most
/// `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    x: u64,
    n: u64,
}

impl Counted {
    /// Checks the two numbers.
    ///
    /// # Errors
    /// Nothing reviewed, more found than reviewed, or more than [`MOST_REVIEWED`].
    pub fn new(x: u64, n: u64) -> Result<Self, TrendError> {
        match n {
            0 => Err(TrendError::NothingReviewed),
            _ if x > n => Err(TrendError::MoreThanReviewed { x, n }),
            _ if n > MOST_REVIEWED => Err(TrendError::TooManyReviewed(n)),
            _ => Ok(Self { x, n }),
        }
    }

    /// Found.
    #[must_use]
    pub fn x(self) -> u64 {
        self.x
    }

    /// Reviewed.
    #[must_use]
    pub fn n(self) -> u64 {
        self.n
    }

    /// Found as a share of reviewed, from 0 to 1.
    #[must_use]
    pub fn rate(self) -> f64 {
        self.x as f64 / self.n as f64
    }
}

/// Why something cannot be charted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TrendError {
    /// No row.
    #[error("there is nothing to chart; give a row for each meeting")]
    NoRows,
    /// A row with no case reviewed.
    #[error("n is 0: with nothing reviewed there is no rate; leave the row out")]
    NothingReviewed,
    /// More found than reviewed.
    #[error("x is {x} but only n = {n} were reviewed; x counts some of the n")]
    MoreThanReviewed {
        /// Found.
        x: u64,
        /// Reviewed.
        n: u64,
    },
    /// A number beyond what is charted.
    #[error("n is {0}; at most {MOST_REVIEWED} reviewed in one row can be charted")]
    TooManyReviewed(u64),
    /// Sums that are too large to be added.
    #[error("the numbers reviewed add up to more than can be counted")]
    TooManyInAll,
    /// A level that is no confidence level.
    #[error("the level is {0}; it must lie between 0 and 1, such as 0.9973")]
    Level(f64),
    /// A target that is no rate.
    #[error("the target is {0}; it must lie between 0 and 1, such as 0.2")]
    Target(f64),
}

/// On which side of a line or of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Higher.
    Above,
    /// Lower.
    Below,
}

/// All rows in one.
pub(super) fn total(rows: &[Counted]) -> Result<(u64, u64), TrendError> {
    if rows.is_empty() {
        return Err(TrendError::NoRows);
    }
    let add = |(x, n): (u64, u64), row: &Counted| Some((x.checked_add(row.x)?, n.checked_add(row.n)?));
    rows.iter().try_fold((0, 0), add).ok_or(TrendError::TooManyInAll)
}
