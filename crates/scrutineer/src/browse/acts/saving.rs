//! Saved views: kept, found again, deleted.

use crate::{
    access::Actor,
    audit::Note,
    browse::{
        acts::reader,
        model::View,
        store::{self, SavedView},
    },
    platform::{
        app::App,
        ids::ViewId,
        refusal::{Answer, Refusal},
    },
};

/// The longest name, in characters.
const LONGEST: usize = 80;

/// Keeps a view under a name, for oneself or for everybody of the body who may browse.
///
/// # Errors
/// [`Refusal::Invalid`] on `name` without one, or one that is too long.
pub async fn save(app: &App, actor: &Actor, view: &View, (name, shared): (&str, bool)) -> Answer<ViewId> {
    reader(actor)?;
    if name.is_empty() || name.chars().count() > LONGEST {
        let says = format!("Enter a name for the view, in at most {LONGEST} characters");
        return Err(Refusal::field("name", says));
    }
    let mut act = actor.begin(app, "view.save").await?;
    let saved = SavedView {
        id: ViewId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: actor.body,
        person: actor.person,
        saver: actor.name.clone(),
        kind: view.kind.clone(),
        name: name.to_owned(),
        shared,
        address: view.address(),
    };
    let now = act.now;
    store::add_view(&mut act.tx, &saved, now).await?;
    let note = Note::collected("view", saved.id).with("shared", shared);
    act.log(note).await?;
    act.commit().await?;
    Ok(saved.id)
}

/// The views somebody finds: their own and those shared with the body.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not browse.
pub async fn views(app: &App, actor: &Actor) -> Answer<Vec<SavedView>> {
    reader(actor)?;
    let mut tx = app.db.read("view.list").await?;
    Ok(store::views(&mut tx, actor.body, actor.person).await?)
}

/// Deletes a view of one's own.
///
/// # Errors
/// [`Refusal::NotFound`] for a view that is not there or not theirs.
pub async fn delete(app: &App, actor: &Actor, id: ViewId) -> Answer<()> {
    reader(actor)?;
    let mut act = actor.begin(app, "view.delete").await?;
    let view = store::view(&mut act.tx, id).await?;
    let theirs = view.filter(|view| view.body == actor.body && view.person == actor.person);
    theirs.ok_or(Refusal::NotFound)?;
    store::delete_view(&mut act.tx, id).await?;
    act.log(Note::new(ledger::Operation::Erasure, "view", id)).await?;
    act.commit().await
}
