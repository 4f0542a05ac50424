//! What the file says, counted: people with and without the outcome by stratum and group.

use super::names::Names;
use anyhow::{Context, bail};
use stats::disparity::{Counts, Stratum};
use std::collections::HashMap;

/// More strata and groups than this are no comparison of like with like, and would not fit into a small machine.
const MOST_CELLS: usize = 1_000_000;

/// People, and those of them with the outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct People {
    pub(super) events: u64,
    pub(super) base: u64,
}

impl People {
    fn add(&mut self, more: Self) -> anyhow::Result<()> {
        let base = self.base.checked_add(more.base);
        self.base = base.context("the counts add up to more than can be counted")?;
        // No more than the base, which has just been found to fit.
        self.events += more.events;
        Ok(())
    }

    pub(super) fn counts(self) -> anyhow::Result<Counts> {
        Ok(Counts::new(self.events, self.base)?)
    }
}

/// One stratum: the number of its level in each column, and the people of each group by the group's number.
#[derive(Debug)]
pub(super) struct StratumTally {
    pub(super) at: Vec<u32>,
    people: Vec<(u32, People)>,
}

impl StratumTally {
    pub(super) fn of(&self, group: u32) -> People {
        let place = self.people.binary_search_by_key(&group, |&(group, _)| group);
        place.map_or_else(|_| People::default(), |place| self.people[place].1)
    }
}

/// The file while it is read.
#[derive(Debug, Default)]
pub(super) struct Counting {
    pub(super) groups: Names,
    pub(super) levels: Vec<Names>,
    pub(super) not_recorded: People,
    /// Lines under the header.
    pub(super) rows: u64,
    /// People whose outcome is blank.
    pub(super) blank_outcome: u64,
    /// People with a blank in one of the columns of the strata.
    pub(super) blank_strata: u64,
    /// By the level of each column, then the group.
    cells: HashMap<Vec<u32>, People>,
}

impl Counting {
    pub(super) fn with_columns(columns: usize) -> Self {
        Self {
            levels: (0..columns).map(|_| Names::default()).collect(),
            ..Self::default()
        }
    }

    /// Counts people whose group is recorded: `at` are the levels and then the group.
    pub(super) fn add(&mut self, at: &[u32], people: People) -> anyhow::Result<()> {
        if let Some(cell) = self.cells.get_mut(at) {
            return cell.add(people);
        }
        if self.cells.len() == MOST_CELLS {
            bail!("there are more than {MOST_CELLS} strata; use fewer columns in --strata");
        }
        self.cells.insert(at.to_owned(), people);
        Ok(())
    }

    /// Counts people whose group is not recorded.
    pub(super) fn add_not_recorded(&mut self, people: People) -> anyhow::Result<()> {
        self.not_recorded.add(people)
    }

    /// The tally, its strata in the order of their names, so that the order of lines changes nothing, not even the last
    /// digit.
    pub(super) fn finish(self) -> anyhow::Result<Tally> {
        let Self {
            groups,
            levels,
            not_recorded,
            rows,
            blank_outcome,
            blank_strata,
            cells,
        } = self;
        let ranks: Vec<Vec<usize>> = levels.iter().map(Names::ranks).collect();
        let mut cells: Vec<_> = cells.into_iter().collect();
        let rank = |at: &[u32]| -> Vec<usize> {
            at.iter()
                .zip(&ranks)
                .map(|(&at, ranks)| ranks[at as usize])
                .collect()
        };
        cells.sort_by_cached_key(|(at, _)| (rank(at), at.last().copied()));
        let mut strata: Vec<StratumTally> = Vec::new();
        let mut totals = vec![People::default(); groups.len()];
        for (mut at, people) in cells {
            let group = at.pop().unwrap_or_default();
            totals[group as usize].add(people)?;
            match strata.last_mut() {
                Some(last) if last.at == at => last.people.push((group, people)),
                _ => strata.push(StratumTally {
                    at,
                    people: vec![(group, people)],
                }),
            }
        }
        Ok(Tally {
            groups,
            levels,
            strata,
            totals,
            not_recorded,
            rows,
            blank_outcome,
            blank_strata,
        })
    }
}

/// The whole file.
#[derive(Debug)]
pub(super) struct Tally {
    /// The groups by name.
    pub(super) groups: Names,
    /// The levels of each column of the strata.
    pub(super) levels: Vec<Names>,
    /// The strata in the order of their names.
    pub(super) strata: Vec<StratumTally>,
    /// All people of each group, by its number.
    pub(super) totals: Vec<People>,
    /// Those whose group is not recorded.
    pub(super) not_recorded: People,
    /// Lines under the header.
    pub(super) rows: u64,
    /// People whose outcome is blank.
    pub(super) blank_outcome: u64,
    /// People with a blank in one of the columns of the strata.
    pub(super) blank_strata: u64,
}

impl Tally {
    /// Everybody of the groups other than these two.
    pub(super) fn others(&self, two: [u32; 2]) -> anyhow::Result<People> {
        let mut sum = People::default();
        for (_, &people) in (0..).zip(&self.totals).filter(|(group, _)| !two.contains(group)) {
            sum.add(people)?;
        }
        Ok(sum)
    }

    /// The strata that hold anybody of two groups.
    pub(super) fn strata_of(
        &self,
        group: u32,
        reference: u32,
    ) -> anyhow::Result<Vec<(&StratumTally, Stratum)>> {
        let mut held = Vec::new();
        for stratum in &self.strata {
            let (own, other) = (stratum.of(group).counts()?, stratum.of(reference).counts()?);
            if own.base() > 0 || other.base() > 0 {
                held.push((
                    stratum,
                    Stratum {
                        group: own,
                        reference: other,
                    },
                ));
            }
        }
        Ok(held)
    }
}
