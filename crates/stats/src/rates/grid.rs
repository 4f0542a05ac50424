//! The full grid of counts, in order, and the rates that are read from it.

use super::counter::Tally;
use super::ratio::{Ratio, ratio};
use super::{Counter, MOST_CELLS, MOST_TEXT, MOST_VALUES, RatesError, Roles, listed};
use crate::distribution::normal;
use crate::interval::{Interval, wilson_at};
use std::collections::{BTreeMap, BTreeSet};

/// Confidence level of the intervals.
const LEVEL: f64 = 0.95;

/// Counts of every by (as it occurs), group and outcome: sorted by the bytes of their names, zeros included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Names of the columns.
    pub roles: Roles,
    /// The combinations of by values that occur; one without a name when there is no by.
    pub by: Vec<Vec<String>>,
    /// The groups.
    pub groups: Vec<String>,
    /// The outcomes.
    pub outcomes: Vec<String>,
    /// Rows counted.
    pub counted: u64,
    /// Rows with fewer or more fields than the heading, which are not counted.
    pub rejected: u64,
    counts: Vec<u64>,
}

/// One combination.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// Its by values.
    pub by: &'a [String],
    /// Its group.
    pub group: &'a str,
    /// Its outcome.
    pub outcome: &'a str,
    /// Cases of the by and group with the outcome.
    pub d: u64,
    /// Cases of the by and group.
    pub n: u64,
    /// `d/n`, 0 to 1; none without cases.
    pub rate: Option<f64>,
    /// Wilson's 95% interval of the rate; none without cases.
    pub interval: Option<Interval>,
    /// The rate divided by the reference group's of the same by and outcome; none where one has no cases or the
    /// reference no such outcome. For the reference group itself 1.
    pub ratio: Option<f64>,
    /// Katz's 95% interval of the ratio; none where the ratio is none or 0. For the reference group itself, what two
    /// independent groups of its size would have: a yardstick, and no finding.
    pub ratio_interval: Option<Interval>,
}

impl Grid {
    /// Adds up what the workers counted. The result does not depend on which of them counted which block.
    ///
    /// # Errors
    /// No row, no row that was not rejected, a column blank in every row, more values or combinations than allowed.
    pub fn merge(roles: &Roles, counters: &[Counter]) -> Result<Self, RatesError> {
        let tallies: Vec<&Tally> = counters.iter().map(|counter| &counter.tally).collect();
        let sum = |part: fn(&Tally) -> u64| tallies.iter().map(|tally| part(tally)).sum::<u64>();
        let (counted, rejected) = (sum(|tally| tally.rows), sum(|tally| tally.rejected));
        match (counted, rejected) {
            (0, 0) => return Err(RatesError::NoRows),
            (0, _) => return Err(RatesError::AllRejected),
            _ => (),
        }
        let sides: Vec<[Vec<Vec<String>>; 3]> = tallies.iter().map(|tally| tally.sides()).collect();
        let of = |side: usize| -> BTreeMap<&Vec<String>, usize> {
            let names: BTreeSet<_> = sides.iter().flat_map(|sides| &sides[side]).collect();
            names
                .into_iter()
                .enumerate()
                .map(|(at, name)| (name, at))
                .collect()
        };
        let [by, groups, outcomes] = [of(0), of(1), of(2)];
        refuse_unfit(roles, [&by, &groups, &outcomes])?;
        let mut counts = vec![0; by.len() * groups.len() * outcomes.len()];
        for (tally, sides) in tallies.iter().zip(&sides) {
            let [first, second, third] = &sides;
            for (at, name) in first.iter().enumerate() {
                for (group_at, group) in second.iter().enumerate() {
                    let row = (by[name] * groups.len() + groups[group]) * outcomes.len();
                    for (outcome_at, outcome) in third.iter().enumerate() {
                        counts[row + outcomes[outcome]] += tally.cells.get([at, group_at, outcome_at]);
                    }
                }
            }
        }
        let single = |names: BTreeMap<&Vec<String>, usize>| names.into_keys().flatten().cloned().collect();
        Ok(Self {
            roles: roles.clone(),
            by: by.into_keys().cloned().collect(),
            groups: single(groups),
            outcomes: single(outcomes),
            counted,
            rejected,
            counts,
        })
    }

    /// Cases whose group is blank: empty, or spaces only.
    #[must_use]
    pub fn blank_group(&self) -> u64 {
        let blank = (0..self.groups.len()).filter(|group| is_blank(&self.groups[*group]));
        blank
            .flat_map(|group| (0..self.by.len()).map(move |by| self.cases(by, group)))
            .sum()
    }

    /// Every combination with its rate and its ratio to that of `reference`, in order.
    ///
    /// # Errors
    /// A reference that no row has.
    pub fn rows(&self, reference: &str) -> Result<impl Iterator<Item = Row<'_>>, RatesError> {
        let Some(reference) = self.groups.iter().position(|group| group == reference) else {
            return Err(RatesError::NoReference {
                reference: reference.to_owned(),
                column: self.roles.group.clone(),
                values: listed(&self.groups),
            });
        };
        let z = normal::two_sided(LEVEL);
        let pairs = (0..self.by.len()).flat_map(|by| (0..self.groups.len()).map(move |group| (by, group)));
        Ok(pairs.flat_map(move |(by, group)| {
            let bases = (self.cases(by, group), self.cases(by, reference));
            (0..self.outcomes.len()).map(move |outcome| {
                let found = (self.count(by, group, outcome), self.count(by, reference, outcome));
                let (d, n) = (found.0, bases.0);
                let ratio = ratio((d, n), (found.1, bases.1), z);
                Row {
                    by: &self.by[by],
                    group: &self.groups[group],
                    outcome: &self.outcomes[outcome],
                    d,
                    n,
                    rate: (n > 0).then(|| d as f64 / n as f64),
                    interval: (n > 0).then(|| wilson_at(d, n, z)),
                    ratio: ratio.map(|ratio| ratio.ratio),
                    ratio_interval: ratio.and_then(interval_of),
                }
            })
        }))
    }

    /// How many rows [`Self::rows`] gives.
    #[must_use]
    pub fn size(&self) -> usize {
        self.counts.len()
    }

    fn count(&self, by: usize, group: usize, outcome: usize) -> u64 {
        self.counts[(by * self.groups.len() + group) * self.outcomes.len() + outcome]
    }

    fn cases(&self, by: usize, group: usize) -> u64 {
        (0..self.outcomes.len())
            .map(|outcome| self.count(by, group, outcome))
            .sum()
    }
}

fn interval_of(ratio: Ratio) -> Option<Interval> {
    ratio.interval.map(|(low, high)| Interval { low, high })
}

fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}

/// Refuses a grid that is too large, and columns with too many values or without any.
fn refuse_unfit(roles: &Roles, sides: [&BTreeMap<&Vec<String>, usize>; 3]) -> Result<(), RatesError> {
    let [by, groups, outcomes] = sides;
    let places = (0..roles.by.len()).map(|at| (by, at));
    for ((side, at), name) in places.chain([(groups, 0), (outcomes, 0)]).zip(roles.names()) {
        let values: BTreeSet<&String> = side.keys().map(|names| &names[at]).collect();
        let text = values.iter().map(|value| value.len()).sum::<usize>();
        if values.len() > MOST_VALUES || text > MOST_TEXT {
            return Err(RatesError::TooManyValues(name.clone()));
        }
        if values.iter().all(|value| is_blank(value)) {
            return Err(RatesError::Blank(name.clone()));
        }
    }
    let cells = sides.iter().map(|side| side.len()).product::<usize>();
    if cells > MOST_CELLS {
        return Err(RatesError::TooManyCells);
    }
    Ok(())
}

impl Tally {
    /// The names of by, groups and outcomes, each in the order of its number.
    fn sides(&self) -> [Vec<Vec<String>>; 3] {
        let columns = self.roles.by.len();
        let single = |column: usize| (0..self.keys[column].len()).map(move |at| vec![self.name(column, at)]);
        let by = match columns {
            0 => vec![Vec::new()],
            1 => single(0).collect(),
            _ => {
                let last = self.chain.len() - 1;
                (0..self.chain[last].len())
                    .map(|at| self.combination(last, at))
                    .collect()
            }
        };
        [by, single(columns).collect(), single(columns + 1).collect()]
    }

    fn name(&self, column: usize, number: usize) -> String {
        String::from_utf8_lossy(self.keys[column].value(number)).into_owned()
    }

    /// The values of a combination of by columns, first to last.
    fn combination(&self, link: usize, number: usize) -> Vec<String> {
        let (mut link, mut number, mut values) = (link, number, Vec::new());
        loop {
            let pair = self.chain[link].value(number).iter();
            let pair = pair.fold(0_u64, |pair, &byte| pair << 8 | u64::from(byte));
            let (before, value) = ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize);
            values.push(self.name(link + 1, value));
            if link == 0 {
                values.push(self.name(0, before));
                values.reverse();
                return values;
            }
            (link, number) = (link - 1, before);
        }
    }
}
