//! How a panel's papers are handled: looked at, and changed.

use crate::{
    access::{Action, Actor},
    audit::Note,
    body::{self, model::Panel},
    pack::{papers::Rules, store},
    platform::{
        app::App,
        ids::PanelId,
        refusal::{Answer, Refusal},
    },
};

/// A panel and how its papers are handled.
///
/// # Errors
/// A panel that is not theirs.
pub async fn rules(app: &App, actor: &Actor, id: PanelId) -> Answer<(Panel, Rules)> {
    let mut tx = app.db.read("pack.rules").await?;
    let panel = body::store::panel(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::PackRelease, actor.facts(panel.body))?;
    let rules = store::rules(&mut tx, id).await?;
    Ok((panel, rules))
}

/// Changes how the papers of a panel are handled. It holds at once, for papers that are out too.
///
/// # Errors
/// A panel that is not theirs.
pub async fn change_rules(app: &App, actor: &Actor, id: PanelId, rules: &Rules) -> Answer<()> {
    let mut act = actor.begin(app, "panel.papers").await?;
    let panel = body::store::panel(&mut act.tx, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    actor.allow(Action::PackRelease, actor.facts(panel.body))?;
    let now = act.now;
    store::keep_rules(&mut act.tx, id, rules, (actor.person, now)).await?;
    let note = Note::altered("panel", id)
        .with("access_days", rules.access_days)
        .with("least", rules.least)
        .with("least_children", rules.least_children)
        .with("offline", rules.offline)
        .with("offline_days", rules.offline_days);
    act.log(note).await?;
    act.commit().await
}
