//! The odds ratio, where the choice itself is compared: out-of-court resolution against charge. The odds ratio of not
//! getting the outcome is its inverse, so it has one direction only.

mod exact;
mod score;

use super::DisparityError;
use super::counts::{Counts, nobody_missing, normal_at};
use super::ratio::Ratio;
use serde::Serialize;

pub use exact::{fisher_p, mid_p};

/// How an odds ratio and its bounds are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OddsMethod {
    /// The score interval without correction (Cornfield 1956, as Miettinen and Nurminen 1985 write it).
    #[default]
    Score,
    /// Normal on the logarithm (Woolf 1955, Annals of Human Genetics 19:251-253): for large counts only.
    Woolf,
    /// The conditional estimate and its exact interval, as R's `fisher.test`: half of what the level leaves over at
    /// either end. Never covers less than the level.
    Fisher,
    /// As Fisher, with half the probability of what was seen left out at either end (Lancaster 1961; Berry and Armitage
    /// 1995), and the median-unbiased estimate: covers the level on average.
    MidP,
}

/// The odds of the outcome in `group` over those in `reference`, with the bounds of `method` at `level`.
///
/// # Errors
/// An empty group; nobody or everybody with the outcome in both; a level that is not between 0 and 1; for Woolf, a
/// count of 0 anywhere in the table; for the exact methods, more than 10,000,000,000 people.
pub fn odds_ratio(
    group: Counts,
    reference: Counts,
    method: OddsMethod,
    level: f64,
) -> Result<Ratio, DisparityError> {
    let z = normal_at(level)?;
    comparable(group, reference)?;
    let (low, high) = match method {
        OddsMethod::Fisher => return exact::conditional(group, reference, level),
        OddsMethod::MidP => return exact::mid_p_ratio(group, reference, level),
        OddsMethod::Woolf => woolf(group, reference, z)?,
        OddsMethod::Score => score::bounds(group, reference, z),
    };
    let ratio = cross_ratio(group, reference);
    Ok(Ratio {
        ratio,
        low: low.min(ratio),
        high: high.max(ratio),
    })
}

/// x1 y2 / (y1 x2).
pub(super) fn cross_ratio(group: Counts, reference: Counts) -> f64 {
    let up = group.events() as f64 * reference.others() as f64;
    up / (group.others() as f64 * reference.events() as f64)
}

fn comparable(group: Counts, reference: Counts) -> Result<(), DisparityError> {
    nobody_missing(group, reference)?;
    if group.events() == 0 && reference.events() == 0 {
        return Err(DisparityError::NoOdds("nobody"));
    }
    if group.others() == 0 && reference.others() == 0 {
        return Err(DisparityError::NoOdds("everybody"));
    }
    Ok(())
}

/// ln OR -+ z sqrt(1/x1 + 1/y1 + 1/x2 + 1/y2).
fn woolf(group: Counts, reference: Counts, z: f64) -> Result<(f64, f64), DisparityError> {
    let cells = [
        group.events(),
        group.others(),
        reference.events(),
        reference.others(),
    ];
    if cells.contains(&0) {
        return Err(DisparityError::Degenerate {
            method: "woolf",
            what: "one of the four counts is 0",
            instead: "score",
        });
    }
    let half = z * cells.iter().map(|&cell| 1.0 / cell as f64).sum::<f64>().sqrt();
    let ratio = cross_ratio(group, reference);
    Ok((ratio * (-half).exp(), ratio * half.exp()))
}
