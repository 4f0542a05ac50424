//! What one line of an extract comes to: a record to keep, or a reason why not.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::checking::Rule;

/// A month of the civil calendar, shown as `2024-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year, 1900 to 2100.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
}

impl From<Date> for Month {
    fn from(date: Date) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
        }
    }
}

impl Month {
    /// The month so many later, or earlier.
    #[must_use]
    pub fn after(self, months: i16) -> Self {
        let count = self.year * 12 + i16::from(self.month) - 1 + months;
        Self {
            year: count.div_euclid(12),
            month: i8::try_from(count.rem_euclid(12)).unwrap_or_default() + 1,
        }
    }
}

impl FromStr for Month {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let says = "not a month; write year and month, as in 2024-03";
        let (year, month) = text
            .split_once('-')
            .filter(|(y, m)| y.len() == 4 && m.len() == 2)
            .ok_or(says)?;
        let year = year.parse().map_err(|_| says)?;
        let month = month.parse().map_err(|_| says)?;
        let day = Date::new(year, month, 1).map_err(|_| says)?;
        if (1900..=2100).contains(&year) {
            Ok(day.into())
        } else {
            Err(says)
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Something people should see about a record that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice<'k> {
    /// A number below the one from which the field is ordinary, such as an age at the offence under ten.
    Low(&'k str),
    /// A value its vocabulary does not list, kept as written.
    Unlisted(&'k str),
    /// The record's own reference was already on the line given here.
    ReferenceAgain(u64),
}

impl Notice<'_> {
    /// What is counted, such as `low:suspect_age_offence`.
    pub fn code(&self) -> String {
        match self {
            Self::Low(field) => format!("low:{field}"),
            Self::Unlisted(field) => format!("unlisted:{field}"),
            Self::ReferenceAgain(_) => "reference_again".to_owned(),
        }
    }
}

/// A record to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord<'k> {
    /// Line of the file on which it begins, from 1.
    pub line: u64,
    /// The record's own reference, where the kind has one.
    pub source_ref: Option<String>,
    /// Period, from the file's own dates in UTC.
    pub month: Month,
    /// Code of its stratum.
    pub stratum: &'k str,
    /// Values by field name as a JSON object. Blank fields are left out, three-valued ones are always there.
    pub fields: String,
    /// SHA-256 of its cells, by which rows alike in every cell are found.
    pub row_hash: [u8; 32],
    /// Line of the first row of this file that is alike in every cell.
    pub duplicate_of_line: Option<u64>,
    /// What people should see.
    pub notices: Vec<Notice<'k>>,
}

/// A line that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// Heading of the first column at fault; blank when the whole row is.
    pub column: String,
    /// The rule it breaks.
    pub rule: Rule,
    /// What would be right, as a sentence without the content of the cell.
    pub message: String,
}

/// One line of data: kept or refused, never both, never neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line<'k> {
    /// To be kept.
    Accepted(NewRecord<'k>),
    /// Not to be kept.
    Refused(Refused),
}
