//! What the command answers.

use super::model::Model;
use serde::Serialize;
use stats::disparity::{MissingBounds, Ratio, Test};

/// What `--json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    /// The comparison itself, where there is only one.
    #[serde(flatten)]
    pub(super) only: Option<Compared>,
    /// Every comparison.
    pub(super) groups: Vec<Compared>,
    pub(super) reference: String,
    pub(super) outcome: String,
    pub(super) strata_columns: Vec<String>,
    pub(super) level: f64,
    /// Lines under the header.
    pub(super) rows: u64,
    /// People left out because their outcome is blank.
    pub(super) blank_outcome: u64,
    /// People left out because a column of the strata is blank.
    pub(super) blank_strata: u64,
    /// People whose group is not recorded.
    pub(super) not_recorded: u64,
    /// What must be said beside the figures.
    pub(super) warnings: Vec<String>,
}

/// One group beside the reference group. Figures that cannot be given are null, and `withheld` says why.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Compared {
    pub(super) group: String,
    pub(super) events: u64,
    pub(super) base: u64,
    pub(super) ref_events: u64,
    pub(super) ref_base: u64,
    pub(super) crude_rr: Option<f64>,
    pub(super) crude_low: Option<f64>,
    pub(super) crude_high: Option<f64>,
    pub(super) mh_rr: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) mh_or: Option<f64>,
    pub(super) or_low: Option<f64>,
    pub(super) or_high: Option<f64>,
    pub(super) strata: usize,
    /// Strata that hold both groups and people with and without the outcome.
    pub(super) informative_strata: Option<usize>,
    pub(super) homogeneity_p: Option<f64>,
    pub(super) homogeneity_test: &'static str,
    pub(super) homogeneity: Option<Test>,
    /// Cochran's Q of the logarithms of the ratios of rates.
    pub(super) homogeneity_of_rates: Option<Test>,
    /// The Cochran-Mantel-Haenszel test, with continuity correction.
    pub(super) cmh: Option<Test>,
    pub(super) cmh_uncorrected: Option<Test>,
    /// p of `cmh`, adjusted over the groups by Benjamini and Hochberg.
    pub(super) p_adjusted: Option<f64>,
    /// The ratios of *not* having the outcome.
    pub(super) opposite: Option<Opposite>,
    pub(super) logistic: Option<Model>,
    /// Those not recorded: their share, their rate, and what the crude ratio could be were they recorded.
    pub(super) missing: Option<MissingBounds>,
    pub(super) withheld: Option<String>,
}

/// The other direction of the ratios of rates: of not having the outcome. Odds ratios are inverses of each other.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Opposite {
    pub(super) crude: Ratio,
    pub(super) adjusted: Ratio,
}
