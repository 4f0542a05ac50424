//! The pages of flags: what the rules found, counted; and which rules are used. No record is shown.

pub mod found;
pub mod preview;
pub mod rules;

use crate::platform::{app::App, form::Choice, packs::RulePacks};

/// The kinds of record that there are rules for.
fn kinds(app: &App) -> Vec<Choice> {
    let packs = RulePacks::of_program().ok();
    let ruled = |id: &str| packs.is_some_and(|packs| packs.for_records(id).is_some());
    let kinds = app.packs.kinds.iter().filter(|kind| ruled(&kind.id));
    kinds.map(|kind| Choice::new(&kind.id, &kind.title)).collect()
}

/// The kind that is asked for, or the first.
fn chosen<'k>(kinds: &'k [Choice], asked: &'k str) -> &'k str {
    match (asked, kinds.first()) {
        ("", Some(first)) => &first.value,
        _ => asked,
    }
}
