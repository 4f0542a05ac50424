//! A record as rules see it, read from the JSON that the register keeps.

use std::collections::HashMap;
use std::fmt;

use jiff::civil::Date;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::fields::Holds;
use crate::text;
use crate::value::{Items, Text, UNLISTED, Value};

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
        record.values.copy_from_slice(&record.empty);
        let mut reader = serde_json::Deserializer::from_str(json);
        let into = Into { layout: self, record };
        let read = into.deserialize(&mut reader).and_then(|()| reader.end());
        read.map_err(|error| RecordFault {
            says: error.to_string(),
        })
    }
}

/// What one record says. Filled by [`Layout::read`]; holds no text, so that it can be used again without a new
/// allocation.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    values: Vec<Value>,
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

    /// Says of a fact that the caller works out whether it is so.
    pub fn give_flag(&mut self, fact: FactId, is_so: bool) {
        if let Some(value) = self.values.get_mut(usize::from(fact.0.0)) {
            *value = Value::Flag(is_so);
        }
    }
}

struct Into<'l, 'r> {
    layout: &'l Layout,
    record: &'r mut Record,
}

impl<'de> DeserializeSeed<'de> for Into<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Into<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a key for each field")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut next = 0;
        while let Some(found) = map.next_key_seed(Key {
            layout: self.layout,
            next,
        })? {
            match found {
                Some(at) if self.layout.places[at].read => {
                    self.record.values[at] = map.next_value_seed(Cell(&self.layout.places[at]))?;
                    next = at + 1;
                }
                found => {
                    map.next_value::<IgnoredAny>()?;
                    next = found.map_or(next, |at| at + 1);
                }
            }
        }
        Ok(())
    }
}

/// Finds a field by its name: records have them in the order of the layout, so the next one is tried first.
struct Key<'l> {
    layout: &'l Layout,
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if self
            .layout
            .places
            .get(self.next)
            .is_some_and(|place| place.name == name)
        {
            return Ok(Some(self.next));
        }
        Ok(self.layout.slot(name).map(|slot| slot.0.into()))
    }
}

/// Reads what one field holds.
struct Cell<'l>(&'l Place);

impl Cell<'_> {
    fn wrong<E: Error>(&self) -> E {
        let Place { name, holds, .. } = self.0;
        E::custom(format!("the field {name} does not hold {}", holds.in_words()))
    }

    fn code(codes: &[String], code: &str) -> u8 {
        let place = codes.iter().position(|known| known == code);
        place
            .and_then(|place| u8::try_from(place).ok())
            .unwrap_or(UNLISTED)
    }
}

impl<'de> DeserializeSeed<'de> for Cell<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in the field {}", self.0.holds.in_words(), self.0.name)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Blank)
    }

    fn visit_bool<E: Error>(self, is_so: bool) -> Result<Value, E> {
        match self.0.holds {
            Holds::Flag => Ok(Value::Flag(is_so)),
            _ => Err(self.wrong()),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        match self.0.holds {
            Holds::Number | Holds::Decimal => Ok(Value::Number(number)),
            _ => Err(self.wrong()),
        }
    }

    fn visit_str<E: Error>(self, said: &str) -> Result<Value, E> {
        if said.is_empty() {
            return Ok(Value::Blank);
        }
        let place = self.0;
        match &place.holds {
            Holds::Text => Ok(Value::Text(Text {
                words: if place.counted { text::words(said) } else { 0 },
                fingerprint: if place.compared {
                    text::fingerprint(said)
                } else {
                    0
                },
                literal: Self::code(&place.literals, said),
            })),
            Holds::Date => match said.get(..10).and_then(|day| day.parse().ok()) {
                Some(day) => Ok(Value::Date(day)),
                None => Err(self.wrong()),
            },
            Holds::Code(codes) => Ok(Value::Code(Self::code(codes, said))),
            _ => Err(self.wrong()),
        }
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Value, S::Error> {
        let Holds::List(listed) = &self.0.holds else {
            return Err(self.wrong());
        };
        let mut items = Items::default();
        while let Some(place) = seq.next_element_seed(Item {
            known: listed.as_ref().unwrap_or(&self.0.literals),
        })? {
            items.count = items.count.saturating_add(1);
            match 1_u64.checked_shl(place.into()) {
                Some(bit) => items.known |= bit,
                None => items.others = true,
            }
        }
        Ok(if items.count == 0 {
            Value::Blank
        } else {
            Value::List(items)
        })
    }
}

/// Finds the place of one item of a list among those that are known, whatever its capitals.
struct Item<'l> {
    known: &'l [String],
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = u8;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<u8, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Item<'_> {
    type Value = u8;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as an item of a list")
    }

    fn visit_str<E: Error>(self, item: &str) -> Result<u8, E> {
        let place = self
            .known
            .iter()
            .position(|known| known.eq_ignore_ascii_case(item));
        Ok(place
            .and_then(|place| u8::try_from(place).ok())
            .unwrap_or(UNLISTED))
    }
}
