//! Reading a table of counts: a line for each cell.

use crate::cli::analyse::columns::{Columns, whole};
use anyhow::{anyhow, bail};
use stats::suppression::Table;
use std::collections::HashMap;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// More labels than any published table has; a file with more has the wrong column named.
const MOST_LABELS: usize = 65_536;

/// More cells than any published table has.
const MOST_CELLS: usize = 20_000_000;

/// A table with its labels in the file's order.
pub(super) struct Counted {
    /// The label of each row, and then of what they lie in, each with how far out it lies.
    pub(super) rows: Vec<(String, usize)>,
    pub(super) cols: Vec<String>,
    pub(super) table: Table,
    /// Cells that the file does not name.
    pub(super) absent: u64,
}

/// Labels with their places, in order of appearance.
#[derive(Default)]
struct Places {
    at: HashMap<String, usize>,
    labels: Vec<String>,
}

impl Places {
    /// The place of a label; one that differs in its Unicode form only is the same.
    fn place(&mut self, label: &str) -> anyhow::Result<usize> {
        if let Some(&place) = self.at.get(label) {
            return Ok(place);
        }
        let label: String = label.nfc().collect();
        if let Some(&place) = self.at.get(&label) {
            return Ok(place);
        }
        if self.labels.len() == MOST_LABELS {
            bail!("there are more than {MOST_LABELS} labels; is this the right column?");
        }
        self.at.insert(label.clone(), self.labels.len());
        self.labels.push(label);
        Ok(self.labels.len() - 1)
    }
}

/// A cell or a total: where it is and what it counts. `None` stands for the total.
type Place = (Option<usize>, Option<usize>);

/// What the file says.
#[derive(Default)]
struct Found {
    /// The rows, and then what they lie in, from the innermost outwards.
    levels: Vec<Places>,
    /// Of each label of each level but the last: what it lies in, and the line that says so.
    inside: Vec<Vec<(usize, u64)>>,
    cols: Places,
    /// Count and line.
    cells: HashMap<Place, (u64, u64)>,
}

/// Reads the table and checks every total that it names. `names` are the columns of rows, columns and counts; `nested` those that
/// say what a row lies in.
pub(super) fn table(
    path: &Path,
    names: [&str; 3],
    nested: &[String],
    total: &str,
) -> anyhow::Result<Counted> {
    let mut found = Found {
        levels: (0..=nested.len()).map(|_| Places::default()).collect(),
        inside: vec![Vec::new(); nested.len()],
        ..Found::default()
    };
    let wanted: Vec<&str> = names
        .into_iter()
        .chain(nested.iter().map(String::as_str))
        .collect();
    Columns::open(path, &wanted)?.each(|line, cells| {
        let [row, col, count, outer @ ..] = cells else {
            bail!("too few cells")
        };
        let blank = |(label, _): &(&&str, &&str)| label.is_empty();
        let groups = if *row == total { &[][..] } else { outer };
        let labels = [row, col].into_iter().chain(groups);
        let named = [&names[0], &names[1]].into_iter().chain(&wanted[3..]);
        if let Some((_, name)) = labels.zip(named).find(blank) {
            bail!("the {name} is blank; name the group, such as Not stated");
        }
        let at_row = if *row == total {
            None
        } else {
            Some(found.row(line, row, outer)?)
        };
        let at_col = if *col == total {
            None
        } else {
            Some(found.cols.place(col)?)
        };
        let count = whole(names[2], count)?;
        match found.cells.insert((at_row, at_col), (count, line)) {
            None => Ok(()),
            Some((_, first)) => {
                bail!("row {row} and column {col} are on line {first} already; give each once")
            }
        }
    })?;
    let kinds: Vec<&str> = [names[0]]
        .into_iter()
        .chain(nested.iter().map(String::as_str))
        .collect();
    found
        .counted(total, &kinds)
        .map_err(|why| anyhow!("{}{why}", path.display()))
}

impl Found {
    /// The place of a row, which must lie where it lay before.
    fn row(&mut self, line: u64, row: &str, outer: &[&str]) -> anyhow::Result<usize> {
        let place = self.levels[0].place(row)?;
        let mut inner = place;
        for (level, label) in outer.iter().enumerate() {
            let group = self.levels[level + 1].place(label)?;
            match self.inside[level].get(inner) {
                None => self.inside[level].push((group, line)),
                Some((before, _)) if *before == group => {}
                Some(&(before, first)) => bail!(
                    "{} lies in {} here and in {} on line {first}; it can lie in one only",
                    self.levels[level].labels[inner],
                    self.levels[level + 1].labels[group],
                    self.levels[level + 1].labels[before]
                ),
            }
            inner = group;
        }
        Ok(place)
    }

    /// The table. What is refused begins with the line, where there is one, as it follows the name of the file.
    fn counted(self, total: &str, kinds: &[&str]) -> Result<Counted, String> {
        let (rows, cols) = (self.levels[0].labels.len(), self.cols.labels.len());
        if rows.checked_mul(cols).is_none_or(|cells| cells > MOST_CELLS) {
            return Err(format!(
                ": {rows} rows by {cols} columns are more than {MOST_CELLS} cells; publish it in parts"
            ));
        }
        let mut counts = vec![vec![0; cols]; rows];
        let mut there = 0_u64;
        for (place, (count, _)) in &self.cells {
            if let (Some(row), Some(col)) = *place {
                counts[row][col] = *count;
                there += 1;
            }
        }
        let table = Table::nested(&counts, &self.parents()).map_err(|why| format!(": {why}"))?;
        self.check_totals(&counts, total)?;
        let levels = self.levels.into_iter().enumerate();
        let labels =
            levels.flat_map(|(level, places)| places.labels.into_iter().map(move |label| (label, level)));
        let labels: Vec<(String, usize)> = labels.collect();
        distinct(&labels, total, kinds)?;
        Ok(Counted {
            rows: labels,
            cols: self.cols.labels,
            table,
            absent: (rows * cols) as u64 - there,
        })
    }

    /// The row of the table in which each row and group lies: the groups of each level come after those before, the total last.
    fn parents(&self) -> Vec<usize> {
        let mut start = self.levels[0].labels.len();
        let mut parents = Vec::new();
        for (inside, level) in self.inside.iter().zip(&self.levels[1..]) {
            parents.extend(inside.iter().map(|(group, _)| start + group));
            start += level.labels.len();
        }
        parents.resize(start, start);
        parents
    }

    /// Every total that is there must be what its counts add up to.
    fn check_totals(&self, counts: &[Vec<u64>], total: &str) -> Result<(), String> {
        let row_sums: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
        let col_sums: Vec<u64> = (0..self.cols.labels.len())
            .map(|col| counts.iter().map(|row| row[col]).sum())
            .collect();
        let mut totals: Vec<_> = self
            .cells
            .iter()
            .filter(|((row, col), _)| row.is_none() || col.is_none())
            .collect();
        totals.sort_by_key(|(_, (_, line))| *line);
        for ((row, col), (said, line)) in totals {
            let sum = match (row, col) {
                (Some(row), _) => row_sums[*row],
                (None, Some(col)) => col_sums[*col],
                (None, None) => row_sums.iter().sum(),
            };
            if sum != *said {
                let label = |place: &Option<usize>, places: &Places| {
                    place.map_or(total.to_owned(), |place| places.labels[place].clone())
                };
                return Err(format!(
                    " line {line}: the total of row {} and column {} is {said}, but its counts add up to {sum}",
                    label(row, &self.levels[0]),
                    label(col, &self.cols)
                ));
            }
        }
        Ok(())
    }
}

/// Rows and what they lie in must not share a label.
fn distinct(labels: &[(String, usize)], total: &str, kinds: &[&str]) -> Result<(), String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (label, level) in labels {
        if label == total {
            return Err(format!(
                ": {label} is a label of {} and of totals; choose another --total",
                kinds[*level]
            ));
        }
        if let Some(other) = seen.insert(label, *level) {
            return Err(format!(
                ": {label} is a label of {} and of {}; give them different labels",
                kinds[other], kinds[*level]
            ));
        }
    }
    Ok(())
}
