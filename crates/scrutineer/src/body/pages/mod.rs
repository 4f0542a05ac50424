//! The pages of organisations, panels, terms of reference and seats.

pub mod organisations;
pub mod panel;
pub mod panels;
pub mod seats;
pub mod terms;

use super::model::Sector;
use crate::platform::form::Choice;

/// The parts of public life an organisation may come from.
fn sectors() -> Vec<Choice> {
    Sector::ALL
        .iter()
        .map(|sector| Choice::new(sector.as_str(), sector.title()))
        .collect()
}

/// People as choices, after one that stands for nobody.
fn people_or_nobody(people: Vec<(crate::platform::ids::PersonId, String)>, nobody: &str) -> Vec<Choice> {
    let named = people
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name));
    std::iter::once(Choice::new("", nobody)).chain(named).collect()
}
