//! The victim, what they wanted, and when they were told.

use super::Row;
use super::chance::Chance;
use super::decision::{Decision, on};
use super::offence::{Group, Harms, Offence};

/// What the extract says of the victim, for the rationale to agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Victim {
    /// Whether there is someone to ask.
    pub(super) asked_for: bool,
    /// Code of the views; blank where not recorded.
    pub(super) views: &'static str,
}

pub(super) fn write(
    row: &mut Row<'_>,
    offence: &Offence,
    decision: &Decision,
    chance: &mut Chance,
) -> Victim {
    let sort = match (offence.harms, offence.group) {
        (Harms::Business, _) => "business",
        (Harms::Nobody, _) => chance.weighted(&[(60, "none"), (40, "state")]),
        (_, Group::Images) => "child",
        (Harms::Officer, _) => "person",
        (Harms::Person, _) => chance.weighted(&[(78, "person"), (18, "child"), (4, "")]),
    };
    row.set("victim_type", sort);
    row.set_flag("child_victim", Some(sort == "child"));
    let asked_for = matches!(sort, "person" | "child" | "business");
    if !asked_for {
        return Victim { asked_for, views: "" };
    }
    let views = chance.weighted(&[
        (46, "supports"),
        (12, "neutral"),
        (8, "opposes"),
        (12, "not_asked"),
        (9, "unreachable"),
        (13, ""),
    ]);
    row.set("victim_views", views);
    if matches!(views, "supports" | "neutral" | "opposes") && chance.percent(85) {
        row.set("victim_views_dt", decision.between(chance).to_string());
    }
    let told = on(
        decision.outcome_on,
        chance.weighted(&[(55, 0), (25, 3), (12, 8), (8, 20)]),
    );
    row.set_day("victim_informed_dt", chance.percent(70).then_some(told));
    let enhanced = if decision.domestic == Some(true) || sort == "child" {
        70
    } else {
        9
    };
    row.set_flag("enhanced_rights", chance.flag(enhanced, 20));
    Victim { asked_for, views }
}
