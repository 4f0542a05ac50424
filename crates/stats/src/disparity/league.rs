//! Areas side by side, without the small ones at both ends by chance alone: rates are shrunk towards the overall rate
//! by as much as their own numbers are weak, and ranks are given as intervals.

use super::counts::LARGEST;
use crate::distribution::gamma;
use serde::Serialize;

/// Parts of equal probability into which an area's rate is cut to find its rank.
const SLICES: u32 = 100;
/// With more areas the work, which grows with the cube, takes longer than anybody waits for.
const MOST_AREAS: usize = 400;

/// One area's numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Events seen.
    pub events: u64,
    /// Events expected were the area like all, or its base where rates are wanted: anything above 0.
    pub expected: f64,
}

/// Where an area stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Standing {
    /// events / expected.
    pub crude: f64,
    /// The shrunk rate: mean of its posterior.
    pub shrunk: f64,
    /// Lower bound of the shrunk rate.
    pub low: f64,
    /// Upper bound of the shrunk rate.
    pub high: f64,
    /// The best rank, 1 for the highest rate, that the numbers allow at the level.
    pub rank_low: usize,
    /// The worst.
    pub rank_high: usize,
}

/// Why there is no league.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LeagueError {
    /// Too few to compare.
    #[error("there are {0} areas; a league needs two or more")]
    FewAreas(usize),
    /// Too many to rank.
    #[error("there are {0} areas; {MOST_AREAS} is the most that can be ranked: put areas together")]
    ManyAreas(usize),
    /// An area with nothing expected.
    #[error("area {0} has an expected number that is not above 0, or too many events to count exactly")]
    BadArea(usize),
    /// A level that is no confidence level.
    #[error("the level is {0}; it must lie between 0 and 1, such as 0.95")]
    Level(f64),
}

/// The standing of each area, in order. events ~ Poisson(expected x rate), rate ~ Gamma(a, b), so that a posterior is
/// Gamma(a + events, b + expected); a and b are those that Marshall's moments give (1991, Applied Statistics
/// 40:283-294): with m the overall rate, s2 the variance of the rates weighted by expected, and A = s2 - m/(mean
/// expected), a = m^2/A and b = m/A. Where A is not above 0 the areas differ by no more than chance would have them
/// differ: then all stand at m, with Garwood's exact bounds of
/// the overall rate (1936), and every rank is possible.
///
/// The probability of each rank is found by cutting an area's posterior into 100 parts and adding up, in each,
/// how many others lie above: no simulation, so the same numbers always give the same ranks (the idea of rank intervals:
/// Marshall and Spiegelhalter 1998, BMJ 316:1701-1705).
///
/// # Errors
/// Fewer than two areas or more than 400; nothing expected in one; a level that is not between 0 and 1.
pub fn league(areas: &[Area], level: f64) -> Result<Vec<Standing>, LeagueError> {
    check(areas, level)?;
    let tail = (1.0 - level) / 2.0;
    let events: f64 = areas.iter().map(|area| area.events as f64).sum();
    let expected: f64 = areas.iter().map(|area| area.expected).sum();
    let mean = events / expected;
    let spread = |area: &Area| area.expected * (crude(area) - mean).powi(2);
    let between = areas.iter().map(spread).sum::<f64>() / expected - mean * areas.len() as f64 / expected;
    if between <= 0.0 {
        let bounds = overall(events, expected, tail);
        return Ok(areas
            .iter()
            .map(|area| alike(area, (mean, bounds), areas.len()))
            .collect());
    }
    let (shape, rate) = (mean * mean / between, mean / between);
    let posteriors: Vec<Posterior> = areas
        .iter()
        .map(|area| Posterior {
            shape: shape + area.events as f64,
            rate: rate + area.expected,
        })
        .collect();
    let standing = |(at, area): (usize, &Area)| {
        let own = posteriors[at];
        let (rank_low, rank_high) = ranks(&posteriors, at, tail);
        Standing {
            crude: crude(area),
            shrunk: own.shape / own.rate,
            low: own.quantile(tail),
            high: own.quantile(1.0 - tail),
            rank_low,
            rank_high,
        }
    };
    Ok(areas.iter().enumerate().map(standing).collect())
}

fn check(areas: &[Area], level: f64) -> Result<(), LeagueError> {
    if !(level > 0.0 && level < 1.0) {
        return Err(LeagueError::Level(level));
    }
    if areas.len() < 2 {
        return Err(LeagueError::FewAreas(areas.len()));
    }
    if areas.len() > MOST_AREAS {
        return Err(LeagueError::ManyAreas(areas.len()));
    }
    let bad = |area: &Area| !(area.expected > 0.0 && area.expected.is_finite()) || area.events > LARGEST;
    match areas.iter().position(bad) {
        Some(at) => Err(LeagueError::BadArea(at + 1)),
        None => Ok(()),
    }
}

fn crude(area: &Area) -> f64 {
    area.events as f64 / area.expected
}

/// The exact bounds of a Poisson rate.
fn overall(events: f64, expected: f64, tail: f64) -> (f64, f64) {
    let low = if events > 0.0 {
        gamma::quantile(tail, events)
    } else {
        0.0
    };
    (
        low / expected,
        gamma::quantile(1.0 - tail, events + 1.0) / expected,
    )
}

fn alike(area: &Area, (mean, (low, high)): (f64, (f64, f64)), areas: usize) -> Standing {
    Standing {
        crude: crude(area),
        shrunk: mean,
        low,
        high,
        rank_low: 1,
        rank_high: areas,
    }
}

/// What is known of an area's rate: Gamma(shape, rate).
#[derive(Debug, Clone, Copy)]
struct Posterior {
    shape: f64,
    rate: f64,
}

impl Posterior {
    fn quantile(self, probability: f64) -> f64 {
        gamma::quantile(probability, self.shape) / self.rate
    }
}

/// The ranks between which the area lies, leaving out `tail` at either end.
fn ranks(posteriors: &[Posterior], own: usize, tail: f64) -> (usize, usize) {
    let mut chance = vec![0.0; posteriors.len()];
    for slice in 0..SLICES {
        let at = posteriors[own].quantile((f64::from(slice) + 0.5) / f64::from(SLICES));
        let others = posteriors.iter().enumerate().filter(|&(other, _)| other != own);
        let above = others.map(|(_, other)| gamma::above(other.shape, other.rate * at));
        for (rank, part) in how_many(above).into_iter().enumerate() {
            chance[rank] += part / f64::from(SLICES);
        }
    }
    let mut sum = 0.0;
    let (mut low, mut high) = (1, posteriors.len());
    for (rank, part) in chance.iter().enumerate() {
        let before = sum;
        sum += part;
        if before <= tail {
            low = rank + 1;
        }
        if before < 1.0 - tail {
            high = rank + 1;
        }
    }
    (low, high)
}

/// The probabilities that none, one, two and so on of independent events happen.
fn how_many(chances: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut counts = vec![1.0];
    for chance in chances {
        counts.push(0.0);
        for at in (1..counts.len()).rev() {
            counts[at] = counts[at] * (1.0 - chance) + counts[at - 1] * chance;
        }
        counts[0] *= 1.0 - chance;
    }
    counts
}
