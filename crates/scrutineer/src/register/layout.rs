//! How a force lays out its extract: which column feeds which field, how days are written, and what its own values mean.
//! A layout is made once in the browser and serves until the headings change, which is told and never guessed around.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FileFault, MappedColumn, Mapping, fault::At};
use crate::platform::{
    clock::date_words,
    ids::{BodyId, LayoutId},
    packs::Kind,
};

/// The profile of an upload whose columns nobody has named yet.
pub const OWN: &str = "own";

/// One version of the layout of a force's extract.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Its id; an upload or batch read by it has it as profile.
    pub id: LayoutId,
    /// The body whose register it serves.
    pub body: BodyId,
    /// Id of the kind of record.
    pub kind: String,
    /// The force's name, as people wrote it.
    pub force: String,
    /// The first day on which the force writes its extract so.
    pub since: Date,
    /// What to do with the file.
    pub plan: Plan,
}

impl Layout {
    /// Its name for people.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}, since {}", self.force, date_words(self.since))
    }
}

/// What to do with each column of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Every column of the file, also those that are passed over.
    pub columns: Vec<MappedColumn>,
    /// How days are written.
    pub days: Days,
    /// By field: what a value of the file stands for. Blank means not known.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// How days are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// Year first: 2024-03-31.
    #[default]
    YearFirst,
    /// Day first: 31/03/2024.
    DayFirst,
    /// Month first: 03/31/2024.
    MonthFirst,
}

impl Days {
    /// Each with its code and an example.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::YearFirst, "year_first", "2024-03-31"),
        (Self::DayFirst, "day_first", "31/03/2024"),
        (Self::MonthFirst, "month_first", "03/31/2024"),
    ];

    /// The way with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.1 == code).map(|one| one.0)
    }

    /// The cell with the year first, whatever follows the day left as it is; unchanged when it is not written so.
    pub(super) fn year_first(self, cell: &str) -> Cow<'_, str> {
        if self == Self::YearFirst {
            return Cow::Borrowed(cell);
        }
        let end = cell.find([' ', 'T']).unwrap_or(cell.len());
        let (day, rest) = cell.split_at(end);
        let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
        let [first, second, year] = parts.as_slice() else {
            return Cow::Borrowed(cell);
        };
        let short = |part: &&str| (1..=2).contains(&part.len());
        if year.len() != 4 || !short(first) || !short(second) {
            return Cow::Borrowed(cell);
        }
        let (month, day) = match self {
            Self::MonthFirst => (first, second),
            _ => (second, first),
        };
        Cow::Owned(format!("{year}-{month:0>2}-{day:0>2}{rest}"))
    }
}

/// A value as it is compared: blanks at the ends and capitals do not tell two apart.
#[must_use]
pub fn plain(value: &str) -> String {
    value
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

impl Plan {
    /// The mapping of a file with these headings, which must be those of the plan in any order.
    ///
    /// # Errors
    /// [`FileFault::LayoutChanged`] naming every heading that is new, missing or repeated.
    pub fn mapping(&self, kind: &Kind, headings: &[&str]) -> Result<Mapping, FileFault> {
        let mut says = Vec::new();
        let mut columns: Vec<MappedColumn> = Vec::with_capacity(headings.len());
        for heading in headings.iter().map(|heading| heading.trim()) {
            let known = self.columns.iter().find(|column| column.heading == heading);
            if columns.iter().any(|column| column.heading == heading) {
                says.push(format!("the heading {heading} appears twice"));
            } else if known.is_none() && !super::rejects::says_why(heading) {
                says.push(format!("the heading {} is new", super::mapping::shown(heading)));
            }
            columns.push(MappedColumn {
                heading: heading.to_owned(),
                field: known.and_then(|column| column.field.clone()),
            });
        }
        for column in &self.columns {
            if !columns.iter().any(|one| one.heading == column.heading) {
                says.push(format!(
                    "the heading {} is missing",
                    super::mapping::shown(&column.heading)
                ));
            }
        }
        if !says.is_empty() {
            return Err(FileFault::LayoutChanged {
                at: At::TOP,
                says: says.join(", "),
            });
        }
        Ok(Mapping::of_columns(kind, columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_turned_and_what_is_no_day_is_left_alone() {
        let turned = |days: Days, cell| days.year_first(cell).into_owned();
        assert_eq!(turned(Days::DayFirst, "1/3/2024"), "2024-03-01");
        assert_eq!(turned(Days::DayFirst, "31.03.2024 18:05"), "2024-03-31 18:05");
        assert_eq!(turned(Days::MonthFirst, "03/31/2024"), "2024-03-31");
        for cell in ["2024-03-31", "31/03/24", "soon", "", "1/2/3/2024", "111/1/2024"] {
            assert_eq!(turned(Days::DayFirst, cell), cell);
        }
        assert_eq!(turned(Days::YearFirst, "31/03/2024"), "31/03/2024");
    }
}
