//! Why releases cannot be read, compared or protected.

/// What is wrong with a release file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Some other format.
    #[error("the format is {0:?}; it must be \"scrutineer-release/1\"")]
    Format(String),
    /// A threshold that hides nothing, or everything.
    #[error("the threshold is {0}; it must be from 2 to 1000000")]
    Threshold(u64),
    /// Nothing in it.
    #[error("the release names no rows or holds no cells")]
    Empty,
    /// The same name for two things.
    #[error("{0:?} names two of its rows, columns and limits; give each its own name")]
    KindTwice(String),
    /// A kind of row that was not announced.
    #[error("a row is said to be {0:?}, which is not among the names of the rows")]
    NoKind(String),
    /// A sum of nothing, or with a label twice.
    #[error("a sum of {0:?} has no parts or names one twice")]
    Sum(String),
    /// A row that is not in the table.
    #[error("the nested rows speak of {0:?}, which is not a row of the table")]
    NoRow(String),
    /// A row that lies in itself.
    #[error("row {0:?} lies in itself; give each row the one that it lies in")]
    Circle(String),
    /// A cell that is there twice.
    #[error("the cell of row {0:?} and column {1:?} is there twice")]
    Twice(String, String),
    /// A count where none belongs, or none where one does.
    #[error(
        "the cell of row {0:?} and column {1:?} must have a count, unless it is hidden; a rounded one is a multiple of 5"
    )]
    Count(String, String),
    /// More cells than are taken.
    #[error("the table has more than 20 million cells; hand it in in parts")]
    TooManyCells,
    /// A count beyond what is taken.
    #[error("the count of row {0:?} and column {1:?} is 2^53 or more; check it")]
    Large(String, String),
}

/// Why several releases cannot be attacked together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttackError {
    /// A release that cannot be used.
    #[error("{0}: {1}")]
    Release(String, ReleaseError),
    /// Releases of different cases.
    #[error(
        "{first} is of the population {one:?} and {second} of {other:?}; hand in releases of one population"
    )]
    Population {
        /// A release.
        first: String,
        /// Its population.
        one: String,
        /// Another release.
        second: String,
        /// Its population.
        other: String,
    },
    /// Two releases say different things of one count.
    #[error(
        "{first} and {second} cannot both be true of {cell}: they are not of the same population, or one was changed; \
         hand in releases of one population"
    )]
    Contradiction {
        /// A release.
        first: String,
        /// Another release.
        second: String,
        /// The cell.
        cell: String,
    },
    /// Sums that do not hold.
    #[error(
        "{releases}: what is shown around {cell} does not add up; the table was changed, or the releases are not of the \
         same population"
    )]
    DoesNotAddUp {
        /// The releases concerned.
        releases: String,
        /// A cell of the sum.
        cell: String,
    },
    /// Parts of the population of which nobody said whether they are all.
    #[error(
        "{kind} is limited to {labels} in different releases; say which values {kind} has, with a sum of all its parts"
    )]
    Parts {
        /// What the parts are.
        kind: String,
        /// Their labels.
        labels: String,
    },
    /// Tables that cross each other in a ring.
    #[error(
        "the releases cross {0} in a ring, and what such tables tell together cannot be settled; leave one of them out"
    )]
    Ring(String),
    /// A release limited in too many ways.
    #[error("{0} is limited to a part of the population in more than 4 ways, which is not taken")]
    Limits(String),
}
