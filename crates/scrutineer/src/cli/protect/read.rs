//! Reading a table of counts: a line for each cell.

use crate::cli::analyse::columns::Columns;
use anyhow::{anyhow, bail};
use stats::suppression::Table;
use std::collections::HashMap;
use std::path::Path;

/// More labels than any published table has; a file with more has the wrong column named.
const MOST_LABELS: usize = 65_536;

/// A table with its labels in the file's order.
pub(super) struct Counted {
    pub(super) rows: Vec<String>,
    pub(super) cols: Vec<String>,
    pub(super) table: Table,
    /// Cells that the file does not name.
    pub(super) absent: u64,
}

/// `NAME=VALUE` of the command line.
pub(super) fn part(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("write it as NAME=VALUE, such as age=adult".to_owned()),
    }
}

/// Labels with their places, in order of appearance.
#[derive(Default)]
struct Places {
    at: HashMap<String, usize>,
    labels: Vec<String>,
}

impl Places {
    fn place(&mut self, label: &str) -> anyhow::Result<usize> {
        if let Some(&place) = self.at.get(label) {
            return Ok(place);
        }
        if self.labels.len() == MOST_LABELS {
            bail!("there are more than {MOST_LABELS} labels; is this the right column?");
        }
        self.at.insert(label.to_owned(), self.labels.len());
        self.labels.push(label.to_owned());
        Ok(self.labels.len() - 1)
    }
}

/// A cell or a total: where it is and what it counts. `None` stands for the total.
type Place = (Option<usize>, Option<usize>);

/// Reads the table and checks every total that it names.
pub(super) fn table(path: &Path, names: [&str; 3], total: &str) -> anyhow::Result<Counted> {
    let (mut rows, mut cols) = (Places::default(), Places::default());
    let mut found: HashMap<Place, (u64, u64)> = HashMap::new();
    Columns::open(path, &names)?.each(|line, cells| {
        let [row, col, count] = cells else {
            bail!("too few cells")
        };
        for (label, name) in [(row, names[0]), (col, names[1])] {
            if label.is_empty() {
                bail!("the {name} is blank; name the group, such as Not stated");
            }
        }
        let place = |label: &str, places: &mut Places| match label == total {
            true => anyhow::Ok(None),
            false => places.place(label).map(Some),
        };
        let place = (place(row, &mut rows)?, place(col, &mut cols)?);
        let count = whole(names[2], count)?;
        match found.insert(place, (count, line)) {
            None => Ok(()),
            Some((_, first)) => {
                bail!("row {row} and column {col} are on line {first} already; give each once")
            }
        }
    })?;
    let name = path.display();
    let cells = rows.labels.len() * cols.labels.len();
    let mut counts = vec![vec![0; cols.labels.len()]; rows.labels.len()];
    let mut there = 0_u64;
    for (place, (count, _)) in &found {
        if let (Some(row), Some(col)) = *place {
            counts[row][col] = *count;
            there += 1;
        }
    }
    let table = Table::new(&counts).map_err(|why| anyhow!("{name}: {why}"))?;
    // A table of one column has no column of totals beside it.
    let totals = (table.rows() - 1, table.columns() - 1);
    for ((row, col), (said, line)) in &found {
        let true_count = table.count(row.unwrap_or(totals.0), col.unwrap_or(totals.1));
        if true_count != *said {
            let label = |place: &Option<usize>, places: &Places| {
                place.map_or(total.to_owned(), |place| places.labels[place].clone())
            };
            bail!(
                "{name} line {line}: the total of row {} and column {} is {said}, but its counts add up to {true_count}",
                label(row, &rows),
                label(col, &cols)
            );
        }
    }
    Ok(Counted {
        rows: rows.labels,
        cols: cols.labels,
        table,
        absent: cells as u64 - there,
    })
}

/// A count: digits and nothing else.
fn whole(column: &str, cell: &str) -> anyhow::Result<u64> {
    let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    match cell.parse() {
        Ok(count) if digits => Ok(count),
        _ if cell.is_empty() => bail!("{column} is blank; it must be a whole number from 0 upwards"),
        _ => bail!("{column} is {cell}; it must be a whole number from 0 upwards"),
    }
}
