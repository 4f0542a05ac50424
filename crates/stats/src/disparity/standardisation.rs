//! Direct standardisation: what a group's rate would be if its ages (or areas, or offences) were mixed as in a standard
//! population.

use crate::distribution::chi_square;
use serde::Serialize;

/// One band of age, or of whatever is standardised for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Events in the group. They may be more than the base where one person can have several.
    pub events: u64,
    /// People, or person-years, of the group.
    pub base: f64,
    /// People of the standard population.
    pub standard: f64,
}

/// A rate per one of the base, crude and standardised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Standardised {
    /// All events over the whole base.
    pub crude: f64,
    /// The directly standardised rate.
    pub rate: f64,
    /// Lower bound of the standardised rate.
    pub low: f64,
    /// Upper bound of the standardised rate.
    pub high: f64,
}

/// Why no standardised rate can be given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StandardisationError {
    /// A band without a rate.
    #[error("band {0} has a base that is not a number above 0; put it together with its neighbour")]
    EmptyBand(usize),
    /// A standard that is no number of people.
    #[error("band {0} has a standard population that is not a number of 0 or more")]
    BadStandard(usize),
    /// Nothing to standardise to.
    #[error("the standard population is empty; give its people by band")]
    NoStandard,
    /// A level that is no confidence level.
    #[error("the level is {0}; it must lie between 0 and 1, such as 0.95")]
    Level(f64),
}

/// sum w x with w = standard share / base in each band, and the gamma interval of Fay and Feuer (1997, Statistics in
/// Medicine 16:791-801). With y the rate, v = sum w^2 x and w the largest weight, the bounds are
/// `v/(2y) * chi2(a/2; 2 y^2/v)` and `(v + w^2)/(2(y + w)) * chi2(1 - a/2; 2 (y + w)^2/(v + w^2))`: never below 0, and
/// sound for few events.
///
/// # Errors
/// A band with no base, a standard that is no number of people or empty, or a level that is not between 0 and 1.
pub fn standardised(bands: &[Band], level: f64) -> Result<Standardised, StandardisationError> {
    if !(level > 0.0 && level < 1.0) {
        return Err(StandardisationError::Level(level));
    }
    let number = |value: f64| value.is_finite() && value >= 0.0;
    if let Some(at) = bands
        .iter()
        .position(|band| !number(band.base) || band.base == 0.0)
    {
        return Err(StandardisationError::EmptyBand(at + 1));
    }
    if let Some(at) = bands.iter().position(|band| !number(band.standard)) {
        return Err(StandardisationError::BadStandard(at + 1));
    }
    let standard: f64 = bands.iter().map(|band| band.standard).sum();
    if standard.is_nan() || standard <= 0.0 || standard.is_infinite() {
        return Err(StandardisationError::NoStandard);
    }
    let weight = |band: &Band| band.standard / standard / band.base;
    let largest = bands.iter().map(weight).fold(0.0, f64::max);
    // Rates are worked out in units of the largest weight, whose square then is 1 whatever the bases are.
    let (mut events, mut base, mut rate, mut variance) = (0.0, 0.0, 0.0, 0.0);
    for band in bands {
        let weight = weight(band) / largest;
        events += band.events as f64;
        base += band.base;
        rate += weight * band.events as f64;
        variance += weight * weight * band.events as f64;
    }
    let tail = (1.0 - level) / 2.0;
    // Weights so uneven that the square of one is lost leave no lower bound but 0.
    let low = if variance > 0.0 {
        variance / (2.0 * rate) * chi_square::quantile(tail, 2.0 * rate * rate / variance)
    } else {
        0.0
    };
    let (wider, further) = (variance + 1.0, rate + 1.0);
    let high = wider / (2.0 * further) * chi_square::quantile(1.0 - tail, 2.0 * further * further / wider);
    Ok(Standardised {
        crude: events / base,
        rate: rate * largest,
        low: low * largest,
        high: high * largest,
    })
}
