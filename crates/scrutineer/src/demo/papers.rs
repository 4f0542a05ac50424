//! Circumstances for the packs of the example, in plain sentences and without names, from the fields of the record.

use serde_json::{Map, Value};

/// An officer's own account with invented names, as it is pasted: for what is hidden to be decided about.
pub const ACCOUNT: &str = "PC Wraxley stopped Jordan Testwell beside a car, AB12 CDE, after a call from Mared Blogworth on \
    07700 900123.\nHe gave his date of birth as 4 May 1991. Nothing was found. Mr Testwell was calm and was given the record.";
/// The names in it, but for one.
pub const NAMES: &str = "suspect: Jordan Testwell\nwitness: Mared Blogworth";

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn number(fields: &Map<String, Value>, name: &str) -> Option<i64> {
    let value = fields.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn yes(fields: &Map<String, Value>, name: &str) -> bool {
    fields
        .get(name)
        .is_some_and(|value| value.as_bool() == Some(true) || value.as_str() == Some("true"))
}

/// What happened in a case of out-of-court resolution.
#[must_use]
pub fn resolution(fields: &Map<String, Value>) -> String {
    let who = match number(fields, "suspect_age_disposal") {
        Some(age) if age < 18 => "A child",
        Some(age) if age < 25 => "A young adult",
        Some(_) => "An adult",
        None => "A person whose age was not recorded",
    };
    let offence = text(fields, "offence_title");
    let offence = if offence.is_empty() { "an offence" } else { offence };
    let victim = match text(fields, "victim_type") {
        "person" | "child" => "The victim was spoken to at the scene and again by telephone.",
        "business" => "The manager of the business gave a statement and the stock was recovered.",
        _ => "There was no individual victim.",
    };
    let views = match text(fields, "victim_views") {
        "supports" => "The victim supported the resolution.",
        "opposes" => "The victim wanted the case to go to court.",
        "neutral" => "The victim did not mind how it was dealt with.",
        "unreachable" => "Two attempts to reach the victim for their views are recorded.",
        _ => "No views of the victim are recorded.",
    };
    let admission = match text(fields, "admission") {
        "full" => "It was fully admitted in interview.",
        "partial" => "Part of it was admitted in interview.",
        "accepts_resp" => "Responsibility was accepted; there was no interview.",
        "none" => "It was not admitted.",
        _ => "Whether it was admitted is not clear from the record.",
    };
    let abuse = if yes(fields, "da") {
        " The case was marked as domestic abuse."
    } else {
        ""
    };
    format!(
        "{who} was reported for: {offence}. Officers attended, took first accounts and viewed the footage there was.\n{admission} \
         {victim} {views}{abuse}\nThe officer recorded the outcome after speaking to a supervisor where the record says so."
    )
}

/// What happened in a stop and search.
#[must_use]
pub fn search(fields: &Map<String, Value>) -> String {
    let object = text(fields, "object").to_lowercase().replace('_', " ");
    let object = if object.is_empty() {
        "an item that the record does not name".to_owned()
    } else {
        object
    };
    format!(
        "Officers on patrol stopped a person and searched for: {object}. The power used is shown below.\nBody-worn video was \
         running from the start of the conversation. The grounds as recorded, in short: behaviour seen by the officers and \
         information received in the hour before. The person was offered a copy of the record."
    )
}
