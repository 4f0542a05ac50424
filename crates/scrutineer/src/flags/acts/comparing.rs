//! What rules found, beside what they found for other forces: for whoever may see the counts of several bodies.

use std::collections::BTreeMap;

use rules::{Count, Pack};

use super::unusable;
use crate::{
    access::{self, Action, Actor},
    flags::store,
    platform::{
        app::App,
        packs::RulePacks,
        refusal::{Answer, Refusal},
    },
};

/// A rule with what it answered for each force.
pub struct Compared {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The force each body holds to account, and what the rule answered about its records.
    pub forces: Vec<(String, Count)>,
}

/// Counts by rule and force over the months asked for (all of them when none is): of the rules that flagged a record of any.
/// Nothing for those who may see the counts of one body alone.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may see none, and for a kind without rules.
pub async fn by_force(app: &App, actor: &Actor, kind: &str, month: &str) -> Answer<Vec<Compared>> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = packs.for_records(kind).ok_or(Refusal::NotFound)?;
    let mut tx = app.db.read("flags.by_force").await?;
    let bodies = access::acts::bodies_where(&mut tx, actor, Action::RegisterRead).await?;
    if bodies.len() < 2 {
        return Ok(Vec::new());
    }
    let span = if month.is_empty() {
        ("0000-00", "9999-99")
    } else {
        (month, month)
    };
    let mut forces = Vec::new();
    for body in bodies {
        let counts = store::counts(&mut tx, body.id, kind, span).await?;
        forces.push((body.force_name, counts));
    }
    Ok(compared(pack, &forces))
}

fn compared(pack: &Pack, forces: &[(String, BTreeMap<String, Count>)]) -> Vec<Compared> {
    let of = |id: &str| -> Vec<(String, Count)> {
        let count = |(force, counts): &(String, BTreeMap<String, Count>)| {
            (force.clone(), counts.get(id).copied().unwrap_or_default())
        };
        forces.iter().map(count).collect()
    };
    pack.outlines()
        .map(|rule| Compared {
            id: rule.id.to_owned(),
            title: rule.title.to_owned(),
            forces: of(rule.id),
        })
        .filter(|rule| rule.forces.iter().any(|(_, count)| count.flagged() > 0))
        .collect()
}
