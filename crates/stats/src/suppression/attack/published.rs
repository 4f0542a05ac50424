//! A table as it is published: what a release file holds.

use super::super::table::MOST_CELLS;
use super::super::{Cell, Table, TableRelease};
use super::ReleaseError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The format of a release file.
pub const FORMAT: &str = "scrutineer-release/1";

/// A published table with its labels, and what it says about its place among other tables of the same cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// [`FORMAT`].
    pub format: String,
    /// Which cases were counted, in the publisher's words. Releases of different populations are not compared; one that
    /// does not say is taken to be of the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<String>,
    /// The smallest count that may be shown or inferred.
    pub threshold: u64,
    /// Whether a hidden count may be 0; otherwise every zero is shown.
    pub zeros_hidden: bool,
    /// What the rows are, such as area; where they are nested, from the innermost outwards.
    pub rows: Vec<String>,
    /// What the columns are, such as offence.
    pub cols: String,
    /// The label of totals. A table without this label among its rows, or its columns, need not list all of them.
    pub total: String,
    /// The part of the population that was counted, such as age: adult.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub within: BTreeMap<String, String>,
    /// Labels that others add up to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<Sum>,
    /// Where the rows are nested: which kind each one is of and which one it lies in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nested: Vec<Nested>,
    /// The cells.
    pub table: Vec<PublishedCell>,
}

/// `whole` = the sum of `parts`; without a whole, the parts are all there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// What the labels are, such as offence.
    pub of: String,
    /// The label of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<String>,
    /// The labels of its parts.
    pub parts: Vec<String>,
}

/// The place of a row among nested rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nested {
    /// Its label.
    pub row: String,
    /// What it is: one of the names in `rows`.
    pub of: String,
    /// The row that it lies in; without one it lies in the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
}

/// How a count is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum As {
    /// As it is.
    Shown,
    /// Not at all.
    Hidden,
    /// As the nearest multiple of 5.
    Rounded,
    /// As the sum of rounded counts.
    SumOfRounded,
}

/// One cell of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCell {
    /// The label of its row.
    pub row: String,
    /// The label of its column.
    pub col: String,
    /// How it is published.
    #[serde(rename = "as")]
    pub how: As,
    /// What is published; nothing where the count is hidden.
    pub count: Option<u64>,
}

impl PublishedCell {
    fn new(row: &str, col: &str, cell: Cell) -> Self {
        let (how, count) = match cell {
            Cell::Shown(count) => (As::Shown, Some(count)),
            Cell::Hidden => (As::Hidden, None),
            Cell::Rounded(count) => (As::Rounded, Some(count)),
            Cell::SumOfRounded(count) => (As::SumOfRounded, Some(count)),
        };
        Self {
            row: row.to_owned(),
            col: col.to_owned(),
            how,
            count,
        }
    }

    fn cell(&self) -> Result<Cell, ReleaseError> {
        let cell = match (self.how, self.count) {
            (As::Shown, Some(count)) => Cell::Shown(count),
            (As::Hidden, None) => Cell::Hidden,
            (As::Rounded, Some(count)) if count % 5 == 0 => Cell::Rounded(count),
            (As::SumOfRounded, Some(count)) => Cell::SumOfRounded(count),
            _ => return Err(ReleaseError::Count(self.row.clone(), self.col.clone())),
        };
        match cell {
            Cell::Shown(count) | Cell::Rounded(count) if count >= 1 << 53 => {
                Err(ReleaseError::Large(self.row.clone(), self.col.clone()))
            }
            _ => Ok(cell),
        }
    }
}

/// The labels of a [`Table`] that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// What the rows are; where they are nested, from the innermost outwards.
    pub rows: Vec<String>,
    /// What the columns are.
    pub cols: String,
    /// The label of totals.
    pub total: String,
    /// The label of each row of the table but the total row, and which of `rows` it is.
    pub row_labels: Vec<(String, usize)>,
    /// The label of each column but the totals.
    pub col_labels: Vec<String>,
    /// Which cases were counted.
    pub population: Option<String>,
    /// The part of the population that was counted.
    pub within: BTreeMap<String, String>,
    /// Labels that others add up to.
    pub sums: Vec<Sum>,
}

impl Labels {
    /// The label of a row of the table.
    pub fn row(&self, row: usize) -> &str {
        self.row_labels.get(row).map_or(&self.total, |(label, _)| label)
    }

    /// The label of a column of the table.
    pub fn col(&self, column: usize) -> &str {
        self.col_labels.get(column).unwrap_or(&self.total)
    }

    /// A release with its labels.
    pub fn publish(&self, table: &Table, release: &TableRelease, threshold: u64) -> Published {
        let nested = |(row, (label, kind)): (usize, &(String, usize))| Nested {
            row: label.clone(),
            of: self.rows[*kind].clone(),
            inside: table
                .group_of(row)
                .filter(|&group| group + 1 < table.rows())
                .map(|group| self.row(group).to_owned()),
        };
        let lines = release.cells.iter().enumerate();
        let cells = lines.flat_map(|(row, line)| {
            let cell = move |(column, cell): (usize, &Cell)| {
                PublishedCell::new(self.row(row), self.col(column), *cell)
            };
            line.iter().enumerate().map(cell)
        });
        Published {
            format: FORMAT.to_owned(),
            population: self.population.clone(),
            threshold,
            zeros_hidden: release.zeros_hidden,
            rows: self.rows.clone(),
            cols: self.cols.clone(),
            total: self.total.clone(),
            within: self.within.clone(),
            sums: self.sums.clone(),
            nested: match self.rows.len() {
                1 => Vec::new(),
                _ => self.row_labels.iter().enumerate().map(nested).collect(),
            },
            table: cells.collect(),
        }
    }
}

/// A published table, checked and laid out.
pub(super) struct Grid<'a> {
    /// Label, kind and group of each row; the total row has no label.
    pub(super) rows: Vec<GridRow<'a>>,
    /// Label of each column; `None` for the totals.
    pub(super) columns: Vec<Option<&'a str>>,
    /// Row by row; `None` where nothing is said.
    pub(super) cells: Vec<Option<Cell>>,
}

pub(super) struct GridRow<'a> {
    pub(super) label: Option<(&'a str, &'a str)>,
    pub(super) group: Option<usize>,
    pub(super) is_group: bool,
}

impl Published {
    /// Checks what the file says and lays it out.
    pub(super) fn grid(&self) -> Result<Grid<'_>, ReleaseError> {
        self.check()?;
        let (mut row_at, mut col_at) = (HashMap::new(), HashMap::new());
        let (mut row_labels, mut col_labels) = (Vec::new(), Vec::new());
        for cell in &self.table {
            row_at.entry(cell.row.as_str()).or_insert_with(|| {
                row_labels.push(cell.row.as_str());
                row_labels.len() - 1
            });
            col_at.entry(cell.col.as_str()).or_insert_with(|| {
                col_labels.push(cell.col.as_str());
                col_labels.len() - 1
            });
        }
        let size = row_labels
            .len()
            .checked_mul(col_labels.len())
            .filter(|&size| size <= MOST_CELLS);
        let mut cells = vec![None; size.ok_or(ReleaseError::TooManyCells)?];
        for cell in &self.table {
            let place = &mut cells[row_at[cell.row.as_str()] * col_labels.len() + col_at[cell.col.as_str()]];
            if place.replace(cell.cell()?).is_some() {
                return Err(ReleaseError::Twice(cell.row.clone(), cell.col.clone()));
            }
        }
        let labelled = |label: &'_ str| label != self.total;
        Ok(Grid {
            rows: self.grid_rows(&row_labels, &row_at)?,
            columns: col_labels
                .into_iter()
                .map(|label| labelled(label).then_some(label))
                .collect(),
            cells,
        })
    }

    fn grid_rows<'a>(
        &'a self,
        labels: &[&'a str],
        at: &HashMap<&str, usize>,
    ) -> Result<Vec<GridRow<'a>>, ReleaseError> {
        let mut rows: Vec<GridRow<'a>> = Vec::new();
        for &label in labels {
            let kind = (label != self.total).then(|| (self.rows[0].as_str(), label));
            rows.push(GridRow {
                label: kind,
                group: None,
                is_group: false,
            });
        }
        for one in &self.nested {
            let &row = at
                .get(one.row.as_str())
                .ok_or_else(|| ReleaseError::NoRow(one.row.clone()))?;
            rows[row].label = Some((&one.of, &one.row));
            if let Some(inside) = &one.inside {
                let &group = at
                    .get(inside.as_str())
                    .ok_or_else(|| ReleaseError::NoRow(inside.clone()))?;
                rows[row].group = Some(group);
            }
        }
        let total = at.get(self.total.as_str()).copied();
        for (row, one) in rows.iter_mut().enumerate() {
            if one.group.is_none() && Some(row) != total {
                one.group = total;
            }
        }
        for row in 0..rows.len() {
            if let Some(group) = rows[row].group {
                rows[group].is_group = true;
            }
        }
        // A row inside itself would never reach the total.
        for (start, label) in labels.iter().enumerate() {
            let way = std::iter::successors(Some(start), |&row| rows[row].group);
            if way.take(rows.len() + 1).count() > rows.len() {
                return Err(ReleaseError::Circle((*label).to_owned()));
            }
        }
        Ok(rows)
    }

    fn check(&self) -> Result<(), ReleaseError> {
        if self.format != FORMAT {
            return Err(ReleaseError::Format(self.format.clone()));
        }
        if !(2..=1_000_000).contains(&self.threshold) {
            return Err(ReleaseError::Threshold(self.threshold));
        }
        if self.table.is_empty() || self.rows.is_empty() {
            return Err(ReleaseError::Empty);
        }
        let kinds = self.rows.iter().chain([&self.cols]).chain(self.within.keys());
        let mut seen = HashSet::new();
        if let Some(kind) = kinds.into_iter().find(|kind| !seen.insert(kind.as_str())) {
            return Err(ReleaseError::KindTwice(kind.clone()));
        }
        let known = |one: &&Nested| !self.rows.contains(&one.of);
        if let Some(one) = self.nested.iter().find(known) {
            return Err(ReleaseError::NoKind(one.of.clone()));
        }
        for sum in &self.sums {
            let mut parts = HashSet::new();
            let all = sum.parts.iter().chain(&sum.whole);
            if sum.parts.is_empty() || all.into_iter().any(|label| !parts.insert(label.as_str())) {
                return Err(ReleaseError::Sum(sum.of.clone()));
            }
        }
        Ok(())
    }
}
