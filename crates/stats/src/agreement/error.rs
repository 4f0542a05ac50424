//! Why ratings are refused, and why a coefficient has no value.

use super::{MOST_CLASSES, MOST_RATERS, Metric};

/// What is wrong with ratings. The caller adds the file and the line where the sentence has none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RatingsError {
    /// A unit or a rater without a name.
    #[error("the {0} is blank; every rating needs the unit and the rater")]
    Blank(&'static str),
    /// A word where the metric needs a number.
    #[error("the value {value:?} is not a number, which the {metric} metric needs; {remedy}")]
    NotANumber {
        /// The value as it stands.
        value: String,
        /// The metric asked for.
        metric: Metric,
        /// What to do instead.
        remedy: &'static str,
    },
    /// A value that means "not a number" in other programs: neither a class nor surely a missing one.
    #[error("the value {0:?} is no class; leave the field blank where there is no rating")]
    NoClass(String),
    /// A negative value under the ratio metric.
    #[error("the value {0} is negative; the ratio metric needs values from 0 upwards")]
    Negative(String),
    /// A value that is not on the scale that was given.
    #[error("the value {0:?} is not among the classes that were given; correct it or give all classes")]
    NotOnScale(String),
    /// One rater rates one unit twice.
    #[error("lines {first} and {second} rate the same unit by the same rater; give each rating once")]
    Twice {
        /// Line of the first.
        first: u64,
        /// Line of the second.
        second: u64,
    },
    /// Too many different values.
    #[error("there are more than {MOST_CLASSES} different values; group them into classes first")]
    TooManyClasses,
    /// Too many raters.
    #[error("there are more than {MOST_RATERS} raters; check that the rater's column holds raters")]
    TooManyRaters,
    /// Too many rows for 32-bit numbering.
    #[error("there are more than 4294967295 rows")]
    TooManyRows,
    /// A scale with a gap or without a choice.
    #[error("a scale needs two or more classes, none of them blank")]
    ShortScale,
    /// A scale that names a class twice.
    #[error("the scale gives the class {0:?} twice")]
    ClassTwice(String),
}

/// Why a coefficient has no value for these ratings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// Nobody can be compared with anybody.
    #[error("no unit has ratings by two raters, so there is nothing to compare")]
    NoPairs,
    /// Everything fell into one class.
    #[error("all ratings that can be compared are {0:?}: with one class in use, chance alone agrees as well")]
    OneClass(String),
    /// The classes are words without an order.
    #[error(
        "the classes are words without an order, which weights need; give numbers or the classes in order"
    )]
    NoOrder,
    /// Two raters were expected.
    #[error("there are {0} raters; this coefficient is for two")]
    NotTwoRaters(usize),
}
