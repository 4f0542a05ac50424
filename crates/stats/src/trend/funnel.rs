//! Rates of unlike size against one target: the fewer cases, the wider the limits.

use super::counted::{Counted, TrendError, total};
use super::dispersion::{Dispersion, dispersion, z};
use crate::distribution::binomial::Binomial;
use serde::Serialize;

/// A funnel plot as numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// The rate all are compared with.
    pub target: f64,
    /// Whether they differ more than chance explains.
    pub dispersion: Dispersion,
    /// One for each row.
    pub points: Vec<FunnelPoint>,
}

/// One row on the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FunnelPoint {
    /// Found among reviewed.
    pub rate: f64,
    /// How many standard deviations from the target, by the normal approximation: for over-dispersion only.
    pub z: f64,
    /// Lower limit at 95%.
    pub low_95: f64,
    /// Upper limit at 95%.
    pub high_95: f64,
    /// Lower limit at 99.8%.
    pub low_998: f64,
    /// Upper limit at 99.8%.
    pub high_998: f64,
    /// Outside which limit the rate is, if any.
    pub flag: Option<FunnelFlag>,
}

/// Outside which limit a rate is. One in twenty is outside the inner limits by chance, one in 500 outside the
/// outer ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum FunnelFlag {
    /// Above the upper limit at 95%.
    #[serde(rename = "above_95")]
    Above95,
    /// Below the lower limit at 95%.
    #[serde(rename = "below_95")]
    Below95,
    /// Above the upper limit at 99.8%.
    #[serde(rename = "above_998")]
    Above998,
    /// Below the lower limit at 99.8%.
    #[serde(rename = "below_998")]
    Below998,
}

/// A funnel about `target`, without one about the rate of all rows together. Limits are the interpolated
/// binomial quantiles at .025, .975, .001 and .999 as rates (Spiegelhalter 2005, appendix A.1.1), no lower
/// than 0, and 1 where even n of n is more likely than the tail. Where the rows are over-dispersed, each
/// limit's distance from the target is multiplied by the root of phi.
///
/// A row is flagged below a limit when its rate is: then so few cases are rarer than the limit's tail. Above,
/// the interpolated limit lies up to one case inside the exact one: 6 of 15 against .2 is outside at 95%
/// although 6 or more have a probability of .061 (Manktelow and Seaton, PLoS ONE 2012, 7:e45723, on how often
/// such limits call out what is chance). So a row is flagged above a limit only when so many cases, or more,
/// are as rare as its tail too.
///
/// # Errors
/// No row, a target that is not between 0 and 1, or sums beyond counting.
pub fn funnel(rows: &[Counted], target: Option<f64>) -> Result<Funnel, TrendError> {
    let (found, reviewed) = total(rows)?;
    let target = match target {
        Some(target) if !(target > 0.0 && target < 1.0) => return Err(TrendError::Target(target)),
        Some(target) => target,
        None => found as f64 / reviewed as f64,
    };
    let zs: Vec<f64> = rows.iter().map(|row| z(*row, target)).collect();
    let dispersion = dispersion(&zs);
    let wider = if dispersion.over_dispersed {
        dispersion.phi.sqrt()
    } else {
        1.0
    };
    let points = rows.iter().zip(zs).map(|(row, z)| point(*row, z, target, wider));
    Ok(Funnel {
        target,
        dispersion,
        points: points.collect(),
    })
}

fn point(row: Counted, z: f64, target: f64, wider: f64) -> FunnelPoint {
    let chance = Binomial::new(row.n(), target);
    let limit = |probability: f64| {
        let certain = probability > 0.5 && chance.quantile(probability) == row.n();
        let plain = if certain {
            1.0
        } else {
            chance.interpolated(probability) / row.n() as f64
        };
        (target + (plain - target) * wider).clamp(0.0, 1.0)
    };
    let mut point = FunnelPoint {
        rate: row.rate(),
        z,
        low_95: limit(0.025),
        high_95: limit(0.975),
        low_998: limit(0.001),
        high_998: limit(0.999),
        flag: None,
    };
    let so_many = 1.0 - chance.before(row.x());
    point.flag = if point.rate > point.high_998 && so_many <= 0.001 {
        Some(FunnelFlag::Above998)
    } else if point.rate < point.low_998 {
        Some(FunnelFlag::Below998)
    } else if point.rate > point.high_95 && so_many <= 0.025 {
        Some(FunnelFlag::Above95)
    } else if point.rate < point.low_95 {
        Some(FunnelFlag::Below95)
    } else {
        None
    };
    point
}
