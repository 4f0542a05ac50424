//! How many agreed and how many did not.

use super::Ratings;
use super::pattern::Pattern;
use serde::Serialize;

/// Agreement in plain counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Observed {
    /// Units with two or more ratings.
    pub pairable_units: u64,
    /// Of those, units whose raters all chose one class.
    pub unanimous_units: u64,
    /// Of those, units whose raters did not.
    pub split_units: u64,
    /// Pairs of ratings of one unit, over all units.
    pub pairs: u64,
    /// Of those, pairs in one class.
    pub agreeing_pairs: u64,
    /// The mean over pairable units of the share of pairs that agree: every unit counts the same (Gwet's
    /// p_a). None without a pairable unit.
    pub observed: Option<f64>,
}

/// Agreement of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitAgreement<'a> {
    /// The unit.
    pub unit: &'a str,
    /// Ratings it has.
    pub ratings: u64,
    /// Pairs of them.
    pub pairs: u64,
    /// Pairs in one class.
    pub agreeing_pairs: u64,
}

/// Agreement of two raters with each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairOfRaters {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
    /// Units both rated.
    pub both: u64,
    /// Of those, units they put into the same class.
    pub agreed: u64,
}

/// Counts over all units.
#[must_use]
pub fn observed(ratings: &Ratings) -> Observed {
    let mut found = Observed::default();
    let mut sum = 0.0;
    for pattern in ratings.pairable() {
        let units = u64::from(pattern.units);
        let (pairs, agreeing) = (pairs(u64::from(pattern.ratings)), agreeing(pattern));
        found.pairable_units += units;
        if pattern.chosen.len() == 1 {
            found.unanimous_units += units;
        } else {
            found.split_units += units;
        }
        found.pairs += units * pairs;
        found.agreeing_pairs += units * agreeing;
        sum += units as f64 * (agreeing as f64 / pairs as f64);
    }
    if found.pairable_units > 0 {
        found.observed = Some(sum / found.pairable_units as f64);
    }
    found
}

/// Counts of each unit, in order of name.
pub fn units(ratings: &Ratings) -> impl Iterator<Item = UnitAgreement<'_>> {
    let each = ratings.units.iter().enumerate();
    each.map(|(at, unit)| {
        let given = ratings.of(at);
        let mut classes: Vec<u32> = given.iter().map(|&(_, class)| class).collect();
        classes.sort_unstable();
        let alike = classes
            .chunk_by(|a, b| a == b)
            .map(|same| pairs(same.len() as u64));
        UnitAgreement {
            unit,
            ratings: given.len() as u64,
            pairs: pairs(given.len() as u64),
            agreeing_pairs: alike.sum(),
        }
    })
}

/// Counts of every two raters who share a unit, in order of name. There are up to `r (r - 1) / 2`.
#[must_use]
pub fn pairs_of_raters(ratings: &Ratings) -> Vec<PairOfRaters> {
    let raters = ratings.raters.len();
    let mut counts = vec![(0_u64, 0_u64); raters * raters];
    for unit in 0..ratings.units.len() {
        let given = ratings.of(unit);
        for (at, &(one, class)) in given.iter().enumerate() {
            for &(other, its) in &given[at + 1..] {
                let (both, agreed) = &mut counts[one as usize * raters + other as usize];
                *both += 1;
                *agreed += u64::from(class == its);
            }
        }
    }
    let pair = |(at, (both, agreed)): (usize, (u64, u64))| PairOfRaters {
        one: ratings.raters[at / raters].clone(),
        other: ratings.raters[at % raters].clone(),
        both,
        agreed,
    };
    let counts = counts.into_iter().enumerate();
    counts.filter(|(_, (both, _))| *both > 0).map(pair).collect()
}

fn pairs(ratings: u64) -> u64 {
    ratings * ratings.saturating_sub(1) / 2
}

fn agreeing(pattern: &Pattern) -> u64 {
    pattern
        .chosen
        .iter()
        .map(|&(_, raters)| pairs(u64::from(raters)))
        .sum()
}
