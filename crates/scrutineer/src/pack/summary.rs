//! A record in words: for members only the fields its kind allows, for those who prepare the case all of them.

use serde_json::{Map, Value};

use super::model::{Pack, Shown};
use crate::platform::{
    clock::month_words,
    form::Fact,
    packs::{Derived, Field, FieldType, Kind, Sensitivity},
};

/// What the fields are called together for which a record has a blank, a null or nothing at all: never "No". A record that
/// says itself that something is not known says so in a line of its own.
const BLANK: &str = "Not known or not recorded";

/// The facts members see: fields and derived facts marked for the summary that are open or for the panel. One of any other
/// sensitivity never comes through here, marked or not. A day is shown as its month, as it is hidden in the words of the case.
#[must_use]
pub fn shown(kind: &Kind, fields: &Map<String, Value>) -> Vec<Shown> {
    let mut lines = Vec::new();
    for (place, field) in kind.fields.iter().enumerate() {
        if for_members(field) {
            lines.push(Shown {
                label: field.label.clone(),
                value: members_words(field, fields.get(&field.name)),
            });
        }
        let derived = kind.derived.iter().filter(|derived| derived.from == place);
        lines.extend(
            derived
                .filter(|derived| derived_for_members(derived))
                .map(|derived| {
                    let code = derived.code(kind, fields);
                    Shown {
                        label: derived.label.clone(),
                        value: code.map_or_else(String::new, |code| derived.label_of(&code)),
                    }
                }),
        );
    }
    lines
}

fn for_members(field: &Field) -> bool {
    field.summary && matches!(field.sensitivity, Sensitivity::Open | Sensitivity::Panel)
}

fn derived_for_members(derived: &Derived) -> bool {
    derived.summary && matches!(derived.sensitivity, Sensitivity::Open | Sensitivity::Panel)
}

/// The value as members read it: no day, only its month.
fn members_words(field: &Field, value: Option<&Value>) -> String {
    let dated = matches!(field.holds, FieldType::Date | FieldType::Instant);
    match value.and_then(Value::as_str) {
        Some(date) if dated => date.get(..7).map(month_words).unwrap_or_default(),
        _ => field.words(value),
    }
}

fn line(field: &Field, fields: &Map<String, Value>) -> Shown {
    Shown {
        label: field.label.clone(),
        value: field.words(fields.get(&field.name)),
    }
}

/// The lines as people read them: each that says something, then the names of all the others in one line.
#[must_use]
pub fn facts(lines: &[Shown]) -> Vec<Fact> {
    let (blank, said): (Vec<&Shown>, Vec<&Shown>) = lines.iter().partition(|line| line.value.is_empty());
    let mut facts: Vec<Fact> = said
        .iter()
        .map(|line| Fact::new(&line.label, &line.value))
        .collect();
    if !blank.is_empty() {
        let names: Vec<&str> = blank.iter().map(|line| line.label.as_str()).collect();
        facts.push(Fact::new(BLANK, names.join("; ")));
    }
    facts
}

impl Pack {
    /// The facts of the record that members see.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        facts(&self.summary)
    }
}

/// Part of an identified record.
#[derive(Debug, Clone)]
pub struct Group {
    /// Who sees these fields.
    pub title: &'static str,
    /// Every field of the group, blank ones too.
    pub facts: Vec<Fact>,
    /// Whether members see them, so that they stand in the pack as well.
    pub in_pack: bool,
}

/// The whole record, by who may see what: first what only the preparer sees, for it is what the circumstances are made of.
#[must_use]
pub fn groups(kind: &Kind, fields: &Map<String, Value>) -> Vec<Group> {
    let group = |title, in_pack, holds: &dyn Fn(&Field) -> bool| {
        let held = kind.fields.iter().filter(|field| holds(field));
        let lines: Vec<Shown> = held.map(|field| line(field, fields)).collect();
        Group {
            title,
            facts: facts(&lines),
            in_pack,
        }
    };
    let all = [
        group("Restricted to those who prepare the case", false, &|field| {
            field.sensitivity == Sensitivity::Restricted
        }),
        group("Not shown: open to the panel on request", false, &|field| {
            !for_members(field) && matches!(field.sensitivity, Sensitivity::Open | Sensitivity::Panel)
        }),
        group("Never leaves the force", false, &|field| {
            field.sensitivity == Sensitivity::NeverLeavesForce
        }),
        group("Shown to members", true, &for_members),
    ];
    all.into_iter().filter(|group| !group.facts.is_empty()).collect()
}

/// What the record says of the case, for the preparer to go on from: the offence or the object, its month, the outcome. Only
/// fields that members see anyway.
#[must_use]
pub fn skeleton(kind: &Kind, fields: &Map<String, Value>) -> String {
    let said = |name: &str| {
        let field = kind
            .fields
            .iter()
            .find(|field| field.name == name && for_members(field))?;
        let said = field.words(fields.get(name));
        (!said.is_empty()).then_some(said)
    };
    let month = |name: &str| {
        let date = fields.get(name).and_then(Value::as_str)?;
        Some(month_words(date.get(..7)?))
    };
    let first = |lead: &str, what: Option<String>, when: Option<String>| {
        let line = [what, when].into_iter().flatten().collect::<Vec<_>>().join(", ");
        (!line.is_empty()).then(|| format!("{lead}: {line}."))
    };
    let lines = if kind.id == "oocr" {
        [
            first("Offence", said("offence_title"), month("offence_from_dt")),
            first("Resolution", said("disposal_type"), month("outcome_dt")),
        ]
    } else {
        [
            first("Search for", said("object"), month("date")),
            first("Outcome", said("outcome"), None),
        ]
    };
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
