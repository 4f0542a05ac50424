//! Krippendorff's alpha.

use super::coefficient::one_class;
use super::pattern::Pattern;
use super::scale::number;
use super::{Ratings, RatingsError, Undefined};
use serde::Serialize;
use std::fmt;

/// How far apart two values are: Krippendorff's difference functions, as their squares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// The same or not: 0 or 1.
    Nominal,
    /// By rank: how many ratings lie between the two classes, half of each of the two counted in.
    Ordinal,
    /// By value: `(c - k)^2`.
    Interval,
    /// By share: `((c - k) / (c + k))^2`, for values from 0 upwards.
    Ratio,
}

impl Metric {
    /// Whether words can never do.
    pub(super) fn needs_numbers(self) -> bool {
        matches!(self, Self::Interval | Self::Ratio)
    }

    /// What to do about a word.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::Ordinal => "give the classes in order or choose the nominal metric",
            _ => "correct it or choose the nominal or the ordinal metric",
        }
    }

    /// Checks a value that no scale vouches for.
    pub(super) fn check(self, value: &str) -> Result<(), RatingsError> {
        match (self, number(value)) {
            (Self::Nominal, _) if value.eq_ignore_ascii_case("nan") => {
                Err(RatingsError::NoClass(value.to_owned()))
            }
            (Self::Nominal, _) => Ok(()),
            (Self::Ratio, Some(number)) if number < 0.0 => Err(RatingsError::Negative(value.to_owned())),
            (_, Some(_)) => Ok(()),
            (_, None) => Err(RatingsError::NotANumber {
                value: value.to_owned(),
                metric: self,
                remedy: self.remedy(),
            }),
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
            Self::Ratio => "ratio",
        })
    }
}

/// Krippendorff's alpha under the metric the ratings were read for: `1 - (n - 1) D_o / D_e`, where the n
/// ratings are those of units with two or more, `D_o` sums the squared difference of every ordered pair
/// within a unit over that unit's ratings less one, and `D_e` that of every ordered pair of all n. 1 is
/// agreement throughout, 0 what chance would bring; below 0 is worse than chance. Source: Krippendorff
/// (2011).
///
/// # Errors
/// [`Undefined::NoPairs`], or [`Undefined::OneClass`] where no two ratings differ.
pub fn alpha(ratings: &Ratings) -> Result<f64, Undefined> {
    let differences = Differences::new(ratings);
    let tally: Vec<u32> = ratings.pairable().map(|pattern| pattern.units).collect();
    if tally.is_empty() {
        return Err(Undefined::NoPairs);
    }
    differences
        .alpha(&tally, &mut Room::default())
        .ok_or_else(|| one_class(ratings))
}

/// What alpha needs to know of the pairable patterns, so that it can be found again for any number of units
/// of each.
pub(super) struct Differences {
    metric: Metric,
    /// Each class's value, the middle of the scale at 0.
    values: Vec<f64>,
    patterns: Vec<Pattern>,
    /// What each pattern adds to `D_o`; not used by the ordinal metric, whose ranks depend on all ratings.
    fixed: Vec<f64>,
}

/// Room that is used again from one alpha to the next.
#[derive(Default)]
pub(super) struct Room {
    totals: Vec<f64>,
    ranks: Vec<f64>,
}

impl Differences {
    pub(super) fn new(ratings: &Ratings) -> Self {
        let (metric, patterns) = (ratings.metric, ratings.pairable().cloned().collect::<Vec<_>>());
        let positions = &ratings.scale.positions;
        let middle = match (positions.first(), positions.last()) {
            (Some(first), Some(last)) if metric == Metric::Interval => first / 2.0 + last / 2.0,
            _ => 0.0,
        };
        let values: Vec<f64> = positions.iter().map(|value| value - middle).collect();
        let fixed = patterns
            .iter()
            .map(|pattern| within(pattern, metric, &values))
            .collect();
        Self {
            metric,
            values,
            patterns,
            fixed,
        }
    }

    /// Alpha with `tally` units of each pattern; `None` where no two ratings differ.
    pub(super) fn alpha(&self, tally: &[u32], room: &mut Room) -> Option<f64> {
        room.totals.clear();
        room.totals.resize(self.values.len(), 0.0);
        for (pattern, &units) in self.patterns.iter().zip(tally).filter(|(_, units)| **units > 0) {
            for &(class, raters) in &pattern.chosen {
                room.totals[class as usize] += f64::from(raters) * f64::from(units);
            }
        }
        let totals = &room.totals;
        if totals.iter().filter(|&&total| total > 0.0).count() < 2 {
            return None;
        }
        let all: f64 = totals.iter().sum();
        let (observed, expected) = match self.metric {
            Metric::Nominal => {
                let same: f64 = totals.iter().map(|total| total * total).sum();
                (self.fixed_sum(tally), all * all - same)
            }
            Metric::Interval => (self.fixed_sum(tally), spread(all, totals, &self.values)),
            Metric::Ratio => (self.fixed_sum(tally), self.all_pairs(totals)),
            Metric::Ordinal => {
                ranks(all, totals, &mut room.ranks);
                (self.by_rank(tally, &room.ranks), spread(all, totals, &room.ranks))
            }
        };
        Some(1.0 - (all - 1.0) * observed / expected)
    }

    fn fixed_sum(&self, tally: &[u32]) -> f64 {
        let each = self.fixed.iter().zip(tally);
        each.map(|(difference, &units)| difference * f64::from(units))
            .sum()
    }

    fn by_rank(&self, tally: &[u32], ranks: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (pattern, &units) in self.patterns.iter().zip(tally) {
            if units == 0 || pattern.chosen.len() == 1 {
                continue;
            }
            let (mut first, mut second) = (0.0, 0.0);
            for &(class, raters) in &pattern.chosen {
                let (raters, rank) = (f64::from(raters), ranks[class as usize]);
                first += raters * rank;
                second += raters * rank * rank;
            }
            let ratings = f64::from(pattern.ratings);
            let difference = 2.0 * (ratings * second - first * first) / (ratings - 1.0);
            sum += difference * f64::from(units);
        }
        sum
    }

    /// `D_e` by every pair of classes: for the metric that allows no shorter way.
    fn all_pairs(&self, totals: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (a, one) in totals.iter().enumerate() {
            for (b, other) in totals.iter().enumerate().skip(a + 1) {
                sum += 2.0 * one * other * squared(self.metric, self.values[a], self.values[b]);
            }
        }
        sum
    }
}

/// What a unit of this pattern adds to `D_o`, pair by pair, so that ratings that agree add exactly nothing.
fn within(pattern: &Pattern, metric: Metric, values: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (at, &(a, some)) in pattern.chosen.iter().enumerate() {
        for &(b, others) in &pattern.chosen[at + 1..] {
            let difference = squared(metric, values[a as usize], values[b as usize]);
            sum += 2.0 * f64::from(some) * f64::from(others) * difference;
        }
    }
    sum / (f64::from(pattern.ratings) - 1.0)
}

fn squared(metric: Metric, a: f64, b: f64) -> f64 {
    match metric {
        Metric::Nominal => 1.0,
        Metric::Ratio => ((a - b) / (a + b)).powi(2),
        Metric::Ordinal | Metric::Interval => (a - b).powi(2),
    }
}

/// Twice the rank of each class, the middle of all ratings at 0: `2 * before + own - all`, whole numbers.
/// Half the difference of two is Krippendorff's `n_c/2 + between + n_k/2`; the factor 4 of the squares
/// cancels in alpha.
fn ranks(all: f64, totals: &[f64], ranks: &mut Vec<f64>) {
    ranks.clear();
    let mut before = 0.0;
    for total in totals {
        ranks.push(2.0 * before + total - all);
        before += total;
    }
}

/// `sum n_c n_k (v_c - v_k)^2` over all ordered pairs, as `2 (n sum n_c v_c^2 - (sum n_c v_c)^2)`.
fn spread(all: f64, totals: &[f64], values: &[f64]) -> f64 {
    let (mut first, mut second) = (0.0, 0.0);
    for (total, value) in totals.iter().zip(values) {
        first += total * value;
        second += total * value * value;
    }
    2.0 * (all * second - first * first)
}
