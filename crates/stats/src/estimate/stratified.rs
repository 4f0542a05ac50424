//! A rate or mean from simple samples of each stratum.

use super::estimated::Found;
use super::{Estimate, EstimateError};

/// The reviewed cases of a stratum: their number, sum and squared deviations, taken in one at a time (Welford 1962).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample {
    n: u64,
    sum: f64,
    squares: f64,
    others: bool,
}

impl Sample {
    /// `x` of `n` found to be so.
    pub fn rate(x: u64, n: u64) -> Self {
        let sum = x as f64;
        let rate = if n == 0 { 0.0 } else { sum / n as f64 };
        Self {
            n,
            sum,
            squares: sum * (1.0 - rate),
            others: x > n,
        }
    }

    /// Takes in one value.
    pub fn add(&mut self, y: f64) {
        let before = self.mean();
        self.n += 1;
        self.sum += y;
        if self.n > 1 {
            self.squares += (y - before) * (y - self.mean());
        }
        self.others |= y != 0.0 && y != 1.0;
    }

    /// Cases taken in.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; 0 when there is none.
    pub fn mean(&self) -> f64 {
        if self.n == 0 {
            0.0
        } else {
            self.sum / self.n as f64
        }
    }

    /// Whether every value was 0 or 1.
    pub fn is_rate(&self) -> bool {
        !self.others
    }
}

/// A stratum: its records, and the sample of them that was reviewed.
#[derive(Debug, Clone, Copy)]
pub struct Stratum<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Records in it, `N_h`.
    pub population: u64,
    /// The reviewed ones.
    pub sample: Sample,
}

/// The rate or mean over all strata, each with the weight of its records: `sum W_h m_h` with `W_h = N_h / N`, and the
/// variance `sum W_h^2 (1 - n_h / N_h) s_h^2 / n_h` with `s_h^2` over `n_h - 1`, which for a rate is `p_h (1 - p_h) / (n_h - 1)`
/// (Cochran 1977, Sampling Techniques, 5.9 and 5.12). Values of 0 and 1 get Korn and Graubard's interval, others Student's.
///
/// # Errors
/// No stratum, a stratum with no reviewed case, more reviewed than there are, one case of several, a value that is no
/// number, a level that is not between 0 and 1.
pub fn stratified(strata: &[Stratum<'_>], level: f64) -> Result<Estimate, EstimateError> {
    if strata.is_empty() {
        return Err(EstimateError::NoCases);
    }
    let records: f64 = strata.iter().map(|stratum| stratum.population as f64).sum();
    let mut found = Found {
        estimate: 0.0,
        variance: 0.0,
        n: 0,
        degrees: 0,
        is_rate: true,
        is_census: true,
    };
    for stratum in strata {
        check(stratum)?;
        let (sample, population) = (stratum.sample, stratum.population as f64);
        let (n, weight) = (sample.n as f64, population / records);
        found.estimate += weight * sample.mean();
        if sample.n < stratum.population {
            let spread = sample.squares / (n - 1.0);
            found.variance += weight * weight * (1.0 - n / population) * spread / n;
            found.is_census = false;
        }
        found.n += sample.n;
        found.degrees += sample.n - 1;
        found.is_rate &= sample.is_rate();
    }
    found.interval(level)
}

fn check(stratum: &Stratum<'_>) -> Result<(), EstimateError> {
    let (name, n) = (stratum.name.to_owned(), stratum.sample.n);
    if n == 0 {
        return Err(EstimateError::EmptyStratum(name));
    }
    if n > stratum.population {
        return Err(EstimateError::SmallPopulation {
            stratum: name,
            n,
            population: stratum.population,
        });
    }
    if n == 1 && stratum.population > 1 {
        return Err(EstimateError::LoneCase(name));
    }
    if !stratum.sample.squares.is_finite() {
        return Err(EstimateError::NotANumber(name));
    }
    Ok(())
}
