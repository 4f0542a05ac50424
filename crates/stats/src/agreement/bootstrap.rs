//! How sure alpha is: the units drawn again, many times.

use super::Ratings;
use super::alpha::{Differences, Room};
use super::chance::SplitMix64;
use crate::distribution::empirical::quantile;

/// How the units are drawn again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// How many times; 2,000 by custom.
    pub resamples: u32,
    /// Where chance begins: the same seed gives the same interval on every machine.
    pub seed: u64,
    /// Confidence level, between 0 and 1.
    pub level: f64,
}

/// Alpha of one resample after the other, without end. Each draws as many units with replacement as there are
/// with two or more ratings; what is drawn are numbers of units of each pattern, never single ratings. `None`
/// stands for a resample whose ratings all fell into one class, so that alpha has no value. The first
/// thousand are the same whether one takes a thousand or two.
pub struct Resamples {
    differences: Differences,
    /// The pattern of each unit, patterns in their order: neither units nor raters can be drawn in another
    /// order.
    pattern_of: Vec<u32>,
    patterns: usize,
    tally: Vec<u32>,
    room: Room,
    chance: SplitMix64,
}

impl Resamples {
    /// Begins at `seed`.
    #[must_use]
    pub fn new(ratings: &Ratings, seed: u64) -> Self {
        let of_each = (0..).zip(ratings.pairable());
        let pattern_of: Vec<u32> = of_each
            .flat_map(|(at, pattern)| std::iter::repeat_n(at, pattern.units as usize))
            .collect();
        Self {
            differences: Differences::new(ratings),
            pattern_of,
            patterns: ratings.pairable().count(),
            tally: Vec::new(),
            room: Room::default(),
            chance: SplitMix64::new(seed),
        }
    }
}

impl Iterator for Resamples {
    type Item = Option<f64>;

    fn next(&mut self) -> Option<Self::Item> {
        self.tally.clear();
        self.tally.resize(self.patterns, 0);
        let units = self.pattern_of.len() as u32;
        for _ in 0..units {
            let drawn = self.pattern_of[self.chance.below(units) as usize];
            self.tally[drawn as usize] += 1;
        }
        Some(self.differences.alpha(&self.tally, &mut self.room))
    }
}

/// Bounds between which the middle share of resamples lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PercentileInterval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// The percentile interval (Efron 1979) of resampled values: their quantiles at `(1 - level) / 2` and at 1
/// less that, straight between neighbours (Hyndman and Fan's type 7). `None` without a value.
#[must_use]
pub fn percentile_interval(mut values: Vec<f64>, level: f64) -> Option<PercentileInterval> {
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    Some(PercentileInterval {
        low: quantile(&values, tail)?,
        high: quantile(&values, 1.0 - tail)?,
    })
}
