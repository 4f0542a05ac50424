//! The crowd around one row: the rows that look like it, as it is told and told less exactly.
//!
//! Where [`super::generalise`] makes a whole table fit to be published, this looks at one case among all records it could be
//! mistaken for. The crowd counts the case itself.
//!
//! Source: k-anonymity (Samarati and Sweeney 1998), asked of one row: the size of its equivalence class.

use super::ladder::Step;
use super::{CasesError, Quasi};

/// The most combinations of steps that are tried.
const MOST_NODES: usize = 2000;

/// Columns on all of their steps.
pub struct Crowd {
    columns: Vec<Vec<Step>>,
    rows: usize,
}

/// One column told on a coarser step, the others as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coarser {
    /// Which column, counted from 0.
    pub column: usize,
    /// Which step of its ladder, counted from 0.
    pub step: usize,
    /// What the step is called: quarter, half-year, group, any.
    pub name: &'static str,
    /// How many rows look alike then.
    pub rows: u64,
}

impl Crowd {
    /// Makes the columns ready.
    ///
    /// # Errors
    /// No columns, columns of different lengths, a ladder that does not fit its column, too many combinations of steps.
    pub fn of(quasi: &[Quasi]) -> Result<Self, CasesError> {
        let first = quasi.first().ok_or(CasesError::NoQuasi)?;
        let rows = first.values.len();
        if let Some(other) = quasi.iter().find(|column| column.values.len() != rows) {
            return Err(CasesError::Length(other.name.clone()));
        }
        let columns = quasi.iter().map(Quasi::steps).collect::<Result<Vec<_>, _>>()?;
        let nodes = columns.iter().map(Vec::len).product();
        if nodes > MOST_NODES {
            return Err(CasesError::TooManySteps(nodes));
        }
        Ok(Self { columns, rows })
    }

    /// The step of a column that has this name.
    #[must_use]
    pub fn step(&self, column: usize, name: &str) -> Option<usize> {
        self.columns
            .get(column)?
            .iter()
            .position(|step| step.name == name)
    }

    /// How many rows look like this one, itself included, with each column on the step given.
    #[must_use]
    pub fn size(&self, row: usize, at: &[usize]) -> u64 {
        let told: Vec<(&[u32], u32)> = self
            .columns
            .iter()
            .zip(at)
            .filter_map(|(steps, at)| {
                let numbers = &steps.get(*at)?.numbers;
                Some((numbers.as_slice(), *numbers.get(row)?))
            })
            .collect();
        if told.len() < self.columns.len() {
            return 0;
        }
        let alike = |one: &usize| told.iter().all(|(numbers, own)| numbers.get(*one) == Some(own));
        (0..self.rows).filter(alike).count() as u64
    }

    /// Each step that one column could take further, the others as they are: in the order of the columns, then of the steps.
    #[must_use]
    pub fn coarser(&self, row: usize, at: &[usize]) -> Vec<Coarser> {
        let mut all = Vec::new();
        for (column, steps) in self.columns.iter().enumerate() {
            let now = at.get(column).copied().unwrap_or_default();
            for (step, one) in steps.iter().enumerate().skip(now + 1) {
                let mut wider = at.to_vec();
                if let Some(place) = wider.get_mut(column) {
                    *place = step;
                }
                let rows = self.size(row, &wider);
                all.push(Coarser {
                    column,
                    step,
                    name: one.name,
                    rows,
                });
            }
        }
        all
    }

    /// The steps by which at least so many rows look alike: of all that do, one that changes fewest columns, then fewest steps,
    /// then the first columns first. Nothing where not even the coarsest do.
    #[must_use]
    pub fn enough(&self, row: usize, at: &[usize], least: u64) -> Option<Vec<usize>> {
        let mut nodes: Vec<Vec<usize>> = vec![Vec::new()];
        for (steps, now) in self.columns.iter().zip(at) {
            nodes = nodes
                .into_iter()
                .flat_map(|node| (*now..steps.len()).map(move |step| [node.as_slice(), &[step]].concat()))
                .collect();
        }
        let cost = |node: &Vec<usize>| {
            let moved = || node.iter().zip(at).map(|(step, now)| step.abs_diff(*now));
            let columns = moved().filter(|steps| *steps > 0).count();
            // Of two that cost the same, the one that leaves the later columns alone.
            let later: Vec<usize> = moved().rev().collect();
            (columns, moved().sum::<usize>(), later)
        };
        nodes.sort_by_cached_key(cost);
        nodes.into_iter().find(|node| self.size(row, node) >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ladder;
    use super::*;

    /// Six records: month, area, sex. Counted by hand.
    fn crowd() -> Crowd {
        let rows = [
            ("2024-01", "north", "F"),
            ("2024-01", "north", "M"),
            ("2024-02", "north", "F"),
            ("2024-03", "south", "F"),
            ("2024-04", "north", "F"),
            ("2024-01", "south", "F"),
        ];
        let column = |name: &str, ladder, value: fn(&(&str, &str, &str)) -> String| Quasi {
            name: name.to_owned(),
            values: rows.iter().map(value).collect(),
            ladder,
        };
        Crowd::of(&[
            column("month", Ladder::Months, |row| row.0.to_owned()),
            column("area", Ladder::Drop, |row| row.1.to_owned()),
            column("sex", Ladder::Keep, |row| row.2.to_owned()),
        ])
        .unwrap()
    }

    #[test]
    fn a_row_stands_in_a_crowd_that_grows_as_less_is_told() {
        let crowd = crowd();
        assert_eq!(crowd.size(0, &[0, 0, 0]), 1);
        let told: Vec<_> = crowd
            .coarser(0, &[0, 0, 0])
            .into_iter()
            .map(|one| (one.column, one.name, one.rows))
            .collect();
        assert_eq!(
            told,
            [
                (0, "quarter", 2),
                (0, "half-year", 3),
                (0, "any", 3),
                (1, "any", 2)
            ]
        );
        assert_eq!(crowd.enough(0, &[0, 0, 0], 1), Some(vec![0, 0, 0]));
        assert_eq!(crowd.enough(0, &[0, 0, 0], 3), Some(vec![2, 0, 0]));
        // Four need both columns: the quarter and no area.
        assert_eq!(crowd.enough(0, &[0, 0, 0], 4), Some(vec![1, 1, 0]));
        assert_eq!(crowd.enough(0, &[0, 0, 0], 6), None, "the sex is told");
        assert_eq!(crowd.size(1, &[3, 1, 0]), 1);
        assert_eq!((crowd.step(0, "quarter"), crowd.step(2, "any")), (Some(1), None));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(matches!(Crowd::of(&[]), Err(CasesError::NoQuasi)));
        assert_eq!(crowd().size(99, &[0, 0, 0]), 0, "a row that is not there");
    }
}
