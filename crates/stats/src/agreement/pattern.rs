//! Units that were rated alike, counted together: for most coefficients it matters how many raters chose each
//! class, not which.

use std::collections::BTreeMap;

/// How many raters chose each class, and in how many units it was so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// Classes that were chosen, rising, each with how many raters chose it.
    pub(super) chosen: Vec<(u32, u32)>,
    /// Ratings in each of these units.
    pub(super) ratings: u32,
    /// Units with this pattern.
    pub(super) units: u32,
}

impl Pattern {
    /// Ratings in all of these units.
    pub(super) fn total(&self) -> f64 {
        f64::from(self.ratings) * f64::from(self.units)
    }

    /// Pairs of ratings in one unit, both ways round.
    pub(super) fn pairs(&self) -> f64 {
        f64::from(self.ratings) * (f64::from(self.ratings) - 1.0)
    }
}

/// The patterns of `units`, each given as the classes its raters chose. The order depends on the patterns
/// alone, so no sum over them depends on the order of units or raters. Units without a rating have none.
pub(super) fn patterns<'a>(units: impl Iterator<Item = Vec<u32>> + 'a) -> Vec<Pattern> {
    let mut alike: BTreeMap<(u32, Vec<(u32, u32)>), u32> = BTreeMap::new();
    for mut classes in units {
        classes.sort_unstable();
        let mut chosen: Vec<(u32, u32)> = Vec::new();
        for class in &classes {
            match chosen.last_mut() {
                Some((last, count)) if last == class => *count += 1,
                _ => chosen.push((*class, 1)),
            }
        }
        if !chosen.is_empty() {
            *alike.entry((classes.len() as u32, chosen)).or_default() += 1;
        }
    }
    let pattern = |((ratings, chosen), units)| Pattern {
        chosen,
        ratings,
        units,
    };
    alike.into_iter().map(pattern).collect()
}
