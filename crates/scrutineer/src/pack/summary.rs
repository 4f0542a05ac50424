//! A record in words: for members only the fields its kind allows, for those who prepare the case all of them.

use serde_json::{Map, Value};

use super::{
    cover::Wider,
    crowd,
    model::{Pack, Shown},
};
use crate::platform::{
    clock::month_words,
    form::Fact,
    packs::{By, Derived, Field, FieldType, Kind, Sensitivity, Steps},
};

/// What the fields are called together for which a record has a blank, a null or nothing at all: never "No". A record that
/// says itself that something is not known says so in a line of its own.
const BLANK: &str = "Not known or not recorded";

/// The facts members see: fields and derived facts marked for the summary that are open or for the panel, told as exactly as
/// `wider` says. One of any other sensitivity never comes through here, marked or not. A day is shown as its month, as it is
/// hidden in the words of the case.
#[must_use]
pub fn shown(kind: &Kind, fields: &Map<String, Value>, wider: &Wider) -> Vec<Shown> {
    let mut lines = Vec::new();
    for (place, field) in kind.fields.iter().enumerate() {
        if for_members(field) {
            let told = told(kind, field, fields, wider);
            lines.push(Shown {
                label: field.label.clone(),
                value: told,
            });
        }
        let derived = kind.derived.iter().filter(|derived| derived.from == place);
        lines.extend(
            derived
                .filter(|derived| derived_for_members(derived))
                .map(|derived| Shown {
                    label: derived.label.clone(),
                    value: derived_told(kind, derived, fields, wider),
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

/// The step on which the dates of a record are told.
fn step_of_dates<'a>(kind: &Kind, wider: &'a Wider) -> Option<&'a str> {
    let dates = kind.crowd.iter().find(|fact| fact.steps == Steps::Months)?;
    wider.get(&dates.fact).map(String::as_str)
}

/// A field as members read it: no day, only its month or what it is told as.
fn told(kind: &Kind, field: &Field, fields: &Map<String, Value>, wider: &Wider) -> String {
    let value = fields.get(&field.name);
    if matches!(
        field.holds,
        FieldType::Date | FieldType::Instant | FieldType::Month
    ) {
        let Some(month) = value.and_then(Value::as_str).and_then(|date| date.get(..7)) else {
            return String::new();
        };
        let step = step_of_dates(kind, wider).unwrap_or("month");
        return crowd::wider_month(step, month).unwrap_or_else(|| crowd::LEFT_OUT.to_owned());
    }
    let exact = field.words(value);
    let step = kind
        .crowd_fact(&field.name)
        .and_then(|fact| wider.get(&fact.fact));
    let code = value.and_then(Value::as_str).unwrap_or_default();
    match step.map(String::as_str) {
        None => exact,
        Some(_) if exact.is_empty() => exact,
        Some("group") => group(kind, &field.name, code),
        Some(_) => crowd::LEFT_OUT.to_owned(),
    }
}

fn derived_told(kind: &Kind, derived: &Derived, fields: &Map<String, Value>, wider: &Wider) -> String {
    let Some(code) = derived.code(kind, fields) else {
        return String::new();
    };
    let step_of = |name: &str| {
        let fact = kind.crowd_fact(name)?;
        wider.get(&fact.fact).map(String::as_str)
    };
    let step = match derived.by {
        By::Band(_) => step_of(&derived.name),
        // The group of what is left out is left out, unless the group is what it is told as.
        By::Group(_) => {
            let from = kind.fields.get(derived.from);
            let step = from.and_then(|from| step_of(&from.name));
            step.filter(|step| *step != "group")
        }
        // Beside a month told as its quarter, days would tell the month again.
        By::Days { .. } | By::Month | By::Quarter => step_of_dates(kind, wider),
    };
    match step {
        None => derived.label_of(&code),
        Some("group") => group(kind, &derived.name, &code),
        Some(_) => crowd::LEFT_OUT.to_owned(),
    }
}

/// The wider group of a value; without one it is left out.
fn group(kind: &Kind, name: &str, code: &str) -> String {
    let group = kind.group_of(name, code);
    group.map_or_else(|| crowd::LEFT_OUT.to_owned(), std::borrow::Cow::into_owned)
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
        let lines: Vec<Shown> = held
            .map(|field| Shown {
                label: field.label.clone(),
                value: field.words(fields.get(&field.name)),
            })
            .collect();
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

/// Fields that say what a case is about, the first of them that the record fills.
const ABOUT: [&str; 5] = ["offence_title", "arrest_for", "setting", "location_type", "track"];
/// Fields that say how it ended.
const ENDED: [&str; 3] = ["outcome", "disposal", "decision"];

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
    let lines = match kind.id.as_str() {
        "oocr" => [
            first("Offence", said("offence_title"), month("offence_from_dt")),
            first("Resolution", said("disposal_type"), month("outcome_dt")),
        ],
        "stop_search" => [
            first("Search for", said("object"), month("date")),
            first("Outcome", said("outcome"), None),
        ],
        _ => {
            let when = kind.fields.get(kind.month).and_then(|field| month(&field.name));
            let told = |names: &[&str]| {
                names.iter().find_map(|name| {
                    let label = &kind.field(name)?.label;
                    Some((label.as_str(), said(name)?))
                })
            };
            let (about, ended) = (told(&ABOUT), told(&ENDED));
            let (lead, what) = about.map_or(("When", None), |(label, what)| (label, Some(what)));
            [
                first(lead, what, when),
                ended.and_then(|(label, what)| first(label, Some(what), None)),
            ]
        }
    };
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
