//! Facts computed from a field of a record and shown in its place: the band of an age, the month or the quarter of a date, the
//! days between two dates. A derived fact is declared in its kind like a field, with `derived` instead of `type`; no file has it,
//! and no record keeps it.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::kind::{Band, Field, FieldType, Kind, Sensitivity};
use super::kind_text::FieldText;
use super::lists::Grouping;
use super::{PackError, check_unique, read};

/// A list of bands of whole numbers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// Id of the pack, by which derived facts name it.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When the list was drawn up.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the bands come from.
    pub citation: String,
    /// The bands, from the lowest.
    #[serde(rename = "band")]
    pub bands: Vec<Band>,
}

impl Bands {
    /// Reads the pack: each band begins where the one before it ends, so that no number falls between two or into both.
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(pack, "band", all.bands.iter().map(|band| band.code.as_str()))?;
        let mut next = None;
        for band in &all.bands {
            let (Some(lowest), Some(highest)) = (band.lowest, band.highest) else {
                let key = format!("band {}", band.code);
                return Err(PackError::new(pack, key, "needs lowest and highest"));
            };
            if lowest > highest || next.is_some_and(|next| next != lowest) {
                let key = format!("band {}", band.code);
                return Err(PackError::new(
                    pack,
                    key,
                    "must begin where the band before it ends",
                ));
            }
            next = Some(highest + 1);
        }
        Ok(all)
    }

    /// The band of a number.
    #[must_use]
    pub fn of(&self, number: i64) -> Option<&Band> {
        self.bands.iter().find(|band| {
            band.lowest.is_some_and(|lowest| lowest <= number)
                && band.highest.is_some_and(|highest| number <= highest)
        })
    }
}

/// How a fact comes out of its field.
#[derive(Clone, Debug)]
pub enum By {
    /// The band of a whole number.
    Band(Arc<Bands>),
    /// The group of a code.
    Group(Arc<Grouping>),
    /// The month of a date or instant, `2024-03`.
    Month,
    /// The quarter of the calendar year of a date or instant, `2024-Q1`.
    Quarter,
    /// Days after the date of the field at this position of [`Kind::fields`], below zero when it came before.
    Days {
        /// Position of the earlier date.
        since: usize,
    },
}

/// A fact computed from a field.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Its name, unlike that of any field.
    pub name: String,
    /// Plain English for people.
    pub label: String,
    /// Position in [`Kind::fields`] of the field it comes from; it is shown after that field.
    pub from: usize,
    /// How it comes out of it.
    pub by: By,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// Whether members see it in the summary of a case.
    pub summary: bool,
    /// Whether it is shown in lists of the register and may be filtered by; bands and groups alone can be.
    pub browse: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DerivedText {
    from: String,
    by: ByText,
    bands: Option<String>,
    groups: Option<String>,
    since: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ByText {
    Band,
    Group,
    Month,
    Quarter,
    Days,
}

impl FieldText {
    /// The derived fact that a `[[field]]` with `derived` declares.
    pub(super) fn computed(
        self,
        pack: &str,
        text: DerivedText,
        fields: &[Field],
        (bands, groupings): (&Bands, &[Grouping]),
    ) -> Result<Derived, PackError> {
        let key = format!("field {}", self.name);
        let fault = |says: &str| PackError::new(pack, &key, says);
        let place = |name: &str| {
            let found = fields.iter().position(|field| field.name == name);
            found.ok_or_else(|| fault(&format!("there is no field {name} to derive from")))
        };
        let from = place(&text.from)?;
        let dated = |place: usize| {
            matches!(
                fields.get(place).map(|field| &field.holds),
                Some(FieldType::Date | FieldType::Instant | FieldType::Month)
            )
        };
        let number = matches!(
            fields.get(from).map(|field| &field.holds),
            Some(FieldType::Integer { .. })
        );
        let by = match text.by {
            ByText::Band if number && text.bands.as_deref() == Some(bands.id.as_str()) => {
                By::Band(Arc::new(bands.clone()))
            }
            ByText::Band => {
                return Err(fault(
                    "needs a whole number and bands, the name of a list of bands",
                ));
            }
            ByText::Group => {
                let asked = text.groups.as_deref();
                let found = groupings.iter().find(|one| asked == Some(one.id.as_str()));
                By::Group(Arc::new(found.cloned().ok_or_else(|| {
                    fault("needs groups, the name of a list whose codes are grouped")
                })?))
            }
            ByText::Month if dated(from) => By::Month,
            ByText::Quarter if dated(from) => By::Quarter,
            ByText::Month | ByText::Quarter => return Err(fault("comes from a date, an instant or a month")),
            ByText::Days => {
                let since = text.since.as_deref();
                let since = place(since.ok_or_else(|| fault("needs since, the earlier date"))?)?;
                if !dated(from) || !dated(since) {
                    return Err(fault("comes from two dates"));
                }
                By::Days { since }
            }
        };
        if self.browse && !matches!(by, By::Band(_) | By::Group(_)) {
            return Err(fault("is neither a band nor a group, so it cannot be browsed"));
        }
        if self.summary && self.sensitivity > Sensitivity::Panel {
            return Err(fault("is in the members' summary, so it must be open or panel"));
        }
        Ok(Derived {
            name: self.name,
            label: self.label,
            from,
            by,
            sensitivity: self.sensitivity,
            summary: self.summary,
            browse: self.browse,
        })
    }
}

impl Derived {
    /// The fact of a record as a code; nothing where a field it comes from is blank.
    #[must_use]
    pub fn code(&self, kind: &Kind, fields: &Map<String, Value>) -> Option<String> {
        let value = |place: usize| fields.get(&kind.fields.get(place)?.name);
        let from = value(self.from)?;
        match &self.by {
            By::Band(bands) => Some(bands.of(from.as_i64()?)?.code.clone()),
            By::Group(grouping) => Some(grouping.of(from.as_str()?)?.to_owned()),
            By::Month => Some(from.as_str()?.get(..7)?.to_owned()),
            By::Quarter => quarter(from.as_str()?.get(..7)?),
            By::Days { since } => {
                let (late, early) = (date(from)?, date(value(*since)?)?);
                Some(late.since(early).ok()?.get_days().to_string())
            }
        }
    }

    /// What a code of this fact is called.
    #[must_use]
    pub fn label_of(&self, code: &str) -> String {
        match &self.by {
            By::Band(bands) => {
                let band = bands.bands.iter().find(|band| band.code == code);
                band.map_or(code, |band| band.label.as_str()).to_owned()
            }
            By::Group(grouping) => grouping.label(code).unwrap_or(code).to_owned(),
            By::Month => crate::platform::clock::month_words(code),
            By::Quarter => quarter_words(code),
            By::Days { .. } => code.to_owned(),
        }
    }
}

fn date(value: &Value) -> Option<Date> {
    value.as_str()?.get(..10)?.parse().ok()
}

/// The quarter of a month: `2024-Q1` of `2024-03`.
#[must_use]
pub fn quarter(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    let month: u8 = month.parse().ok()?;
    (1..=12)
        .contains(&month)
        .then(|| format!("{year}-Q{}", month.div_ceil(3)))
}

/// A quarter in words: `January to March 2024`.
#[must_use]
pub fn quarter_words(quarter: &str) -> String {
    let months = |number: &str| match number {
        "1" => Some("January to March"),
        "2" => Some("April to June"),
        "3" => Some("July to September"),
        "4" => Some("October to December"),
        _ => None,
    };
    let said = quarter
        .split_once("-Q")
        .and_then(|(year, number)| Some(format!("{} {year}", months(number)?)));
    said.unwrap_or_else(|| quarter.to_owned())
}

impl Kind {
    /// Whether a record is about a child, or may be: by its stratum and by every age it tells. A record whose stratum is not
    /// known is treated as a child's, for what is shown less exactly harms nobody.
    #[must_use]
    pub fn about_child(&self, fields: &Map<String, Value>) -> bool {
        let deciding = self.fields.get(self.stratum.field);
        let value = deciding.and_then(|field| fields.get(&field.name));
        let stratum = match value {
            Some(Value::Number(number)) => number.as_i64().map(|number| self.stratum.of_number(number)),
            Some(Value::String(code)) => Some(self.stratum.of_code(code)),
            _ => None,
        };
        let band = stratum.and_then(|code| self.stratum.bands.iter().find(|band| band.code == code));
        let young = |derived: &Derived| match &derived.by {
            By::Band(bands) => {
                let code = derived.code(self, fields);
                let band = bands.bands.iter().find(|band| Some(&band.code) == code.as_ref());
                band.is_some_and(|band| band.child)
            }
            _ => false,
        };
        band.is_none_or(|band| band.child) || self.derived.iter().any(young)
    }
}
