//! A record as rules see it, read from the JSON that the register keeps.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::de::DeserializeSeed;

use crate::fields::Holds;
use crate::reading::{Cell, Into};
use crate::value::Value;

/// Place of a field among those of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(pub(crate) u16);

/// A fact that the caller works out itself, to be given with [`Record::give_flag`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactId(pub(crate) Slot);

/// Why a record cannot be read. Names a field, never what it holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record cannot be read: {says}")]
pub struct RecordFault {
    says: String,
}

/// One field, and what rules ask about it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) holds: Holds,
    /// Texts and items that rules name, where the field lists none itself: lower case for items.
    pub(crate) literals: Vec<String>,
    /// Whether any rule reads it.
    pub(crate) read: bool,
    /// Whether any rule counts its words.
    pub(crate) counted: bool,
    /// Whether any rule compares it with another text.
    pub(crate) compared: bool,
}

/// How records of a kind are laid out for a set of rules. Only what rules ask about is read.
#[derive(Clone, Debug)]
pub struct Layout {
    pub(crate) places: Vec<Place>,
    index: HashMap<String, Slot>,
}

impl Layout {
    pub(crate) fn new(fields: impl IntoIterator<Item = (String, Holds)>) -> Self {
        let mut layout = Self {
            places: Vec::new(),
            index: HashMap::new(),
        };
        for (name, holds) in fields {
            let slot = Slot(u16::try_from(layout.places.len()).unwrap_or(u16::MAX));
            layout.index.insert(name.clone(), slot);
            layout.places.push(Place {
                name,
                holds,
                literals: Vec::new(),
                read: false,
                counted: false,
                compared: false,
            });
        }
        layout
    }

    pub(crate) fn slot(&self, name: &str) -> Option<Slot> {
        self.index.get(name).copied()
    }

    pub(crate) fn place(&self, slot: Slot) -> &Place {
        &self.places[usize::from(slot.0)]
    }

    pub(crate) fn place_mut(&mut self, slot: Slot) -> &mut Place {
        &mut self.places[usize::from(slot.0)]
    }

    /// An empty record, to be filled again and again. The fields named as `absent` have no column in the extract: of
    /// them it is not known whether they are blank.
    #[must_use]
    pub fn record<'a>(&self, absent: impl IntoIterator<Item = &'a str>) -> Record {
        let mut empty = vec![Value::Blank; self.places.len()];
        for slot in absent.into_iter().filter_map(|name| self.slot(name)) {
            empty[usize::from(slot.0)] = Value::Absent;
        }
        Record {
            values: empty.clone(),
            empty,
        }
    }

    /// An empty record of which nothing is known yet.
    pub(crate) fn unknown(&self) -> Record {
        self.record(self.places.iter().map(|place| place.name.as_str()))
    }

    /// Fills `record` from the JSON object that the register keeps of one: blank fields are left out, or empty; what
    /// is not known is null. Fields that no rule asks about are passed over.
    ///
    /// # Errors
    /// [`RecordFault`] when it is no such object, or a field holds what its kind does not allow.
    pub fn read(&self, record: &mut Record, json: &str) -> Result<(), RecordFault> {
        record.clear();
        let mut reader = serde_json::Deserializer::from_str(json);
        let into = Into { layout: self, record };
        let read = into.deserialize(&mut reader).and_then(|()| reader.end());
        read.map_err(|error| RecordFault {
            says: error.to_string(),
        })
    }

    /// What the JSON value of one field says; nothing of a field that no rule asks about. What its kind does not allow is not known.
    #[must_use]
    pub fn said(&self, name: &str, json: &str) -> Option<Said> {
        let slot = self.slot(name).filter(|slot| self.place(*slot).read)?;
        let mut reader = serde_json::Deserializer::from_str(json);
        let read = Cell(self.place(slot)).deserialize(&mut reader);
        let value = read.and_then(|value| reader.end().map(|()| value));
        Some(Said {
            slot,
            value: value.unwrap_or(Value::Absent),
        })
    }
}

/// What one field of a record says, to be given with [`Record::say`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    slot: Slot,
    value: Value,
}

/// What one record says. Filled by [`Layout::read`], or field by field with [`Record::say`]; holds no text, so that it can be used
/// again without a new allocation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub(crate) values: Vec<Value>,
    empty: Vec<Value>,
}

impl Record {
    pub(crate) fn value(&self, slot: Slot) -> Value {
        self.values
            .get(usize::from(slot.0))
            .copied()
            .unwrap_or(Value::Absent)
    }

    pub(crate) fn is_given(&self, slot: Slot) -> bool {
        !matches!(self.value(slot), Value::Absent | Value::Blank)
    }

    pub(crate) fn day(&self, slot: Slot) -> Option<Date> {
        match self.value(slot) {
            Value::Date(day) => Some(day),
            _ => None,
        }
    }

    /// Empties it, for the next record to be said field by field.
    pub fn clear(&mut self) {
        self.values.copy_from_slice(&self.empty);
    }

    /// Takes what a field says, as [`Layout::said`] read it.
    pub fn say(&mut self, said: Said) {
        if let Some(value) = self.values.get_mut(usize::from(said.slot.0)) {
            *value = said.value;
        }
    }

    /// Says of a fact that the caller works out whether it is so.
    pub fn give_flag(&mut self, fact: FactId, is_so: bool) {
        if let Some(value) = self.values.get_mut(usize::from(fact.0.0)) {
            *value = Value::Flag(is_so);
        }
    }
}
