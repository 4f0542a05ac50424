//! A member opens a released pack.

use super::heard;
use crate::{
    access::{Action, Actor},
    audit::Note,
    body,
    draw::model::{Case, Draw},
    pack::{model::Pack, store},
    platform::{
        app::App,
        ids::{CaseId, OpeningId},
        refusal::{Answer, Refusal},
    },
};

/// A case as a member reads it. `case.record` is for the program: no page of a member shows it.
#[derive(Debug)]
pub struct ReadCase {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The released pack.
    pub pack: Pack,
}

/// Opens a released pack; the opening is logged and kept.
///
/// # Errors
/// [`Refusal::NotFound`] for whoever has no seat on the panel or has declared an interest, for a case that is not up to be
/// heard, and for a pack that is not released: all look the same.
pub async fn read(app: &App, actor: &Actor, id: CaseId) -> Answer<ReadCase> {
    let mut act = actor.begin(app, "pack.read").await?;
    let (case, draw) = heard(&mut act.tx, id).await?;
    let seated = body::store::is_seated(&mut act.tx, case.panel, actor.person).await?;
    let conflicted = store::declared(&mut act.tx, id, actor.person).await?;
    actor.allow(
        Action::PackRead,
        actor.facts(case.body).seated(seated).conflicted(conflicted),
    )?;
    let pack = store::released(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    let opening = OpeningId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let now = act.now;
    store::add_opening(&mut act.tx, opening, &pack, actor.person, now).await?;
    act.log(
        Note::consulted("case", id)
            .with("label", &case.label)
            .with("pack_version", pack.version),
    )
    .await?;
    act.commit().await?;
    Ok(ReadCase { draw, case, pack })
}
