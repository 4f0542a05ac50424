//! Cases that somebody asked for. They are heard beside the drawn ones, under letters of their own; they leave the frame before it
//! is committed, and no rate counts them, for a case that was chosen says nothing of those that were not.

use super::{draw_for, planning::opaque};
use crate::{
    access::{Action, Actor},
    audit::Note,
    body,
    draw::{
        model::{Chosen, Draw},
        store,
    },
    platform::{
        app::App,
        db::Tx,
        ids::{DrawId, RecordId},
        refusal::{Answer, Refusal},
    },
    register,
};

/// The most cases that can be chosen for one draw.
pub const MOST_CHOSEN: usize = 20;

/// The longest reason, in characters.
const MOST_REASON: usize = 500;

/// The draft and the records chosen for it, for those who plan it.
///
/// # Errors
/// A draw that is not theirs.
pub async fn chosen_of(app: &App, actor: &Actor, id: DrawId) -> Answer<(Draw, Vec<Chosen>)> {
    let mut tx = app.db.read("draw.chosen").await?;
    let draw = draw_for(&mut tx, actor, Action::DrawCommit, id).await?;
    let chosen = store::chosen(&mut tx, id).await?;
    Ok((draw, chosen))
}

/// Chooses the record with this reference of the force, with a reason.
///
/// # Errors
/// Fields `reference` and `reason`; a draw that is no draft.
pub async fn choose(app: &App, actor: &Actor, id: DrawId, reference: &str, reason: &str) -> Answer<()> {
    let mut act = actor.begin(app, "draw.choose").await?;
    let draw = draw_for(&mut act.tx, actor, Action::DrawCommit, id).await?;
    draw.must_be_draft()?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MOST_REASON {
        return Err(Refusal::field(
            "reason",
            format!("Say who asked for the case and why, in at most {MOST_REASON} characters"),
        ));
    }
    let chosen = store::chosen(&mut act.tx, id).await?;
    if chosen.len() >= MOST_CHOSEN {
        return Err(Refusal::field(
            "reference",
            format!("{MOST_CHOSEN} cases have been chosen for this draw; take one off first"),
        ));
    }
    let record = record_of(&mut act.tx, &draw, reference.trim()).await?;
    if chosen.iter().any(|one| one.record == record) {
        return Err(Refusal::field("reference", "This case has been chosen already"));
    }
    let one = Chosen {
        record,
        ref_: opaque(app)?,
        place: chosen.last().map_or(1, |last| last.place + 1),
        reason: reason.to_owned(),
        chosen_at: act.now,
    };
    store::add_chosen(&mut act.tx, id, &one, actor.person).await?;
    let note = Note::altered("draw", id)
        .because(reason)
        .with("record", record)
        .with("place", one.place);
    act.log(note).await?;
    act.commit().await
}

async fn record_of(tx: &mut Tx, draw: &Draw, reference: &str) -> Answer<RecordId> {
    let panel = body::store::panel(tx, draw.panel)
        .await?
        .ok_or(Refusal::NotFound)?;
    if reference.is_empty() {
        return Err(Refusal::field(
            "reference",
            "Enter the force's reference of the record",
        ));
    }
    let found = register::store::standing_under(tx, draw.body, &panel.record_kind, reference).await?;
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Refusal::field(
            "reference",
            "No record of this panel's kind has this reference; check it with the force",
        )),
        _ => Err(Refusal::field(
            "reference",
            "Several records have this reference, so that it does not say which one is meant; leave the choice to the draw",
        )),
    }
}

/// Takes a chosen record off again.
///
/// # Errors
/// A draw that is no draft; [`Refusal::NotFound`] for a place at which none was chosen.
pub async fn unchoose(app: &App, actor: &Actor, id: DrawId, place: i64) -> Answer<()> {
    let mut act = actor.begin(app, "draw.unchoose").await?;
    let draw = draw_for(&mut act.tx, actor, Action::DrawCommit, id).await?;
    draw.must_be_draft()?;
    if !store::remove_chosen(&mut act.tx, id, place).await? {
        return Err(Refusal::NotFound);
    }
    act.log(Note::altered("draw", id).with("place", place)).await?;
    act.commit().await
}
