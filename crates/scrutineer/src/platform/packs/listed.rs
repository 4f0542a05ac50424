//! What lists of the register may show of a kind and be filtered by: the fields marked for it, and the bands and groups derived
//! from fields where those are marked. One of these stands there as a field whose values are the bands or groups.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::derived::{By, Derived};
use super::kind::{Entry, Field, FieldType, Kind, Vocabulary};

impl Kind {
    /// The field, or the band or group derived from one, that lists know by this name.
    #[must_use]
    pub fn listed_field(&self, name: &str) -> Option<&Field> {
        self.listed.iter().find(|field| field.name == name)
    }

    /// The value of a record for a field, or for a band or group derived from one.
    #[must_use]
    pub fn value<'v>(&self, name: &str, fields: &'v Map<String, Value>) -> Option<Cow<'v, Value>> {
        match self.derived.iter().find(|derived| derived.name == name) {
            Some(derived) => derived
                .code(self, fields)
                .map(|code| Cow::Owned(Value::String(code))),
            None => fields.get(name).map(Cow::Borrowed),
        }
    }
}

/// The marked fields in their order, each derived band or group after the field it comes from.
pub(super) fn listed(fields: &[Field], derived: &[Derived]) -> Vec<Field> {
    let mut listed = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        listed.extend(field.browse.then(|| field.clone()));
        let bands = derived
            .iter()
            .filter(|derived| derived.from == place && derived.browse);
        listed.extend(bands.filter_map(as_field));
    }
    listed
}

fn as_field(derived: &Derived) -> Option<Field> {
    let entry = |code: &str, label: &str| Entry {
        code: code.to_owned(),
        label: label.to_owned(),
        also: Vec::new(),
        not_stated: false,
        group: None,
    };
    let (list, entries) = match &derived.by {
        By::Band(bands) => {
            let entries = bands.bands.iter().map(|band| entry(&band.code, &band.label));
            (&bands.id, entries.collect())
        }
        By::Group(grouping) => {
            let entries = grouping.groups.iter().map(|one| entry(&one.code, &one.label));
            (&grouping.id, entries.collect())
        }
        By::Month | By::Quarter | By::Days { .. } => return None,
    };
    Some(Field {
        name: derived.name.clone(),
        label: derived.label.clone(),
        headings: BTreeMap::new(),
        also: Vec::new(),
        holds: FieldType::Code(Arc::new(Vocabulary::new(list, entries))),
        form: None,
        days: None,
        not_known: false,
        sensitivity: derived.sensitivity,
        required: false,
        summary: derived.summary,
        browse: true,
    })
}
