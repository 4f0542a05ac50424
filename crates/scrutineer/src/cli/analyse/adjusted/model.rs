//! The group's odds ratio beside all columns at once, each with its own effect.

use super::names::Names;
use super::tally::{People, StratumTally, Tally};
use serde::Serialize;
use stats::disparity::{LogisticError, Pattern, Stratum, logistic};

/// What a logistic regression says of the group.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Model {
    pub(super) odds_ratio: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Log odds of the group and its standard error.
    pub(super) estimate: f64,
    pub(super) error: f64,
    /// Levels beside the group, without the commonest of each column, which the others are measured against.
    pub(super) covariates: usize,
    /// People with a value at which everybody or nobody had the outcome.
    pub(super) left_out: u64,
}

type Held<'a> = (&'a StratumTally, Stratum);

/// Fits group and the levels of every column to the strata.
pub(super) fn model(
    tally: &Tally,
    columns: &[String],
    strata: &[Held<'_>],
    level: f64,
) -> Result<Model, LogisticError> {
    let telling = telling(tally, strata.to_vec());
    let mut names = vec!["the group".to_owned()];
    let places: Vec<_> = (0..columns.len())
        .map(|column| {
            number(
                &tally.levels[column],
                &columns[column],
                &people(tally, &telling, column),
                &mut names,
            )
        })
        .collect();
    let fit = logistic(&names, &patterns(&telling, &places))?;
    let group = &fit.coefficients[0];
    let odds = group.odds_ratio(level);
    Ok(Model {
        odds_ratio: odds.ratio,
        low: odds.low,
        high: odds.high,
        estimate: group.estimate,
        error: group.error,
        covariates: names.len() - 1,
        left_out: everybody(strata) - everybody(&telling),
    })
}

fn everybody(strata: &[Held<'_>]) -> u64 {
    strata
        .iter()
        .map(|(_, stratum)| stratum.group.base() + stratum.reference.base())
        .sum()
}

/// The strata without those at a level where everybody or nobody had the outcome. Such a level's own effect runs off to
/// infinity and takes its people's say on the group with it: the likelihood of the rest has the same maximum without
/// them. Leaving some out can make another level one-sided, so it is done until none is.
fn telling<'a>(tally: &Tally, mut strata: Vec<Held<'a>>) -> Vec<Held<'a>> {
    loop {
        let before = strata.len();
        for column in 0..tally.levels.len() {
            let people = people(tally, &strata, column);
            let says = |people: People| people.events > 0 && people.events < people.base;
            strata.retain(|(stratum, _)| says(people[stratum.at[column] as usize]));
        }
        if strata.len() == before {
            return strata;
        }
    }
}

/// The people of both groups at each level of a column.
fn people(tally: &Tally, strata: &[Held<'_>], column: usize) -> Vec<People> {
    let mut people = vec![People::default(); tally.levels[column].len()];
    for (at, stratum) in strata {
        let sum = &mut people[at.at[column] as usize];
        sum.events += stratum.group.events() + stratum.reference.events();
        sum.base += stratum.group.base() + stratum.reference.base();
    }
    people
}

/// Gives each level that anybody has, but for the commonest, the next number and a name.
fn number(levels: &Names, column: &str, people: &[People], names: &mut Vec<String>) -> Vec<Option<usize>> {
    let base = |at: u32| people[at as usize].base;
    let mut order: Vec<u32> = (0..levels.len() as u32).filter(|&at| base(at) > 0).collect();
    order.sort_by_key(|&at| levels.name(at));
    let commonest = order.iter().copied().rev().max_by_key(|&at| base(at));
    let mut places = vec![None; levels.len()];
    for at in order.into_iter().filter(|&at| Some(at) != commonest) {
        places[at as usize] = Some(names.len());
        names.push(format!("{column} = {}", levels.name(at)));
    }
    places
}

fn patterns(strata: &[Held<'_>], places: &[Vec<Option<usize>>]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for (at, stratum) in strata {
        let levels = at
            .at
            .iter()
            .zip(places)
            .filter_map(|(&at, places)| places[at as usize]);
        let levels: Vec<(usize, f64)> = levels.map(|place| (place, 1.0)).collect();
        for (own, people) in [(true, stratum.group), (false, stratum.reference)] {
            if people.base() > 0 {
                let group = own.then_some((0, 1.0));
                patterns.push(Pattern {
                    covariates: group.into_iter().chain(levels.iter().copied()).collect(),
                    events: people.events(),
                    base: people.base(),
                });
            }
        }
    }
    patterns
}
