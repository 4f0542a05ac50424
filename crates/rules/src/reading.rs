//! Reads a record from the JSON that the register keeps, without keeping any of its text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::fields::Holds;
use crate::record::{Layout, Place, Record};
use crate::text;
use crate::value::{Items, Text, UNLISTED, Value};

/// Reads the object of one record into it.
pub(crate) struct Into<'l, 'r> {
    pub(crate) layout: &'l Layout,
    pub(crate) record: &'r mut Record,
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
pub(crate) struct Cell<'l>(pub(crate) &'l Place);

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
            Holds::Date => match said.get(..10).and_then(text::day) {
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
