//! Why no estimate can be made.

use crate::interval::IntervalError;

/// A refusal in one plain sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EstimateError {
    /// Nothing to estimate from.
    #[error("there are no cases to estimate from")]
    NoCases,
    /// A stratum of which nobody was reviewed.
    #[error(
        "stratum {0} has no reviewed case, so nothing can be said of it; leave it out of the question, or review one"
    )]
    EmptyStratum(String),
    /// More reviewed than there are.
    #[error(
        "stratum {stratum} has {population} records but {n} were reviewed from it; its population must be {n} or more"
    )]
    SmallPopulation {
        /// The stratum.
        stratum: String,
        /// Reviewed.
        n: u64,
        /// Records in the stratum.
        population: u64,
    },
    /// One case tells nothing of how cases differ.
    #[error(
        "stratum {0} has one reviewed case, from which no error can be worked out; join it with the stratum most like it"
    )]
    LoneCase(String),
    /// A value that is no number.
    #[error("a value of stratum {0} is not a number")]
    NotANumber(String),
    /// The level.
    #[error(transparent)]
    Interval(#[from] IntervalError),
}
