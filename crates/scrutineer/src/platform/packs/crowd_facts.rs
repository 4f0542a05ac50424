//! Who could it be? The facts of a kind that together may point to one person, and how each is told less exactly.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::PackError;
use super::derived::{By, Derived};
use super::kind::{Field, FieldType, Kind};

/// How a fact becomes less exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Steps {
    /// Month, quarter, half-year, left out; with it every date that members see.
    Months,
    /// The value, the group it lies in, left out.
    Groups,
    /// The value, left out.
    Drop,
    /// The value: without it the case cannot be understood.
    Keep,
}

/// A fact by which somebody could be recognised.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrowdFact {
    /// Its code.
    pub fact: String,
    /// Name for people.
    pub label: String,
    /// The fields and derived facts that tell it; they are told less exactly together.
    pub fields: Vec<String>,
    /// How.
    pub steps: Steps,
}

/// What separates the values of several fields that tell one fact.
const BESIDE: &str = " / ";

impl Kind {
    /// The fact that a field or derived fact tells.
    #[must_use]
    pub fn crowd_fact(&self, name: &str) -> Option<&CrowdFact> {
        self.crowd
            .iter()
            .find(|fact| fact.fields.iter().any(|field| field == name))
    }

    /// A fact of a record: as it is, and the group that it lies in. Blank where the record says nothing.
    #[must_use]
    pub fn told(&self, fact: &CrowdFact, fields: &Map<String, Value>) -> (String, String) {
        let (mut exact, mut groups) = (Vec::new(), Vec::new());
        for name in &fact.fields {
            let told = self.value_of(name, fields);
            groups.push(self.group_of(name, &told).unwrap_or_default().into_owned());
            exact.push(if fact.steps == Steps::Months {
                told.get(..7).unwrap_or_default().to_owned()
            } else {
                told
            });
        }
        (exact.join(BESIDE), groups.join(BESIDE))
    }

    /// A number from 0 to 1023 for what a record says of the facts that are never told less exactly: those with another number differ
    /// in one of them. Nothing where the kind tells every fact less exactly.
    #[must_use]
    pub fn kept_facts(&self, fields: &Map<String, Value>) -> Option<u16> {
        let mut kept = self
            .crowd
            .iter()
            .filter(|fact| fact.steps == Steps::Keep)
            .peekable();
        kept.peek()?;
        let mut hash = Sha256::new();
        for fact in kept {
            hash.update(self.told(fact, fields).0);
            hash.update([0]);
        }
        let [first, second, ..]: [u8; 32] = hash.finalize().into();
        Some(u16::from_be_bytes([first, second]) >> 6)
    }

    fn value_of(&self, name: &str, fields: &Map<String, Value>) -> String {
        if let Some(derived) = self.derived.iter().find(|derived| derived.name == name) {
            return derived.code(self, fields).unwrap_or_default();
        }
        match fields.get(name) {
            Some(Value::String(text)) => text.clone(),
            None | Some(Value::Null) => String::new(),
            Some(other) => other.to_string(),
        }
    }

    /// The group that a value of a field or derived fact lies in, as people are told it.
    #[must_use]
    pub fn group_of(&self, name: &str, value: &str) -> Option<Cow<'_, str>> {
        if let Some(derived) = self.derived.iter().find(|derived| derived.name == name) {
            let By::Band(bands) = &derived.by else { return None };
            let band = bands.bands.iter().find(|band| band.code == value)?;
            return Some(Cow::Borrowed(if band.child { "Under 18" } else { "18 and over" }));
        }
        let vocabulary = self.field(name)?.vocabulary()?;
        let entry = vocabulary.entries.iter().find(|entry| entry.code == value)?;
        entry.group.as_deref().map(Cow::Borrowed)
    }
}

/// Refuses a list of facts that names what is not there, what members do not see, or steps that do not fit.
pub(super) fn check(
    pack: &str,
    (fields, derived, month): (&[Field], &[Derived], usize),
    facts: &[CrowdFact],
) -> Result<(), PackError> {
    super::check_unique(pack, "crowd", facts.iter().map(|fact| fact.fact.as_str()))?;
    for fact in facts {
        let key = format!("crowd {}", fact.fact);
        let fault = |says: String| Err(PackError::new(pack, key.clone(), says));
        for name in &fact.fields {
            let field = fields.iter().find(|field| &field.name == name);
            let computed = derived.iter().find(|derived| &derived.name == name);
            let summary = field
                .map(|field| field.summary)
                .or(computed.map(|fact| fact.summary));
            if summary != Some(true) {
                return fault(format!(
                    "members see no field {name}; name one that is in their summary"
                ));
            }
            let grouped = match (field, computed) {
                (Some(field), _) => field
                    .vocabulary()
                    .is_some_and(|list| list.entries.iter().all(|entry| entry.group.is_some())),
                (_, Some(derived)) => matches!(derived.by, By::Band(_)),
                _ => false,
            };
            if fact.steps == Steps::Groups && !grouped {
                return fault(format!("the values of {name} lie in no groups"));
            }
        }
        let dated = fact.fields.len() == 1
            && fields.iter().enumerate().any(|(place, field)| {
                let date = matches!(
                    field.holds,
                    FieldType::Date | FieldType::Instant | FieldType::Month
                );
                fact.fields.contains(&field.name) && date && (field.required || place == month)
            });
        if fact.fields.is_empty() || (fact.steps == Steps::Months && !dated) {
            return fault("names fields; months come from one required date".to_owned());
        }
    }
    Ok(())
}
