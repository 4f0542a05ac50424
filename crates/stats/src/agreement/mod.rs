//! How far members agree who class the same cases before they meet.
//!
//! Each unit (a case) is put into one class by each rater (a member), or not rated by them. What a reader
//! asks first is how many agreed and how many did not: [`observed`] counts it. [`ac1`] and [`ac2`] (Gwet) and
//! [`alpha`] (Krippendorff) take off what chance alone would bring about. Where most cases fall into one
//! class, the usual state of a panel, alpha and the kappas are low although nearly everybody agrees, so none
//! of them is shown alone.
//!
//! **A metric is named with every figure.** Gwet's "ordinal" *weights* are not Krippendorff's ordinal
//! *metric*: on Krippendorff's own example the first give .8336 where the second gives .8154.
//!
//! [`report`] puts everything together and keeps to counts below [`FEWEST_UNITS`] units; the single functions
//! work on any number.
//!
//! Sources: Krippendorff, *Computing Krippendorff's alpha-reliability* (2011); Gwet, *Handbook of Inter-Rater
//! Reliability* (4th edition, 2014), for all other coefficients, their weights and their standard errors.

mod alpha;
mod bootstrap;
mod chance;
mod coefficient;
mod conger;
mod error;
mod observed;
mod pattern;
mod ratings;
mod report;
mod scale;
mod weights;

pub use alpha::{Metric, alpha};
pub use bootstrap::{Bootstrap, PercentileInterval, Resamples, percentile_interval};
pub use coefficient::{Coefficient, ac1, ac2, brennan_prediger, fleiss, weighted_krippendorff};
pub use conger::{cohen, conger, scott};
pub use error::{RatingsError, Undefined};
pub use observed::{Observed, PairOfRaters, UnitAgreement, observed, pairs_of_raters, units};
pub use ratings::{MOST_RATERS, Ratings, RatingsBuilder};
pub use report::{AlphaFound, Coefficients, FEWEST_UNITS, Named, Report, report};
pub use scale::{MOST_CLASSES, Scale};
pub use weights::Weights;
