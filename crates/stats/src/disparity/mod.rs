//! Disproportionality: how differently groups are treated, and what such a figure can and cannot say.
//!
//! A rate is taken at the stage that feeds the outcome and compared with the reference group's ([`risk_ratio`],
//! [`odds_ratio`], [`percentage_point_gap`]), in both directions ([`both_directions`]), and along the whole chain from
//! population to outcome ([`stage_chain`]). Every crude ratio has an adjusted one beside it ([`adjusted`], [`logistic`],
//! [`standardised`]). Those whose ethnicity is not recorded are a group, and a bound ([`missing_bounds`]). Numbers too
//! small are refused ([`enough`]); many comparisons are held to account together ([`benjamini_hochberg`], [`holm`]) and
//! a league of areas is shrunk before it is ranked ([`league`]). What must be said beside each is in [`wording`].

mod adjustment;
mod chain;
mod comparisons;
mod counts;
mod error;
mod exact;
mod gap;
mod impact;
mod league;
mod logistic;
mod missing;
mod odds;
mod ratio;
pub(crate) use ratio::katz;
mod small_numbers;
mod standardisation;
pub mod wording;

pub use adjustment::{Adjusted, AdjustmentError, Stratum, Test, adjusted};
pub use chain::{Link, Stage, stage_chain};
pub use comparisons::{NoProbability, benjamini_hochberg, holm};
pub use counts::{Counts, LARGEST};
pub use error::DisparityError;
pub use exact::Fraction;
pub use gap::{Gap, percentage_point_gap};
pub use impact::{Impact, impact_ratios};
pub use league::{Area, LeagueError, Standing, league};
pub use logistic::{Coefficient, Fit, LogisticError, Pattern, logistic};
pub use missing::{BANNER_PERCENT, MissingBounds, missing_bounds};
pub use odds::{OddsMethod, fisher_p, mid_p, odds_ratio};
pub use ratio::{BothDirections, NotGiven, Ratio, RatioMethod, both_directions, risk_ratio, same_rate_p};
pub use small_numbers::{FEWEST_EVENTS, SMALLEST_BASE, SmallNumbers, enough};
pub use standardisation::{Band, StandardisationError, Standardised, standardised};
