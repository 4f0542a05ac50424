//! A column of an extract: how the field it feeds takes its cells, and what its cells came to before.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rules::{Layout, Said};

use crate::platform::packs::{Field, FieldType, Kind, StratumRule};

use super::checking::{Broken, Found, check};
use super::known::Known;
use super::layout::{Days, Plan, plain};
use super::mapping::Mapping;
use super::record::{Month, Notice};

/// A field, the column that feeds it, and its key in the record's JSON.
pub(super) struct Column<'k> {
    field: &'k Field,
    /// Its place among the cells of a row; none where the file has no such column.
    pub(super) index: Option<usize>,
    key: String,
    wording: Option<Wording>,
    /// By what it tells the stratum, if it does.
    stratum: Option<&'k StratumRule>,
    tells_month: bool,
    rules: Option<&'k Layout>,
    known: Known<Told<'k>>,
    /// What the last cell that was not known came to.
    told: Told<'k>,
}

/// What a cell comes to beside its value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told<'k> {
    pub(super) blank: bool,
    pub(super) notice: Option<Notice<'k>>,
    /// The field, where the cell says that it is not known.
    pub(super) not_known: Option<&'k str>,
    pub(super) stratum: Option<&'k str>,
    pub(super) month: Option<Month>,
    /// What rules are told by it.
    pub(super) said: Option<Said>,
}

/// How a file of its own layout writes the field of a column.
struct Wording {
    days: Days,
    values: BTreeMap<String, String>,
}

impl Wording {
    /// The cell as the field takes it; a value without a meaning is left for the check to refuse.
    fn put<'c>(&'c self, field: &Field, cell: &'c str) -> Cow<'c, str> {
        let cell = cell.trim();
        match &field.holds {
            FieldType::Date | FieldType::Instant => self.days.year_first(cell),
            FieldType::List { .. } => {
                let items: Vec<&str> = cell.split(';').map(|item| self.meaning(item)).collect();
                Cow::Owned(items.join(";"))
            }
            _ => Cow::Borrowed(self.meaning(cell)),
        }
    }

    fn meaning<'c>(&'c self, value: &'c str) -> &'c str {
        if self.values.is_empty() {
            return value;
        }
        self.values.get(&plain(value)).map_or(value, String::as_str)
    }
}

/// A column for each field of a kind, in its order.
pub(super) fn columns<'k>(kind: &'k Kind, mapping: &Mapping, plan: Option<&Plan>) -> Vec<Column<'k>> {
    let index_of = |field: &Field| {
        mapping
            .columns
            .iter()
            .position(|column| column.field.as_ref() == Some(&field.name))
    };
    let column = |(position, field): (usize, &'k Field)| Column {
        field,
        index: index_of(field),
        key: format!("\"{}\":", field.name),
        wording: plan.map(|plan| Wording {
            days: plan.days,
            values: plan.values.get(&field.name).cloned().unwrap_or_default(),
        }),
        stratum: (position == kind.stratum.field).then_some(&kind.stratum),
        tells_month: position == kind.month,
        rules: None,
        known: Known::default(),
        told: Told::default(),
    };
    kind.fields.iter().enumerate().map(column).collect()
}

impl<'k> Column<'k> {
    /// Has its cells told to rules too.
    pub(super) fn tell_rules(&mut self, layout: &'k Layout) {
        self.rules = Some(layout);
        self.known = Known::default();
    }

    /// The cell as the field takes it.
    pub(super) fn worded<'c>(&'c self, cell: &'c str) -> Cow<'c, str> {
        match &self.wording {
            Some(wording) => wording.put(self.field, cell),
            None => Cow::Borrowed(cell),
        }
    }

    /// Checks a cell, and appends its key, its value and a comma to `json` where it has a value.
    pub(super) fn tell(&mut self, cell: &str, json: &mut String) -> Result<&Told<'k>, Broken> {
        if let Some(number) = self.known.find(cell) {
            let (written, told) = self.known.at(number);
            json.push_str(written);
            return Ok(told);
        }
        let before = json.len();
        self.told = self.check(cell, json)?;
        self.known.keep(cell, &json[before..], self.told);
        Ok(&self.told)
    }

    fn check(&self, cell: &str, json: &mut String) -> Result<Told<'k>, Broken> {
        let field = self.field;
        let before = json.len();
        let cell = self.worded(cell);
        let found = check(field, &cell, &self.key, json)?;
        let mut said = None;
        if let Some(value) = json.get(before + self.key.len()..) {
            said = self.rules.and_then(|layout| layout.said(&field.name, value));
            json.push(',');
        }
        Ok(Told {
            blank: found == Found::Blank,
            notice: match found {
                Found::Number { notice: true, .. } => Some(Notice::Low(&field.name)),
                Found::Code { listed: false, .. } => Some(Notice::Unlisted(&field.name)),
                _ => None,
            },
            not_known: (found == Found::NotKnown && field.not_known).then_some(&field.name),
            stratum: self.stratum.and_then(|stratum| match found {
                Found::Number { number, .. } => Some(stratum.of_number(number)),
                Found::Code { code, .. } => Some(stratum.of_code(code)),
                _ => None,
            }),
            month: match found {
                Found::Day(day) if self.tells_month => Some(Month::from(day)),
                _ => None,
            },
            said,
        })
    }
}
