//! The force lead reads the identified record and writes the circumstances.

use super::{heard, reference};
use crate::{
    access::{Action, Actor},
    audit::Note,
    draw::model::{Case, Draw},
    pack::{
        model::{Pack, PackState, Shown},
        store,
        summary::{self, Group},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::CaseId,
        packs::Kind,
        refusal::{Answer, Refusal},
    },
    register::{self, model::Record},
};

/// Most characters of circumstances.
pub const CIRCUMSTANCES_LONGEST: usize = 10_000;

/// A case with its whole record, for those who prepare it.
#[derive(Debug)]
pub struct Identified {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The record, by who may see what.
    pub record: Vec<Group>,
    /// The newest version of the pack, if there is one.
    pub pack: Option<Pack>,
    /// The facts members would see.
    pub summary: Vec<Shown>,
}

/// The identified record of a case and its pack. Reading it is logged.
///
/// # Errors
/// A case that is not theirs or not up to be heard.
pub async fn identified(app: &App, actor: &Actor, id: CaseId) -> Answer<Identified> {
    let mut act = actor.begin(app, "pack.identify").await?;
    let (case, draw) = heard(&mut act.tx, id).await?;
    actor.allow(Action::PackPrepare, actor.facts(case.body))?;
    let (record, kind) = record_of(app, &mut act.tx, &case).await?;
    let pack = store::latest(&mut act.tx, id).await?;
    act.log(
        Note::consulted("case", id)
            .with("label", &case.label)
            .with("what", "identified record"),
    )
    .await?;
    act.commit().await?;
    Ok(Identified {
        record: summary::groups(kind, &record.fields),
        summary: summary::shown(kind, &record.fields),
        draw,
        case,
        pack,
    })
}

/// The record behind a case, and its kind in the version it was loaded with.
async fn record_of<'a>(app: &'a App, tx: &mut Tx, case: &Case) -> Answer<(Record, &'a Kind)> {
    let missing = |what: &str| DbError::inconsistent(format!("panel_case {}", case.id), what);
    let record = register::store::record(tx, case.record)
        .await?
        .ok_or_else(|| missing("its record is gone"))?;
    let batch = register::store::batch(tx, record.batch)
        .await?
        .ok_or_else(|| missing("its batch is gone"))?;
    let version = u32::try_from(batch.kind_version).unwrap_or_default();
    let kind = app
        .packs
        .kind(&record.kind, version)
        .ok_or_else(|| missing("its kind is not known"))?;
    Ok((record, kind))
}

/// What a preparer sends.
#[derive(Debug, Clone, Copy)]
pub struct Writing<'a> {
    /// The version they began from; 0 when there was none.
    pub version: i64,
    /// What happened.
    pub circumstances: &'a str,
    /// Whether it is ready to be checked.
    pub ready: bool,
}

/// Keeps the circumstances; a returned or withdrawn pack goes on in its next version. `ready` fixes what members will see
/// and hands it to the checker.
///
/// # Errors
/// No or too many words, a pack that has moved on since the page was opened.
pub async fn write(app: &App, actor: &Actor, id: CaseId, writing: Writing<'_>) -> Answer<Pack> {
    let mut act = actor
        .begin(
            app,
            if writing.ready {
                "pack.prepare"
            } else {
                "pack.write"
            },
        )
        .await?;
    let (case, draw) = heard(&mut act.tx, id).await?;
    actor.allow(Action::PackPrepare, actor.facts(case.body))?;
    let circumstances = writing.circumstances.trim();
    if circumstances.chars().count() > CIRCUMSTANCES_LONGEST {
        let message = format!("Shorten the circumstances to {CIRCUMSTANCES_LONGEST} characters or fewer");
        return Err(Refusal::field("circumstances", message));
    }
    if writing.ready && circumstances.is_empty() {
        return Err(Refusal::field(
            "circumstances",
            "Enter what happened, without anybody's name",
        ));
    }
    let latest = store::latest(&mut act.tx, id).await?;
    if latest.as_ref().map_or(0, |pack| pack.version) != writing.version {
        return Err(Refusal::conflict(
            "somebody else has begun a newer version of this pack; reload the page to see it",
        ));
    }
    let pack = match latest {
        None => Pack::first(id),
        Some(pack) if pack.state == PackState::Preparing => pack,
        Some(pack) => pack.next()?,
    };
    let (record, kind) = record_of(app, &mut act.tx, &case).await?;
    let mut pack = pack.write(circumstances, summary::shown(kind, &record.fields), actor.person)?;
    if writing.ready {
        pack = pack.prepare(&reference(&draw, &case), actor.person, act.now)?;
    }
    store::keep(&mut act.tx, &pack).await?;
    let mut note = Note::altered("case", id)
        .with("label", &case.label)
        .with("pack_version", pack.version);
    if let Some(hash) = pack.hash {
        note = note.with("hash", hex::encode(hash));
    }
    act.log(note).await?;
    act.commit().await?;
    Ok(pack)
}
