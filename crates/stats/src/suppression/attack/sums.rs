//! Which counts add up to which: what the tables say of themselves, what they say of each other, and what follows from a
//! table being limited to a part of the population.

use super::published::{Grid, Published};
use super::quantities::{Key, Quantities, Texts, Value, with, without};
use super::simplex::Equation;
use super::{AttackError, Handed};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How often sums are looked for among counts that came from sums.
const MOST_ROUNDS: usize = 6;

/// In how many ways a release may be limited.
const MOST_LIMITS: usize = 4;

/// Everything the releases say.
#[derive(Default)]
pub(super) struct Statements {
    pub(super) texts: Texts,
    pub(super) quantities: Quantities,
    pub(super) equations: Vec<Equation>,
    /// The equations, so that none is there twice.
    seen: HashSet<Vec<(usize, i64)>>,
    partitions: Vec<Partition>,
}

/// The parts of a whole: all values of a kind, or those that one value holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Partition {
    kind: u32,
    whole: Option<Value>,
    parts: Vec<u32>,
    /// Where it holds.
    given: Key,
}

impl Statements {
    /// Reads all releases.
    pub(super) fn of(releases: &[Handed<'_>]) -> Result<Self, AttackError> {
        let mut statements = Self::default();
        for (number, handed) in releases.iter().enumerate() {
            let grid = handed.release.grid();
            let grid = grid.map_err(|why| AttackError::Release(handed.name.to_owned(), why))?;
            statements.read(releases, number, &grid)?;
        }
        statements.limits(releases)?;
        if releases.len() > 1 || releases.iter().any(|handed| !handed.release.sums.is_empty()) {
            statements.relate();
        }
        let most = releases
            .iter()
            .map(|handed| handed.release.threshold)
            .max()
            .unwrap_or(0);
        for quantity in &mut statements.quantities.all {
            if !quantity.hidden {
                quantity.threshold = most;
            }
        }
        Ok(statements)
    }

    fn read(&mut self, releases: &[Handed<'_>], number: usize, grid: &Grid<'_>) -> Result<(), AttackError> {
        let handed = &releases[number];
        let release = handed.release;
        let given = self.given(release);
        let cols = self.texts.number(&release.cols);
        let rows: Vec<Option<Value>> = grid
            .rows
            .iter()
            .map(|row| {
                row.label
                    .map(|(kind, label)| (self.texts.number(kind), self.texts.number(label)))
            })
            .collect();
        let columns: Vec<Option<Value>> = grid
            .columns
            .iter()
            .map(|label| label.map(|label| (cols, self.texts.number(label))))
            .collect();
        let mut numbers = Vec::with_capacity(grid.cells.len());
        for (at, cell) in grid.cells.iter().enumerate() {
            let (row, column) = (rows[at / columns.len()], columns[at % columns.len()]);
            let key = [row, column]
                .into_iter()
                .flatten()
                .fold(given.clone(), |key, value| with(&key, value).unwrap_or(key));
            let quantity = self.quantities.at(key);
            numbers.push(quantity);
            let Some(cell) = cell else { continue };
            let practice = (release.threshold, release.zeros_hidden);
            if let Err(other) = self.quantities.say(quantity, *cell, number, practice) {
                return Err(AttackError::Contradiction {
                    first: releases[other].name.to_owned(),
                    second: handed.name.to_owned(),
                    cell: self.name(quantity),
                });
            }
        }
        self.own_sums(grid, &numbers);
        self.own_partitions(handed, grid, &given);
        Ok(())
    }

    fn given(&mut self, release: &Published) -> Key {
        let mut given: Key = release
            .within
            .iter()
            .map(|(kind, label)| (self.texts.number(kind), self.texts.number(label)))
            .collect();
        given.sort_unstable();
        given
    }

    /// Every row adds up to its total and every group of rows to its sums. That groups and the total row add up along the
    /// row follows from these, and saying it again would only hide that the table is a network.
    fn own_sums(&mut self, grid: &Grid<'_>, numbers: &[usize]) {
        let width = grid.columns.len();
        if let Some(total) = grid.columns.iter().position(Option::is_none) {
            for (row, _) in grid.rows.iter().enumerate().filter(|(_, row)| !row.is_group) {
                let line = &numbers[row * width..(row + 1) * width];
                let parts = line
                    .iter()
                    .enumerate()
                    .filter(|(column, _)| *column != total)
                    .map(|(_, part)| *part);
                self.add(line[total], parts);
            }
        }
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); grid.rows.len()];
        for (row, one) in grid.rows.iter().enumerate() {
            if let Some(group) = one.group {
                held[group].push(row);
            }
        }
        for (group, rows) in held.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            for column in 0..width {
                self.add(
                    numbers[group * width + column],
                    rows.iter().map(|row| numbers[row * width + column]),
                );
            }
        }
    }

    /// A table with totals lists all values of its rows and columns; of one without, what it leaves out is a part of its
    /// own. What releases declare holds wherever the values occur.
    fn own_partitions(&mut self, handed: &Handed<'_>, grid: &Grid<'_>, given: &Key) {
        let release = handed.release;
        let others = format!("other than in {}", handed.name);
        let mut columns: Vec<&str> = grid.columns.iter().flatten().copied().collect();
        if columns.len() == grid.columns.len() {
            columns.push(&others);
        }
        self.partition((&release.cols, None), &columns, given.clone());
        let mut held: BTreeMap<Option<usize>, Vec<(&str, &str)>> = BTreeMap::new();
        for row in &grid.rows {
            held.entry(row.group).or_default().extend(row.label);
        }
        let total = grid.rows.iter().position(|row| row.label.is_none());
        for (group, rows) in held {
            let Some(&(kind, _)) = rows
                .first()
                .filter(|(kind, _)| rows.iter().all(|(other, _)| other == kind))
            else {
                continue;
            };
            let mut parts: Vec<&str> = rows.into_iter().map(|(_, label)| label).collect();
            if total.is_none() && group.is_none() {
                parts.push(&others);
            }
            let whole = group.and_then(|group| grid.rows[group].label);
            self.partition((kind, whole), &parts, given.clone());
        }
        for sum in &release.sums {
            let whole = sum.whole.as_deref().map(|whole| (sum.of.as_str(), whole));
            let parts: Vec<&str> = sum.parts.iter().map(String::as_str).collect();
            self.partition((&sum.of, whole), &parts, Key::new());
        }
    }

    fn partition(&mut self, (kind, whole): (&str, Option<(&str, &str)>), parts: &[&str], given: Key) {
        let mut parts: Vec<u32> = parts.iter().map(|part| self.texts.number(part)).collect();
        parts.sort_unstable();
        let whole = whole.map(|(kind, label)| (self.texts.number(kind), self.texts.number(label)));
        let partition = Partition {
            kind: self.texts.number(kind),
            whole,
            parts,
            given,
        };
        if !self.partitions.contains(&partition) {
            self.partitions.push(partition);
        }
    }

    /// A table that is limited to a part says something of the rest: where the whole is known too, the difference is.
    fn limits(&mut self, releases: &[Handed<'_>]) -> Result<(), AttackError> {
        let mut limits: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for handed in releases {
            if handed.release.within.len() > MOST_LIMITS {
                return Err(AttackError::Limits(handed.name.to_owned()));
            }
            let given = self.given(handed.release);
            self.between(&given);
            for (kind, value) in given {
                limits.entry(kind).or_default().insert(value);
            }
        }
        for (kind, values) in limits {
            let covered = |value: &u32| {
                let holds = |one: &Partition| one.kind == kind && one.whole.is_none() && one.given.is_empty();
                self.partitions
                    .iter()
                    .any(|one| holds(one) && one.parts.contains(value))
            };
            let open: Vec<u32> = values.into_iter().filter(|value| !covered(value)).collect();
            match open.as_slice() {
                [] => {}
                [value] => {
                    let (value, rest) = (*value, format!("not {}", self.texts.text(*value)));
                    let mut parts = vec![value, self.texts.number(&rest)];
                    parts.sort_unstable();
                    self.partitions.push(Partition {
                        kind,
                        whole: None,
                        parts,
                        given: Key::new(),
                    });
                }
                several => {
                    let labels: Vec<&str> = several.iter().map(|value| self.texts.text(*value)).collect();
                    let kind = self.texts.text(kind).to_owned();
                    return Err(AttackError::Parts {
                        kind,
                        labels: labels.join(" and "),
                    });
                }
            }
        }
        Ok(())
    }

    /// Where a table is limited in several ways, the steps between it and the whole count too.
    fn between(&mut self, given: &Key) {
        if given.len() < 2 {
            return;
        }
        let narrow: Vec<Key> = self.quantities.all.iter().map(|one| one.key.clone()).collect();
        for key in narrow
            .iter()
            .filter(|key| given.iter().all(|value| key.contains(value)))
        {
            let less = |left_out: usize| -> Key {
                let out = |value: &Value| {
                    given
                        .iter()
                        .position(|one| one == value)
                        .is_some_and(|at| left_out >> at & 1 == 1)
                };
                key.iter().copied().filter(|value| !out(value)).collect()
            };
            for all in 1..1_usize << given.len() {
                if self.quantities.number(&less(all)).is_none() {
                    continue;
                }
                for some in (1..all).filter(|some| some & all == *some) {
                    self.quantities.at(less(some));
                }
            }
        }
    }

    /// Looks for wholes and their parts among all counts. A part that is missing is made up where the whole and another part
    /// are known: that is the difference which nobody published.
    fn relate(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let before = self.quantities.all.len();
            for partition in self.partitions.clone() {
                self.relate_parts(&partition);
            }
            if self.quantities.all.len() == before {
                break;
            }
        }
    }

    fn relate_parts(&mut self, partition: &Partition) {
        let mut contexts: HashSet<Key> = HashSet::new();
        let mut order = Vec::new();
        for quantity in &self.quantities.all {
            let Some((context, value)) = without(&quantity.key, partition.kind) else {
                continue;
            };
            let holds = partition.given.iter().all(|value| context.contains(value));
            if holds && partition.parts.binary_search(&value).is_ok() && contexts.insert(context.clone()) {
                order.push(context);
            }
        }
        for context in order {
            let whole = match partition.whole {
                None => Some(context.clone()),
                Some(value) => with(&context, value),
            };
            let Some(whole) = whole.and_then(|key| self.quantities.number(&key)) else {
                continue;
            };
            let parts: Vec<usize> = partition
                .parts
                .iter()
                .filter_map(|&value| with(&context, (partition.kind, value)))
                .map(|key| self.quantities.at(key))
                .collect();
            self.add(whole, parts.into_iter());
        }
    }

    /// `whole` = the sum of `parts`, unless that was said before.
    fn add(&mut self, whole: usize, parts: impl Iterator<Item = usize>) {
        let mut terms: Vec<(usize, i64)> = parts.map(|part| (part, -1)).chain([(whole, 1)]).collect();
        terms.sort_unstable();
        if self.seen.insert(terms.clone()) {
            self.equations.push(Equation { terms, total: 0 });
        }
    }

    /// A count in words.
    pub(super) fn name(&self, quantity: usize) -> String {
        let value = |(kind, value): &Value| format!("{} {}", self.texts.text(*kind), self.texts.text(*value));
        let mut values: Vec<String> = self.quantities.all[quantity].key.iter().map(value).collect();
        values.sort();
        if values.is_empty() {
            "the grand total".to_owned()
        } else {
            format!("({})", values.join(", "))
        }
    }
}
