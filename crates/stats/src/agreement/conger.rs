//! Kappas that give each rater their own shares: Conger's for any number of raters, Cohen's for two, and
//! Scott's beside it.

use super::coefficient::{Coefficient, Part, Table, one_class};
use super::{Ratings, Undefined, Weights, fleiss};
use std::collections::HashMap;

/// Conger's kappa (1980), unweighted, with gaps allowed: chance agreement is the mean, over all pairs of
/// raters, of what their own shares of each class would bring: `p_e = sum_{g != h} sum_k p_gk p_hk / (r (r -
/// 1))`. For two raters who rated the same units it is Cohen's kappa. Standard error as in Gwet (2014),
/// section 5.3.
///
/// # Errors
/// Nothing to compare, or all ratings in one class.
pub fn conger(ratings: &Ratings) -> Result<Coefficient, Undefined> {
    let table = Table::new(ratings, Weights::Identity)?;
    let shares = RaterShares::new(ratings);
    let raters = ratings.raters.len() as f64;
    let pairs = raters * (raters - 1.0);
    let expected = shares.chance.iter().sum::<f64>() / pairs;
    let parts = (0..ratings.units.len())
        .map(|unit| ratings.of(unit))
        .filter(|given| !given.is_empty())
        .map(|given| {
            let more = given.iter().map(|&(rater, class)| {
                let weight = table.units / shares.count[rater as usize];
                weight * (shares.others(rater, class) - shares.chance[rater as usize])
            });
            Part {
                units: 1.0,
                agreement: agreement(given),
                by_chance: expected + more.sum::<f64>() / pairs,
            }
        });
    table.of_parts(expected, parts).ok_or_else(|| one_class(ratings))
}

/// Cohen's kappa (1960) over the units that both of two raters rated.
///
/// # Errors
/// More or fewer raters than two, and as [`conger`].
pub fn cohen(ratings: &Ratings) -> Result<Coefficient, Undefined> {
    conger(&both(ratings)?)
}

/// Scott's pi (1955) over the units that both of two raters rated.
///
/// # Errors
/// As [`cohen`].
pub fn scott(ratings: &Ratings) -> Result<Coefficient, Undefined> {
    fleiss(&both(ratings)?, Weights::Identity)
}

fn both(ratings: &Ratings) -> Result<Ratings, Undefined> {
    match ratings.raters.len() {
        2 => Ok(ratings.only(|given| given.len() == 2)),
        other => Err(Undefined::NotTwoRaters(other)),
    }
}

/// The share of pairs of ratings that agree; none with fewer than two.
fn agreement(given: &[(u32, u32)]) -> Option<f64> {
    let pairs = given.len() * given.len().checked_sub(1)?;
    let mut counts: HashMap<u32, usize> = HashMap::new();
    given
        .iter()
        .for_each(|&(_, class)| *counts.entry(class).or_default() += 1);
    let agreeing: usize = counts.values().map(|count| count * (count - 1)).sum();
    (pairs > 0).then(|| agreeing as f64 / pairs as f64)
}

/// How each rater spreads their ratings over the classes.
struct RaterShares {
    /// Ratings of each rater.
    count: Vec<f64>,
    /// p_gk, where it is not 0.
    share: HashMap<(u32, u32), f64>,
    /// The sum of p_gk over raters, for each class.
    all: Vec<f64>,
    /// For each rater, the sum over classes of p_gk times the shares of the others.
    chance: Vec<f64>,
}

impl RaterShares {
    fn new(ratings: &Ratings) -> Self {
        let mut count = vec![0.0; ratings.raters.len()];
        let mut each: HashMap<(u32, u32), f64> = HashMap::new();
        for &(rater, class) in &ratings.given {
            count[rater as usize] += 1.0;
            *each.entry((rater, class)).or_default() += 1.0;
        }
        // In a fixed order, for the sums below depend on it in their last digits.
        let mut each: Vec<((u32, u32), f64)> = each.into_iter().collect();
        each.sort_by_key(|&(key, _)| key);
        let mut all = vec![0.0; ratings.scale.len()];
        for ((rater, class), share) in &mut each {
            *share /= count[*rater as usize];
            all[*class as usize] += *share;
        }
        let mut shares = Self {
            chance: vec![0.0; count.len()],
            count,
            share: each.iter().copied().collect(),
            all,
        };
        for ((rater, class), share) in each {
            shares.chance[rater as usize] += share * shares.others(rater, class);
        }
        shares
    }

    /// The shares of a class among the other raters, summed.
    fn others(&self, rater: u32, class: u32) -> f64 {
        let own = self.share.get(&(rater, class)).copied().unwrap_or_default();
        self.all[class as usize] - own
    }
}
