//! Taking a load back, as long as no draw has used it: a wrong file must not stay because it was loaded a minute too soon.

use std::collections::BTreeSet;

use ledger::Operation;

use super::{LOADED, batch_for, comparing::count_changes, recount_of};
use crate::{
    access::{Action, Actor},
    audit::Note,
    platform::{
        app::App,
        db::Tx,
        ids::BatchId,
        jobs,
        refusal::{Answer, Refusal},
    },
    register::{model::Batch, store},
};

/// The longest reason for taking a load back, in characters.
const MOST_REASON: usize = 500;

/// Whether a load can still be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoable {
    /// No draw has used a record of it.
    Yes,
    /// A committed frame or a case holds a record of it: what was drawn must be there to be checked.
    DrawnFrom,
}

/// A batch and whether its load can be taken back, for those who may load.
///
/// # Errors
/// [`Refusal::NotFound`] for a batch that is not there, not theirs, and for those who may not load.
pub async fn undoable(app: &App, actor: &Actor, id: BatchId) -> Answer<(Batch, Undoable)> {
    let mut tx = app.db.read("register.undoable").await?;
    let batch = batch_to_undo(&mut tx, actor, id).await?;
    let undoable = if store::is_drawn_from(&mut tx, &batch).await? {
        Undoable::DrawnFrom
    } else {
        Undoable::Yes
    };
    Ok((batch, undoable))
}

async fn batch_to_undo(tx: &mut Tx, actor: &Actor, id: BatchId) -> Answer<Batch> {
    let batch = batch_for(tx, actor, id).await?;
    actor.allow(Action::RegisterLoad, actor.facts(batch.body))?;
    Ok(batch)
}

/// Takes a load back: its records leave the register, and what had given way to them stands again. The log keeps what it was.
///
/// # Errors
/// [`Refusal::Invalid`] on `reason`; [`Refusal::Conflict`] when a draw has used a record of it; as [`undoable`].
pub async fn undo(app: &App, actor: &Actor, id: BatchId, reason: &str) -> Answer<()> {
    let mut act = actor.begin(app, "register.undo").await?;
    let batch = batch_to_undo(&mut act.tx, actor, id).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MOST_REASON {
        return Err(Refusal::field(
            "reason",
            format!("Say why the load is taken back, in at most {MOST_REASON} characters"),
        ));
    }
    if store::is_drawn_from(&mut act.tx, &batch).await? {
        return Err(Refusal::conflict(
            "a draw has used records of this file, so that it must stay for the draw to be checked; nothing has changed",
        ));
    }
    let now = act.now;
    let changed = store::changed_by(&mut act.tx, &batch).await?;
    let later = store::changed_again_by(&mut act.tx, &batch).await?;
    store::stand_again(&mut act.tx, &batch).await?;
    store::undo(&mut act.tx, &batch, actor.person, (now, reason)).await?;
    for other in &changed {
        recount_of(&mut act.tx, *other).await?;
    }
    // What took the place of its records, or was set aside for them, is a new version of what came before them.
    let others: BTreeSet<BatchId> = changed.into_iter().chain(later).collect();
    for other in others {
        let other = batch_for(&mut act.tx, actor, other).await?;
        count_changes(&mut act.tx, &other).await?;
    }
    jobs::queue(app, &mut act.tx, LOADED, now).await?;
    let note = Note::new(Operation::Erasure, "batch", batch.id)
        .because(reason)
        .with("kind", &batch.kind)
        .with("accepted", batch.accepted)
        .with("source_hash", hex::encode(batch.source_hash));
    act.log(note).await?;
    act.commit().await
}
