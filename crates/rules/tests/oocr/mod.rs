//! The fields of `packs/kinds/oocr.toml`, read just far enough for rules. The product reads the kind itself.

#![allow(dead_code, reason = "each test and the benchmark use a part of it")]

use rules::{Field, Fields, Holds, Pack, Profile};
use toml::{Table, Value};

const KIND: &str = include_str!("../../../../packs/kinds/oocr.toml");
const DISPOSALS: &str = include_str!("../../../../packs/disposals.toml");
const OUTCOMES: &str = include_str!("../../../../packs/outcomes.toml");
const FORCES: &str = include_str!("../../../../packs/forces.toml");
const OFFENCES: &str = include_str!("../../../../packs/offence_classes.toml");
const ETHNICITY: &str = include_str!("../../../../packs/ethnicity.toml");
const ENGLAND_WALES: &str = include_str!("../../../../packs/rules/england-wales.toml");
const PCSC: &str = include_str!("../../../../packs/rules/pcsc-p6.toml");
const PROCESS: &str = include_str!("../../../../packs/rules/panel-process.toml");

fn codes(list: &Value) -> Vec<String> {
    let entries = list.as_array().into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.get("code")?.as_str()?.to_owned()))
        .collect()
}

/// The kind's fields, in order.
pub fn fields() -> Fields {
    let table = |text: &str| text.parse::<Table>().unwrap_or_default();
    let kind = table(KIND);
    let vocabulary = |id: &str| match id {
        "disposals" => codes(&table(DISPOSALS)["disposal"]),
        "forces" => codes(&table(FORCES)["force"]),
        "offence_classes" => codes(&table(OFFENCES)["class"]),
        "outcomes" => codes(&table(OUTCOMES)["outcome"]),
        "ethnicity.self_defined" => codes(&table(ETHNICITY)["self_defined"]),
        "ethnicity.observed" => codes(&table(ETHNICITY)["observed"]),
        id => {
            let all = kind["vocabulary"].as_array().into_iter().flatten();
            all.filter(|one| one["id"].as_str() == Some(id))
                .flat_map(|one| codes(&one["entries"]))
                .collect()
        }
    };
    let field = |field: &Value| {
        let text = |key: &str| {
            field
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let listed = field.get("vocabulary").and_then(Value::as_str).map(vocabulary);
        let holds = match text("type").as_str() {
            "integer" => Holds::Number,
            "decimal" => Holds::Decimal,
            "date" => Holds::Date,
            "boolean3" => Holds::Flag,
            "code" => Holds::Code(listed.unwrap_or_default()),
            "list" => Holds::List(listed),
            _ => Holds::Text,
        };
        Field {
            name: text("name"),
            label: text("label"),
            holds,
        }
    };
    Fields {
        kind: "oocr".to_owned(),
        fields: kind["field"]
            .as_array()
            .into_iter()
            .flatten()
            .map(field)
            .collect(),
    }
}

/// The pack for England and Wales.
pub fn england_wales() -> Pack {
    read("rules/england-wales.toml", ENGLAND_WALES)
}

/// The pack for Part 6 of the Act of 2022, which is not in force.
pub fn pcsc() -> Pack {
    read("rules/pcsc-p6.toml", PCSC)
}

/// The pack about panels themselves.
pub fn process() -> Pack {
    read("rules/panel-process.toml", PROCESS)
}

#[allow(clippy::panic, reason = "a test stops at the first surprise")]
fn read(file: &str, text: &str) -> Pack {
    Pack::read(file, text).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The profiles of forces.
#[allow(clippy::panic, reason = "a test stops at the first surprise")]
pub fn profiles() -> Vec<Profile> {
    let all = [
        include_str!("../../../../packs/rules/profiles/durham.toml"),
        include_str!("../../../../packs/rules/profiles/kent.toml"),
        include_str!("../../../../packs/rules/profiles/leicestershire.toml"),
    ];
    all.map(|text| Profile::read("profile", text).unwrap_or_else(|fault| panic!("{fault}")))
        .into()
}
