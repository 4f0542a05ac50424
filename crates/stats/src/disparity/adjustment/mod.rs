//! The ratio after like has been compared with like: within strata of offence, age, area, and then put together by
//! Mantel and Haenszel (1959). Never shown without the crude ratio, nor without
//! [`ADJUSTS_BIAS_AWAY`](super::wording::ADJUSTS_BIAS_AWAY).

mod homogeneity;
mod mantel_haenszel;

use super::DisparityError;
use super::counts::{Counts, normal_at};
use super::ratio::{Ratio, RatioMethod, risk_ratio};
use serde::Serialize;

/// The group and the reference group within one stratum. Either may be empty there; such a stratum says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// The group.
    pub group: Counts,
    /// The reference group.
    pub reference: Counts,
}

/// A test and its p.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Test {
    /// The statistic, chi-square when what is tested holds.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub freedom: usize,
    /// Two-sided p. Never to be shown alone: adjust it for how many comparisons were made.
    pub p: f64,
}

/// Crude and adjusted, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Adjusted {
    /// The ratio with all strata thrown together, with Katz's bounds: with one stratum they are those of `risk_ratio`.
    pub crude: Ratio,
    /// The Mantel-Haenszel ratio of rates, with the bounds of Greenland and Robins (1985, Biometrics 41:55-68).
    pub risk_ratio: Ratio,
    /// The Mantel-Haenszel odds ratio, with the bounds of Robins, Breslow and Greenland (1986, Biometrics 42:311-323).
    pub odds_ratio: Ratio,
    /// The Cochran-Mantel-Haenszel test of no difference within strata, with continuity correction as R's
    /// `mantelhaen.test` has it.
    pub test: Test,
    /// The same without correction.
    pub test_uncorrected: Test,
    /// Whether the odds ratio is the same in all strata: Breslow and Day's test (1980) with Tarone's correction (1985,
    /// Biometrika 72:91-95). None with fewer than two strata that say anything. A small p means that one figure for all
    /// strata hides something.
    pub homogeneity: Option<Test>,
    /// Whether the ratio of rates is the same in all strata: Cochran's Q of their logarithms, weighted by the inverse
    /// of Katz's variance, over the strata with the outcome in both groups.
    pub homogeneity_of_rates: Option<Test>,
    /// How many strata there are.
    pub strata: usize,
    /// How many hold both groups and both those with and those without the outcome, and so say anything on odds.
    pub informative: usize,
}

/// Why no adjusted ratio can be given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AdjustmentError {
    /// Nothing to put together.
    #[error("there is no stratum; give at least one")]
    NoStrata,
    /// No like to compare with like.
    #[error("no stratum holds people of both groups, so like cannot be compared with like; use fewer strata")]
    NothingShared,
    /// One group has no outcome in any stratum that it shares with the other.
    #[error("within the strata that hold both groups, {0}, so there is no adjusted ratio; use fewer strata")]
    OneSided(&'static str),
    /// The counts themselves allow no ratio.
    #[error(transparent)]
    Counts(#[from] DisparityError),
}

/// The crude and the Mantel-Haenszel ratios over `strata`, with bounds at `level` and tests.
///
/// # Errors
/// No stratum; no stratum with both groups; within those that have both, one group with nobody or everybody having the
/// outcome; totals above [`LARGEST`](super::LARGEST); a level that is not between 0 and 1.
pub fn adjusted(strata: &[Stratum], level: f64) -> Result<Adjusted, AdjustmentError> {
    let z = normal_at(level)?;
    let first = strata.first().ok_or(AdjustmentError::NoStrata)?;
    let total = strata[1..].iter().try_fold(*first, |sum, stratum| {
        Ok::<_, DisparityError>(Stratum {
            group: sum.group.with(stratum.group)?,
            reference: sum.reference.with(stratum.reference)?,
        })
    })?;
    total.group.with(total.reference)?;
    let crude = risk_ratio(total.group, total.reference, RatioMethod::Katz, level)?;
    let cells: Vec<Cells> = strata.iter().filter_map(Cells::of).collect();
    if cells.is_empty() {
        return Err(AdjustmentError::NothingShared);
    }
    let risk_ratio = mantel_haenszel::risk_ratio(&cells, z)?;
    let odds_ratio = mantel_haenszel::odds_ratio(&cells, z)?;
    let telling: Vec<Cells> = cells.iter().copied().filter(Cells::tells_of_odds).collect();
    Ok(Adjusted {
        crude,
        risk_ratio,
        odds_ratio,
        test: mantel_haenszel::test(&telling, true),
        test_uncorrected: mantel_haenszel::test(&telling, false),
        homogeneity: homogeneity::of_odds(&telling, odds_ratio.ratio),
        homogeneity_of_rates: homogeneity::of_rates(&cells),
        strata: strata.len(),
        informative: telling.len(),
    })
}

/// A stratum with both groups, as doubles: with and without the outcome in the group (a, b) and the reference (c, d).
#[derive(Debug, Clone, Copy)]
struct Cells {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Cells {
    fn of(stratum: &Stratum) -> Option<Self> {
        let Stratum { group, reference } = stratum;
        (group.base() > 0 && reference.base() > 0).then(|| Self {
            a: group.events() as f64,
            b: group.others() as f64,
            c: reference.events() as f64,
            d: reference.others() as f64,
        })
    }

    fn all(&self) -> f64 {
        self.a + self.b + self.c + self.d
    }

    fn group(&self) -> f64 {
        self.a + self.b
    }

    fn reference(&self) -> f64 {
        self.c + self.d
    }

    fn events(&self) -> f64 {
        self.a + self.c
    }

    fn tells_of_odds(&self) -> bool {
        self.events() > 0.0 && self.b + self.d > 0.0
    }
}
