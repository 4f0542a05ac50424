//! Rates from meeting to meeting and from panel to panel: what is chance and what is not.
//!
//! [`p_chart`] follows one panel's rate over its meetings, with limits from the binomial distribution itself:
//! a meeting reviews some 15 cases, where Shewhart's three standard deviations reach below 0. [`funnel`] sets
//! panels, forces or reviewers of unlike size against one rate. [`pool`] adds meetings up and says when they
//! differ too much to be added.
//!
//! Sources: Montgomery, *Introduction to Statistical Quality Control*, chapter 7, for the chart;
//! Spiegelhalter, *Funnel plots for comparing institutional performance* (Statistics in Medicine 2005,
//! 24:1185-1202), for the funnel and for over-dispersion.

mod counted;
mod dispersion;
mod funnel;
mod p_chart;
mod pooling;
mod runs;

pub use counted::{Counted, MOST_REVIEWED, Side, TrendError};
pub use dispersion::{Dispersion, WINSORISED};
pub use funnel::{Funnel, FunnelFlag, FunnelPoint, funnel};
pub use p_chart::{PChart, PChartPoint, THREE_SIGMA, p_chart};
pub use pooling::{Pooled, pool};
pub use runs::{RUN, RUNS_FROM};
