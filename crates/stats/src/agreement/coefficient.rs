//! Coefficients that set observed agreement against what chance would bring: `(p_a - p_e) / (1 - p_e)`.
//!
//! They share the observed agreement and differ in `p_e`. Units with a single rating count towards the share
//! of each class but not towards the agreement. Standard errors are Gwet's: the variance of each unit's share
//! in the coefficient, over units as a sample of many (Gwet 2014, chapters 5 and 6).

use super::pattern::Pattern;
use super::{Ratings, Scale, Undefined, Weights};
use serde::Serialize;

/// Rounding may leave a hair: a chance agreement this near 1 is 1.
const HAIR: f64 = 1e-12;

/// A coefficient with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coefficient {
    /// The coefficient: 1 is agreement throughout, 0 what chance would bring.
    pub value: f64,
    /// Its standard error over units; none with fewer than two units.
    pub standard_error: Option<f64>,
    /// Observed agreement, weighted.
    pub observed: f64,
    /// Agreement by chance, as this coefficient sees it.
    pub expected: f64,
}

/// Gwet's AC1 (2008): chance agreement is `sum pi_k (1 - pi_k) / (q - 1)` over the q classes of the scale, so
/// it is small where one class holds nearly all.
///
/// # Errors
/// Nothing to compare, or a scale of one class.
pub fn ac1(ratings: &Ratings) -> Result<Coefficient, Undefined> {
    ac2(ratings, Weights::Identity)
}

/// Gwet's AC2: AC1 with credit for near agreement; `p_e = T_w sum pi_k (1 - pi_k) / (q (q - 1))` with `T_w`
/// the sum of all weights.
///
/// # Errors
/// As [`ac1`], or classes without an order.
pub fn ac2(ratings: &Ratings, weights: Weights) -> Result<Coefficient, Undefined> {
    let table = Table::new(ratings, weights)?;
    let classes = ratings.scale.len() as f64;
    if ratings.scale.len() < 2 {
        return Err(one_class(ratings));
    }
    let scaled = table.weight_sum() / (classes * (classes - 1.0));
    let shares: Vec<f64> = table.shares.iter().map(|share| scaled * (1.0 - share)).collect();
    let expected = product(&table.shares, &shares);
    table
        .coefficient(expected, Some(&shares))
        .ok_or_else(|| one_class(ratings))
}

/// Brennan and Prediger's coefficient (1981): by chance every class is as likely, `p_e = T_w / q^2`.
///
/// # Errors
/// As [`ac2`].
pub fn brennan_prediger(ratings: &Ratings, weights: Weights) -> Result<Coefficient, Undefined> {
    let table = Table::new(ratings, weights)?;
    if ratings.scale.len() < 2 {
        return Err(one_class(ratings));
    }
    let classes = ratings.scale.len() as f64;
    let expected = table.weight_sum() / (classes * classes);
    table
        .coefficient(expected, None)
        .ok_or_else(|| one_class(ratings))
}

/// Fleiss' kappa (1971), with gaps allowed: `p_e = sum w_kl pi_k pi_l`. For two raters who rated the same
/// units it is Scott's pi.
///
/// # Errors
/// As [`ac2`], or all ratings in one class.
pub fn fleiss(ratings: &Ratings, weights: Weights) -> Result<Coefficient, Undefined> {
    let table = Table::new(ratings, weights)?;
    let near = table.weighted(&table.shares);
    let expected = product(&table.shares, &near);
    table
        .coefficient(expected, Some(&near))
        .ok_or_else(|| one_class(ratings))
}

/// Krippendorff's alpha written with Gwet's weights (Gwet 2014, section 2.5), and its standard error. With
/// [`Weights::Identity`] it is the nominal alpha and with [`Weights::Quadratic`] the interval one; with
/// [`Weights::Ordinal`] it is **not** the ordinal one.
///
/// # Errors
/// As [`fleiss`].
pub fn weighted_krippendorff(ratings: &Ratings, weights: Weights) -> Result<Coefficient, Undefined> {
    let table = Table::new(ratings, weights)?;
    let patterns: Vec<&Pattern> = ratings.pairable().collect();
    let all: f64 = patterns.iter().map(|pattern| pattern.total()).sum();
    let mean = all / table.pairable;
    let mut shares = vec![0.0; ratings.scale.len()];
    for pattern in &patterns {
        for &(class, raters) in &pattern.chosen {
            shares[class as usize] += f64::from(raters) * f64::from(pattern.units) / all;
        }
    }
    let near = table.weighted(&shares);
    let expected = product(&shares, &near);
    if 1.0 - expected < HAIR {
        return Err(one_class(ratings));
    }
    // A unit counts by its ratings; `more` is what it has above the mean, as a share.
    let agreement =
        |pattern: &Pattern| table.agreement(pattern).unwrap_or_default() * f64::from(pattern.ratings) / mean;
    let more = |pattern: &Pattern| f64::from(pattern.ratings) / mean - 1.0;
    let plain = patterns
        .iter()
        .map(|pattern| agreement(pattern) * f64::from(pattern.units))
        .sum::<f64>()
        / table.pairable;
    // Small samples: of n ratings each agrees with itself.
    let observed = (1.0 - 1.0 / all) * plain + 1.0 / all;
    let chance = 1.0 - expected;
    let uncorrected = (plain - expected) / chance;
    let part = |pattern: &Pattern| {
        let own = agreement(pattern) - observed * more(pattern);
        let by_chance = table.mean_of(pattern, &near) * f64::from(pattern.ratings) / mean;
        let by_chance = by_chance - expected * more(pattern);
        (own - expected) / chance - 2.0 * (1.0 - uncorrected) * (by_chance - expected) / chance
    };
    let squares = patterns
        .iter()
        .map(|pattern| f64::from(pattern.units) * (part(pattern) - uncorrected).powi(2))
        .sum();
    Ok(Coefficient {
        value: (observed - expected) / chance,
        standard_error: standard_error(squares, table.pairable),
        observed,
        expected,
    })
}

/// The root of `squares / (n (n - 1))`.
fn standard_error(squares: f64, units: f64) -> Option<f64> {
    (units > 1.0).then(|| (squares / (units * (units - 1.0))).sqrt())
}

/// All ratings of pairable units are in one class: this is it.
pub(super) fn one_class(ratings: &Ratings) -> Undefined {
    let class = ratings.pairable().next().map(|pattern| pattern.chosen[0].0);
    let label = class.and_then(|class| ratings.scale.labels.get(class as usize));
    Undefined::OneClass(label.cloned().unwrap_or_default())
}

/// The sum of products.
fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// What the coefficients share.
pub(super) struct Table<'a> {
    scale: &'a Scale,
    weights: Weights,
    patterns: &'a [Pattern],
    /// Units with a rating.
    pub(super) units: f64,
    /// Units with two or more.
    pub(super) pairable: f64,
    /// pi_k: each class's share, every unit counting the same.
    shares: Vec<f64>,
    /// p_a: the mean agreement of pairable units.
    pub(super) observed: f64,
}

impl<'a> Table<'a> {
    pub(super) fn new(ratings: &'a Ratings, weights: Weights) -> Result<Self, Undefined> {
        if !weights.suit(&ratings.scale) {
            return Err(Undefined::NoOrder);
        }
        if ratings.pairable().next().is_none() {
            return Err(Undefined::NoPairs);
        }
        let patterns = &ratings.patterns;
        let units = patterns.iter().map(|pattern| f64::from(pattern.units)).sum();
        let mut table = Self {
            scale: &ratings.scale,
            weights,
            patterns,
            units,
            pairable: ratings.pairable().map(|pattern| f64::from(pattern.units)).sum(),
            shares: vec![0.0; ratings.scale.len()],
            observed: 0.0,
        };
        for pattern in patterns {
            for &(class, raters) in &pattern.chosen {
                let share = f64::from(raters) / f64::from(pattern.ratings);
                table.shares[class as usize] += share * f64::from(pattern.units) / units;
            }
        }
        let agreed: f64 = patterns
            .iter()
            .filter_map(|pattern| Some(table.agreement(pattern)? * f64::from(pattern.units)))
            .sum();
        table.observed = agreed / table.pairable;
        Ok(table)
    }

    /// The share of pairs within a unit that agree, weighted; none with a single rating.
    fn agreement(&self, pattern: &Pattern) -> Option<f64> {
        if pattern.ratings < 2 {
            return None;
        }
        let mut sum = 0.0;
        for &(a, some) in &pattern.chosen {
            let near: f64 = pattern
                .chosen
                .iter()
                .map(|&(b, others)| self.weights.of(self.scale, a, b) * f64::from(others))
                .sum();
            sum += f64::from(some) * (near - 1.0);
        }
        Some(sum / pattern.pairs())
    }

    /// The mean of `values` over the ratings of a unit.
    fn mean_of(&self, pattern: &Pattern, values: &[f64]) -> f64 {
        let each = pattern.chosen.iter();
        let sum: f64 = each
            .map(|&(class, raters)| f64::from(raters) * values[class as usize])
            .sum();
        sum / f64::from(pattern.ratings)
    }

    /// For each class, the weighted sum of `shares` of the classes near it.
    fn weighted(&self, shares: &[f64]) -> Vec<f64> {
        let near = |a: u32| {
            (0..)
                .zip(shares)
                .map(|(b, share)| self.weights.of(self.scale, a, b) * share)
                .sum()
        };
        (0..shares.len() as u32).map(near).collect()
    }

    fn weight_sum(&self) -> f64 {
        self.weighted(&vec![1.0; self.scale.len()]).iter().sum()
    }

    /// The coefficient with chance agreement `expected`. `by_chance` says for each class how much a rating in
    /// it adds to `expected`, which is then its mean; without it chance agreement is the same whatever is
    /// observed.
    fn coefficient(&self, expected: f64, by_chance: Option<&[f64]>) -> Option<Coefficient> {
        let parts = self.patterns.iter().map(|pattern| Part {
            units: f64::from(pattern.units),
            agreement: self.agreement(pattern),
            by_chance: by_chance.map_or(expected, |values| self.mean_of(pattern, values)),
        });
        self.of_parts(expected, parts)
    }

    /// The coefficient from what each unit adds; `None` where chance alone agrees throughout.
    pub(super) fn of_parts(&self, expected: f64, parts: impl Iterator<Item = Part>) -> Option<Coefficient> {
        let chance = 1.0 - expected;
        if chance < HAIR {
            return None;
        }
        let value = (self.observed - expected) / chance;
        let squares = parts.map(|part| {
            let own = part.agreement.map_or(0.0, |agreement| agreement - expected);
            let share = self.units / self.pairable * own / chance
                - 2.0 * (1.0 - value) * (part.by_chance - expected) / chance;
            part.units * (share - value).powi(2)
        });
        Some(Coefficient {
            value,
            standard_error: standard_error(squares.sum(), self.units),
            observed: self.observed,
            expected,
        })
    }
}

/// What units add to a coefficient.
pub(super) struct Part {
    /// How many units alike.
    pub(super) units: f64,
    /// The share of their pairs that agree; none with a single rating.
    pub(super) agreement: Option<f64>,
    /// Their share in chance agreement, whose mean over units is that of the coefficient.
    pub(super) by_chance: f64,
}
