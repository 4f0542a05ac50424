//! How a record is put where a filter finds it: for each field of its kind a shelf, and on it the places of the records with
//! each value. A choice has a set for every code; a number or a day has one for every binary digit, so that a range and an
//! order need no more than 17 sets (P. O'Neil and D. Quass, "Improved Query Performance with Variant Indexes", SIGMOD 1997).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::places::Places;
use crate::platform::packs::{Field, FieldType, Kind, NOT_KNOWN, Steps};

/// The shelf of the months, of the strata, of rows alike in every cell, of what rules flag, and of what no longer stands.
/// No field of a kind begins with a hyphen.
pub const MONTH: &str = "-month";
/// See [`MONTH`].
pub const STRATUM: &str = "-stratum";
/// See [`MONTH`].
pub const REPEAT: &str = "-repeat";
/// See [`MONTH`].
pub const RULE: &str = "-rule";
/// See [`MONTH`].
pub const PAST: &str = "-past";
/// The shelf of what records say of the facts that are never told less exactly, by [`Kind::kept_facts`].
pub const KEPT: &str = "-kept";

/// The value of a blank.
pub const BLANK: &str = "";
/// The value of whatever a list that keeps unlisted values does not have: never the value itself.
pub const UNLISTED: &str = "-unlisted";
/// The value that says yes, on the shelves that know no other.
pub const YES: &str = "true";
/// The value of a record that says that something is not stated, on a shelf of codes: kept beside the code itself, and alone for an
/// answer of not known to a question of yes or no.
pub const NOT_STATED: &str = "-not-stated";

/// Binary digits of the longest number: days from 1900 to 2100 have 17.
pub const DIGITS: usize = 17;

/// How the values of a field are shelved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// A set a code.
    Codes,
    /// A set a binary digit, from this number up.
    Digits {
        /// The number of nought.
        lowest: i64,
    },
    /// Only blanks: words and decimals are neither filtered nor put in order.
    Blanks,
}

/// The shelf of a field.
#[must_use]
pub fn of_field(field: &Field) -> Shelf {
    if !field.browse {
        return Shelf::Blanks;
    }
    match &field.holds {
        FieldType::Boolean3
        | FieldType::Code(_)
        | FieldType::List {
            vocabulary: Some(_), ..
        } => Shelf::Codes,
        FieldType::Integer { lowest, highest, .. } if highest - lowest < 1 << DIGITS => {
            Shelf::Digits { lowest: *lowest }
        }
        FieldType::Date | FieldType::Instant => Shelf::Digits { lowest: 0 },
        _ => Shelf::Blanks,
    }
}

/// What the shelves of a kind depend on, so that a change of the kind is noticed.
fn plan(kind: &Kind) -> String {
    let shelf = |field: &Field| match of_field(field) {
        Shelf::Codes if field.not_known => format!("{}:codes and not known", field.name),
        Shelf::Codes => format!("{}:codes", field.name),
        Shelf::Digits { lowest } => format!("{}:{lowest}", field.name),
        Shelf::Blanks => field.name.clone(),
    };
    let unlisted = kind.fields.iter().filter(|field| !field.browse);
    let shelves: Vec<String> = unlisted.chain(&kind.listed).map(shelf).collect();
    let kept = kind.crowd.iter().filter(|fact| fact.steps == Steps::Keep);
    let kept: Vec<&str> = kept.flat_map(|fact| &fact.fields).map(String::as_str).collect();
    format!("2 {} {KEPT}:{}", shelves.join(" "), kept.join("+"))
}

/// The plan as one hash.
#[must_use]
pub fn plan_mark(kind: &Kind) -> String {
    hex::encode(Sha256::digest(plan(kind)))
}

/// The name of a set of [`KEPT`].
#[must_use]
pub fn kept(number: u16) -> String {
    format!("{number:03x}")
}

/// The name of the set of a binary digit.
#[must_use]
pub fn digit(place: usize) -> String {
    format!("{place:02}")
}

/// Days since 1900 began, of 1900 to 2100.
#[must_use]
pub fn day_number(date: Date) -> Option<i64> {
    let since = jiff::civil::date(1900, 1, 1).until(date).ok()?;
    let days = i64::from(since.get_days());
    (0..1 << DIGITS).contains(&days).then_some(days)
}

/// What is shelved of a record beside its fields.
#[derive(Clone, Copy, Debug)]
pub struct About<'r> {
    /// Its month, `YYYY-MM`.
    pub month: &'r str,
    /// Code of its stratum.
    pub stratum: &'r str,
    /// Whether it is alike in every cell to an earlier row.
    pub repeat: bool,
}

/// The shelves of one segment while its records are put on them.
pub struct Shelves<'k> {
    kind: &'k Kind,
    records: usize,
    sets: BTreeMap<&'k str, BTreeMap<String, Places>>,
}

impl<'k> Shelves<'k> {
    /// Empty shelves for so many records.
    #[must_use]
    pub fn new(kind: &'k Kind, records: usize) -> Self {
        Self {
            kind,
            records,
            sets: BTreeMap::new(),
        }
    }

    /// Puts the record of a place on every shelf.
    pub fn put(&mut self, place: usize, about: About<'_>, fields: &Map<String, Value>) {
        self.set(MONTH, about.month, place);
        self.set(STRATUM, about.stratum, place);
        if about.repeat {
            self.set(REPEAT, YES, place);
        }
        if let Some(number) = self.kind.kept_facts(fields) {
            self.set(KEPT, &kept(number), place);
        }
        let kind = self.kind;
        let unlisted = kind.fields.iter().filter(|field| !field.browse);
        for field in unlisted.chain(&kind.listed) {
            let value = kind.value(&field.name, fields);
            match value.as_deref().filter(|value| !blank(value)) {
                None if field.not_known && not_known(fields, &field.name) => {
                    self.set(&field.name, NOT_STATED, place);
                }
                None => self.set(&field.name, BLANK, place),
                Some(value) => self.put_value(field, value, place),
            }
        }
    }

    fn put_value(&mut self, field: &'k Field, value: &Value, place: usize) {
        if says_nothing(field, value) {
            self.set(&field.name, NOT_STATED, place);
        }
        match of_field(field) {
            Shelf::Blanks => {}
            Shelf::Codes => {
                for code in codes(field, value) {
                    self.set(&field.name, code, place);
                }
            }
            Shelf::Digits { lowest } => {
                let above = number(value).map(|number| number - lowest);
                match above.filter(|above| (0..1 << DIGITS).contains(above)) {
                    Some(above) => {
                        for bit in (0..DIGITS).filter(|bit| above >> bit & 1 == 1) {
                            self.set(&field.name, &digit(bit), place);
                        }
                    }
                    None => self.set(&field.name, BLANK, place),
                }
            }
        }
    }

    fn set(&mut self, shelf: &'k str, value: &str, place: usize) {
        let sets = self.sets.entry(shelf).or_default();
        if let Some(places) = sets.get_mut(value) {
            places.add(place);
        } else {
            let mut places = Places::none(self.records);
            places.add(place);
            sets.insert(value.to_owned(), places);
        }
    }

    /// Every set: shelf, value, places.
    pub fn sets(&self) -> impl Iterator<Item = (&str, &str, &Places)> {
        self.sets.iter().flat_map(|(shelf, sets)| {
            sets.iter()
                .map(move |(value, places)| (*shelf, value.as_str(), places))
        })
    }
}

/// Whether a record says of a field that it is not known.
fn not_known(fields: &Map<String, Value>, name: &str) -> bool {
    let told = fields.get(NOT_KNOWN).and_then(Value::as_array);
    told.is_some_and(|names| names.iter().any(|told| told == name))
}

fn blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The codes under which a value is found; what no list has is found as that.
fn codes<'v>(field: &Field, value: &'v Value) -> Vec<&'v str> {
    let code = |text: &'v str| {
        let listed = field
            .vocabulary()
            .is_some_and(|list| list.entries.iter().any(|entry| entry.code == text));
        if listed { text } else { UNLISTED }
    };
    match value {
        Value::Bool(true) => vec!["true"],
        Value::Bool(false) => vec!["false"],
        Value::String(text) => vec![code(text)],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(code).collect(),
        _ => vec![UNLISTED],
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => day_number(text.get(..10)?.parse().ok()?),
        _ => None,
    }
}

/// Whether a value is a code that says that nobody knows or said.
fn says_nothing(field: &Field, value: &Value) -> bool {
    let Value::String(text) = value else {
        return false;
    };
    let entry = field.vocabulary().and_then(|list| list.find(text));
    entry.is_some_and(|entry| entry.not_stated)
}
