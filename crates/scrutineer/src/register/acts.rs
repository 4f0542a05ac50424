//! Taking extracts in: looking at one first, loading it, discarding it. Each is one transaction with its log entry.

mod archiving;
mod comparing;
mod expiring;
mod laying_out;
mod loading;
mod starting;
mod undoing;
mod uploading;

pub use archiving::{Archive, Outcome, Told, load_archive, of_archives};
pub use comparing::{Compared, changed_since, compared};
pub use expiring::{EXPIRE, expire};
pub use laying_out::{Answered, Named, Sheet, Words, columns, layout, layouts, map, meanings, strangers};
pub use loading::{LOADED, Progress, Source, load, load_upload};
pub use starting::{Started, call_off, loading, start_load};
pub use undoing::{Undoable, undo, undoable};
pub use uploading::{Incoming, Taken, discard, may_mend, mendable, upload, upload_rejects};

use std::io::Read;

use super::{
    FileFault, How, Limits, Reading, Refused, Rejects,
    layout::Plan,
    model::{Batch, Fate, Held, Undone, Upload},
    store,
};
use crate::{
    access::{Action, Actor},
    platform::{
        app::App,
        db::Tx,
        ids::{BatchId, BodyId, LayoutId, UploadId},
        packs::{Kind, Packs},
        refusal::{Answer, Refusal},
    },
};

/// What the page of the register shows: counts, never records.
#[derive(Debug)]
pub struct Register {
    /// Batches, newest first.
    pub batches: Vec<Batch>,
    /// Records by kind, month and stratum.
    pub held: Vec<Held>,
    /// Loads that were taken back, newest first.
    pub undone: Vec<Undone>,
    /// Uploads that wait, for those who may load them.
    pub waiting: Vec<Upload>,
}

/// What the body's register holds.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not know.
pub async fn register(app: &App, actor: &Actor) -> Answer<Register> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let mut tx = app.db.read("register.look").await?;
    let may_load = actor.may(Action::RegisterLoad, actor.facts(actor.body));
    Ok(Register {
        batches: store::batches_of(&mut tx, actor.body).await?,
        held: store::held(&mut tx, actor.body).await?,
        undone: store::undone(&mut tx, actor.body).await?,
        waiting: if may_load {
            store::uploads_waiting(&mut tx, actor.body).await?
        } else {
            Vec::new()
        },
    })
}

/// A batch: counts and places of refusals, never records.
///
/// # Errors
/// [`Refusal::NotFound`] for a batch of another body, one that is not there, and those who may not know.
pub async fn batch(app: &App, actor: &Actor, id: BatchId) -> Answer<Batch> {
    let mut tx = app.db.read("register.batch").await?;
    batch_for(&mut tx, actor, id).await
}

async fn batch_for(tx: &mut Tx, actor: &Actor, id: BatchId) -> Answer<Batch> {
    let batch = store::batch(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::RegisterRead, actor.facts(batch.body))?;
    Ok(batch)
}

/// Counts a batch anew whose records have given way or stand again.
async fn recount_of(tx: &mut Tx, id: BatchId) -> Answer<()> {
    match store::batch(tx, id).await? {
        Some(batch) => Ok(store::recount(tx, &batch).await?),
        None => Ok(()),
    }
}

/// The refused rows of a batch, in the order of its file.
///
/// # Errors
/// As [`batch`].
pub async fn batch_rejects(app: &App, actor: &Actor, id: BatchId) -> Answer<Vec<Refused>> {
    let mut tx = app.db.read("register.rejects").await?;
    let batch = batch_for(&mut tx, actor, id).await?;
    Ok(store::refused(&mut tx, batch.id).await?)
}

/// An upload and its preview, and the batch of the same file if that has been loaded.
///
/// # Errors
/// [`Refusal::NotFound`] for an upload of another body, one that is not there, and those who may not load.
pub async fn uploaded(app: &App, actor: &Actor, id: UploadId) -> Answer<(Upload, Option<Batch>)> {
    let mut tx = app.db.read("register.upload").await?;
    let upload = upload_for(&mut tx, actor, id).await?;
    let batch = store::batch_of_file(&mut tx, upload.body, &upload.kind, upload.source_hash).await?;
    Ok((upload, batch))
}

async fn upload_for(tx: &mut Tx, actor: &Actor, id: UploadId) -> Answer<Upload> {
    let upload = store::upload(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::RegisterLoad, actor.facts(upload.body))?;
    Ok(upload)
}

/// What is said to somebody who would load or discard an upload whose content is no longer kept.
fn gone(fate: Option<Fate>) -> Refusal {
    Refusal::conflict(match fate {
        Some(Fate::Expired) => {
            "nobody loaded this file in time, so its content has been erased; upload it again if it is still needed"
        }
        _ => "this file has been loaded or discarded already; nothing has changed",
    })
}

/// The refused rows as the CSV file for the person who made the extract.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn rejects_file(refused: &[Refused]) -> Answer<Vec<u8>> {
    let write = || {
        let mut rejects = Rejects::new(Vec::new())?;
        for one in refused {
            rejects.write(one)?;
        }
        rejects.finish()
    };
    write().map_err(|error: csv::Error| Refusal::Unavailable(error.to_string()))
}

/// The plan of the layout that a profile names; `None` for a profile of the kind itself.
async fn plan_of(tx: &mut Tx, body: BodyId, kind: &str, profile: &str) -> Answer<Option<Plan>> {
    let Ok(id) = profile.parse::<LayoutId>() else {
        return Ok(None);
    };
    let layout = store::layout(tx, id).await?;
    let theirs = layout.filter(|layout| layout.body == body && layout.kind == kind);
    let plan = theirs.map(|layout| layout.plan);
    plan.map(Some).ok_or_else(|| {
        Refusal::field(
            "format",
            "there is no such layout for this kind of record; choose what the file holds",
        )
    })
}

/// Begins to read a file by a profile of its kind, or by a plan.
fn open<'k, R: Read>(
    input: R,
    kind: &'k Kind,
    (profile, plan): (&str, Option<&Plan>),
    how: &How,
) -> Answer<Reading<'k, R>> {
    let limits = Limits::default();
    match plan {
        Some(plan) => Reading::laid_out(input, kind, plan, how, limits),
        None => Reading::open_as(input, kind, profile, how, limits),
    }
    .map_err(|fault| at_fault(&fault))
}

fn kind_of<'p>(packs: &'p Packs, id: &str) -> Answer<&'p Kind> {
    packs.newest_kind(id).ok_or_else(|| {
        let known = packs
            .kinds
            .iter()
            .map(|kind| kind.id.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        Refusal::field(
            "kind",
            format!("there is no kind of record called {id}; choose one of {known}"),
        )
    })
}

/// A fault of the whole file, on the field of the file.
fn at_fault(fault: &FileFault) -> Refusal {
    Refusal::field("file", fault.to_string())
}

/// Runs reading, which is work and not waiting, beside the requests.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Refusal::Unavailable(error.to_string()))?
}
