//! What a file of unknown layout holds: its headings, what each column looks like, and which values no list has. What
//! cells hold is never handed on, but for short values of columns that somebody has mapped to a list.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FileFault, How, Limits, checking,
    layout::{Days, Plan, plain},
    lines::Lines,
    reading::MOST_HEADINGS,
    row::Row,
    source::Source,
};
use crate::platform::packs::{Field, FieldType, Kind};

/// Rows by which a column is judged.
const SAMPLE: usize = 5_000;

/// Different values of a column that are told apart; with more it is no list.
const MOST_VALUES: usize = 200;

/// The longest value, in characters, that can be one of a list.
const LONGEST_VALUE: usize = 40;

/// One column, as the first rows show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Rows that were looked at.
    pub rows: usize,
    /// Rows in which it is blank.
    pub blank: usize,
    /// Its different short values, unless there are too many.
    pub values: Option<BTreeSet<String>>,
    /// How it writes days, when every cell is one; several ways when they cannot be told apart.
    pub days: Vec<Days>,
}

/// The columns of a file.
///
/// # Errors
/// [`FileFault`] when the file cannot be read.
pub fn columns(content: &[u8], how: &How) -> Result<Vec<Column>, FileFault> {
    let mut columns: Vec<Column> = Vec::new();
    each_row(content, how, |number, cells| {
        if number == 0 {
            columns = cells.iter().map(|heading| Column::new(heading)).collect();
        }
        if number > 0 {
            for (column, cell) in columns.iter_mut().zip(cells) {
                column.add(cell.trim());
            }
        }
        number < SAMPLE
    })?;
    Ok(columns)
}

/// Hands on the cells of the heading line (number 0) and of each row until it is told to stop.
fn each_row(
    content: &[u8],
    how: &How,
    mut each: impl FnMut(usize, &[&str]) -> bool,
) -> Result<(), FileFault> {
    let limits = Limits::default();
    let source = Source::open(content, how, limits)?;
    let cut = source.cut();
    let mut lines = Lines::open(source, cut)?;
    let mut row = Row::new(MOST_HEADINGS, limits);
    let mut number = 0;
    while lines.next_row(&mut row)? {
        let told = row.utf8().map(|cells| {
            let cells: Vec<&str> = (0..row.cells.min(MOST_HEADINGS))
                .map(|at| cells.get(at))
                .collect();
            each(number, &cells)
        });
        let on = told
            .map_err(|(cell, place)| super::reading::not_utf8(&row, cell, place, (cell + 1).to_string()))?;
        if !on {
            return Ok(());
        }
        number += 1;
    }
    match number {
        0 => Err(FileFault::Empty),
        1 => Err(FileFault::HeadingsOnly),
        _ => Ok(()),
    }
}

impl Column {
    fn new(heading: &str) -> Self {
        Self {
            heading: heading.trim().to_owned(),
            values: Some(BTreeSet::new()),
            days: Days::ALL.map(|(days, ..)| days).to_vec(),
            ..Self::default()
        }
    }

    fn add(&mut self, cell: &str) {
        self.rows += 1;
        if cell.is_empty() {
            self.blank += 1;
            return;
        }
        self.days.retain(|days| is_day(*days, cell));
        if let Some(values) = &mut self.values {
            values.insert(plain(cell));
            if values.len() > MOST_VALUES || cell.chars().count() > LONGEST_VALUE {
                self.values = None;
            }
        }
    }

    /// How it writes days: when every cell that is not blank is one.
    #[must_use]
    pub fn written(&self) -> Option<Days> {
        (self.blank < self.rows)
            .then(|| self.days.first().copied())
            .flatten()
    }

    /// The share of its different values that a field's list or truth values have; nothing for other fields.
    #[must_use]
    pub fn fits(&self, field: &Field) -> Option<f64> {
        let values = self.values.as_ref().filter(|values| !values.is_empty())?;
        let listed = match &field.holds {
            FieldType::Code(_) => values
                .iter()
                .filter(|value| guess(field, value).is_some())
                .count(),
            _ => return None,
        };
        Some(listed as f64 / values.len() as f64)
    }
}

fn is_day(days: Days, cell: &str) -> bool {
    let turned = days.year_first(cell);
    (days == Days::YearFirst || turned != cell)
        && turned.get(..10).is_some_and(|day| checking::date(day).is_ok())
}

/// The field that a column probably feeds: by the layout it had before, by its heading, or by what it holds. `None` leaves
/// the question to a person, who decides in any case.
#[must_use]
pub fn suggest<'k>(kind: &'k Kind, columns: &[Column], before: Option<&Plan>) -> Vec<Option<&'k Field>> {
    let mut found: Vec<Option<&Field>> = columns
        .iter()
        .map(|column| named_before(kind, before, column).or_else(|| named(kind, column)))
        .collect();
    let mut taken = BTreeSet::new();
    for one in &mut found {
        if one.is_some_and(|field| !taken.insert(&field.name)) {
            *one = None;
        }
    }
    for (column, one) in columns.iter().zip(&mut found).filter(|(_, one)| one.is_none()) {
        let mut fit = kind.fields.iter().filter(|field| {
            !taken.contains(&field.name) && column.fits(field).is_some_and(|share| share > 0.9)
        });
        if let (Some(field), None) = (fit.next(), fit.next()) {
            taken.insert(&field.name);
            *one = Some(field);
        }
    }
    found
}

fn named_before<'k>(kind: &'k Kind, before: Option<&Plan>, column: &Column) -> Option<&'k Field> {
    let known = before?.columns.iter().find(|one| one.heading == column.heading)?;
    kind.field(known.field.as_deref()?)
}

fn named<'k>(kind: &'k Kind, column: &Column) -> Option<&'k Field> {
    let is = |name: &str| super::mapping::alike(name, &column.heading);
    kind.fields.iter().find(|field| {
        is(&field.name)
            || is(&field.label)
            || field
                .headings
                .values()
                .chain(&field.also)
                .any(|heading| is(heading))
    })
}

/// A value of a file that its field does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// Heading of its column.
    pub heading: String,
    /// The field the column feeds.
    pub field: String,
    /// The value, as it is compared.
    pub value: String,
    /// Rows that have it.
    pub rows: u64,
    /// What it probably stands for.
    pub guess: Option<String>,
}

/// Every value that the lists of the mapped fields do not have, in the order of columns and then of values; and the headings
/// of columns with so many that they are no list.
///
/// # Errors
/// [`FileFault`] when the file cannot be read.
pub fn strangers(
    content: &[u8],
    kind: &Kind,
    plan: &Plan,
    how: &How,
) -> Result<(Vec<Stranger>, Vec<String>), FileFault> {
    let mut places: Vec<(usize, &Field, String)> = Vec::new();
    let mut counts: Vec<BTreeMap<String, u64>> = Vec::new();
    each_row(content, how, |number, cells| {
        if number == 0 {
            places = listed_columns(kind, plan, cells);
            counts = vec![BTreeMap::new(); places.len()];
            return true;
        }
        for ((place, field, _), counts) in places.iter().zip(&mut counts) {
            for value in items(field, cells.get(*place).copied().unwrap_or_default()) {
                if counts.len() <= MOST_VALUES && !takes(field, value) {
                    *counts.entry(plain(value)).or_default() += 1;
                }
            }
        }
        true
    })?;
    let mut strangers = Vec::new();
    let mut no_lists = Vec::new();
    for ((_, field, heading), counts) in places.into_iter().zip(counts) {
        if counts.len() > MOST_VALUES || counts.keys().any(|value| value.chars().count() > LONGEST_VALUE) {
            no_lists.push(heading);
            continue;
        }
        strangers.extend(counts.into_iter().map(|(value, rows)| Stranger {
            heading: heading.clone(),
            field: field.name.clone(),
            guess: guess(field, &value),
            value,
            rows,
        }));
    }
    Ok((strangers, no_lists))
}

/// The columns that feed a list or a truth value.
fn listed_columns<'k>(kind: &'k Kind, plan: &Plan, headings: &[&str]) -> Vec<(usize, &'k Field, String)> {
    let listed = |field: &Field| match &field.holds {
        FieldType::Boolean3 => true,
        _ => field.vocabulary().is_some_and(|list| !list.keep_unlisted),
    };
    headings
        .iter()
        .enumerate()
        .filter_map(|(place, heading)| {
            let column = plan.columns.iter().find(|one| one.heading == heading.trim())?;
            let field = kind
                .field(column.field.as_deref()?)
                .filter(|field| listed(field))?;
            Some((place, field, column.heading.clone()))
        })
        .collect()
}

/// The values of a cell: one, or the items of a list.
fn items<'c>(field: &Field, cell: &'c str) -> impl Iterator<Item = &'c str> {
    let list = matches!(field.holds, FieldType::List { .. });
    cell.split(move |letter| list && letter == ';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn takes(field: &Field, value: &str) -> bool {
    let mut json = String::new();
    checking::check(field, value, "", &mut json).is_ok()
}

/// What a value probably stands for: a code whose spellings differ only in capitals, blanks and punctuation.
fn guess(field: &Field, value: &str) -> Option<String> {
    let same = |spelling: &str| super::mapping::alike(spelling, value);
    if ["n/a", "not applicable", "not known", "unknown", "not stated", "-"].contains(&value)
        && field.vocabulary().is_none_or(|list| list.find(value).is_none())
    {
        return Some(String::new());
    }
    let entries = &field.vocabulary()?.entries;
    let spelt = |entry: &&crate::platform::packs::Entry| {
        same(&entry.code) || same(&entry.label) || entry.also.iter().any(|one| same(one))
    };
    entries.iter().find(spelt).map(|entry| entry.code.clone())
}
