//! A file from a browser: read whole, kept with what it would come to, and loaded or discarded later.

use std::sync::Arc;

use ledger::Operation;
use sha2::{Digest, Sha256};

use super::{EXPIRE, at_fault, beside, gone, kind_of, open, plan_of, upload_for};
use crate::{
    access::{Action, Actor},
    audit::Note,
    platform::{
        app::App,
        ids::{BatchId, UploadId},
        jobs,
        packs::{Kind, Packs},
        refusal::{Answer, Refusal},
    },
    register::{
        How, Line, MendFault, Reading, Refused, Summary,
        layout::{OWN, Plan},
        model::{Fate, Preview, Upload, plain_name},
        store, survey, write_mendable,
    },
};

/// A file as it came.
pub struct Incoming {
    /// Id of the kind it should hold.
    pub kind: String,
    /// Profile by which to read its columns.
    pub profile: String,
    /// How to read it where it should not be found out.
    pub how: How,
    /// Its name.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is kept and waits to be loaded or discarded.
    Waiting(UploadId),
    /// This very file was loaded before as this batch; nothing was kept.
    Loaded(BatchId),
}

/// Reads a file and keeps it with its preview. Nothing is kept of a file at fault, nor of one that was loaded before.
///
/// # Errors
/// [`Refusal::Invalid`] on `kind` or `file`; [`Refusal::NotFound`] for those who may not load.
pub async fn upload(app: &App, actor: &Actor, file: Incoming) -> Answer<Taken> {
    actor.allow(Action::RegisterLoad, actor.facts(actor.body))?;
    let packs = Arc::clone(&app.packs);
    let mut tx = app.db.read("register.layout").await?;
    let plan = plan_of(&mut tx, actor.body, &file.kind, &file.profile).await?;
    drop(tx);
    let (file, preview, source_hash) = beside(move || {
        let preview = first_look(&packs, &file, plan.as_ref())?;
        let hash: [u8; 32] = Sha256::digest(&file.content).into();
        Ok((file, preview, hash))
    })
    .await?;

    let mut act = actor.begin(app, "register.upload").await?;
    if let Some(batch) = store::batch_of_file(&mut act.tx, actor.body, &file.kind, source_hash).await? {
        return Ok(Taken::Loaded(batch.id));
    }
    let upload = Upload {
        id: UploadId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: actor.body,
        kind: file.kind,
        profile: file.profile,
        file_name: plain_name(&file.file_name),
        source_hash,
        preview,
        uploaded_by: actor.person,
        uploaded_at: act.now,
        expires_at: act.now.plus_days(app.config.upload_days),
        fate: None,
    };
    store::add_upload(&mut act.tx, &upload, file.content).await?;
    jobs::queue(app, &mut act.tx, EXPIRE, upload.expires_at).await?;
    let note = Note::collected("upload", upload.id)
        .with("kind", &upload.kind)
        .with("rows", upload.preview.summary.rows)
        .with("source_hash", hex::encode(source_hash));
    act.log(note).await?;
    act.commit().await?;
    Ok(Taken::Waiting(upload.id))
}

/// What a file comes to; of one whose columns nobody has named yet, only that it can be read.
fn first_look(packs: &Packs, file: &Incoming, plan: Option<&Plan>) -> Answer<Preview> {
    if file.profile == OWN {
        kind_of(packs, &file.kind)?;
        survey::columns(&file.content, &file.how).map_err(|fault| at_fault(&fault))?;
        return Ok(Preview {
            how: file.how.clone(),
            ..Preview::default()
        });
    }
    preview(packs, (&file.kind, &file.profile, plan), &file.how, &file.content)
}

/// What a file comes to by a profile of its kind, or by a plan.
pub(super) fn preview(
    packs: &Packs,
    (kind, profile, plan): (&str, &str, Option<&Plan>),
    how: &How,
    content: &[u8],
) -> Answer<Preview> {
    let mut preview = Preview {
        how: how.clone(),
        ..Preview::default()
    };
    let note = |line: Line<'_>| {
        if let Line::Refused(refused) = &line {
            preview.note(refused);
        }
    };
    let kind = kind_of(packs, kind)?;
    let reading = open(content, kind, (profile, plan), how)?;
    preview.summary = read(reading, kind, note)?;
    Ok(preview)
}

fn read<'k>(mut reading: Reading<'k, &[u8]>, kind: &Kind, hand_on: impl FnMut(Line<'k>)) -> Answer<Summary> {
    Summary::read_through(kind, &mut reading, hand_on).map_err(|fault| at_fault(&fault))
}

/// Every refused row of an upload that waits, in the order of its file.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not there, not theirs to load, or waits no longer.
pub async fn upload_rejects(app: &App, actor: &Actor, id: UploadId) -> Answer<Vec<Refused>> {
    let mut tx = app.db.read("register.upload_rejects").await?;
    let upload = upload_for(&mut tx, actor, id).await?;
    let content = store::upload_content(&mut tx, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let plan = plan_of(&mut tx, upload.body, &upload.kind, &upload.profile).await?;
    drop(tx);
    let packs = Arc::clone(&app.packs);
    beside(move || {
        let mut all = Vec::new();
        let keep = |line: Line<'_>| {
            if let Line::Refused(refused) = line {
                all.push(refused);
            }
        };
        let kind = kind_of(&packs, &upload.kind)?;
        let what = (upload.profile.as_str(), plan.as_ref());
        let reading = open(content.as_slice(), kind, what, &upload.preview.how)?;
        read(reading, kind, keep)?;
        Ok(all)
    })
    .await
}

/// Whether somebody may have the refused rows of an upload whole: who uploaded it has seen them, and who may read identified
/// records may.
#[must_use]
pub fn may_mend(actor: &Actor, upload: &Upload) -> bool {
    upload.uploaded_by == actor.person || actor.may(Action::PackPrepare, actor.facts(upload.body))
}

/// The refused rows of an upload that waits, whole, to be mended and loaded: for whoever uploaded it and for those who may read
/// identified records. What cells hold is disclosed, so that it is logged.
///
/// # Errors
/// As [`upload_rejects`]; [`Refusal::Forbidden`] for anybody else who may load.
pub async fn mendable(app: &App, actor: &Actor, id: UploadId) -> Answer<(String, Vec<u8>)> {
    let mut tx = app.db.read("register.to_mend").await?;
    let upload = upload_for(&mut tx, actor, id).await?;
    if !may_mend(actor, &upload) {
        return Err(Refusal::Forbidden);
    }
    let content = store::upload_content(&mut tx, id).await?;
    let content = content.ok_or(Refusal::NotFound)?;
    let plan = plan_of(&mut tx, upload.body, &upload.kind, &upload.profile).await?;
    drop(tx);
    let packs = Arc::clone(&app.packs);
    let (kind, profile, how) = (upload.kind, upload.profile, upload.preview.how);
    let (rows, file) = beside(move || {
        let kind = kind_of(&packs, &kind)?;
        let mut reading = open(content.as_slice(), kind, (&profile, plan.as_ref()), &how)?;
        let mut file = Vec::new();
        match write_mendable(&mut reading, &mut file) {
            Ok(rows) => Ok((rows, file)),
            Err(MendFault::File(fault)) => Err(at_fault(&fault)),
            Err(MendFault::Write(fault)) => Err(Refusal::Unavailable(fault.to_string())),
        }
    })
    .await?;
    let mut act = actor.begin(app, "register.mend").await?;
    act.log(Note::disclosed("upload", id).with("rows", rows)).await?;
    act.commit().await?;
    Ok((upload.file_name, file))
}

/// Erases the content of an upload that will not be loaded.
///
/// # Errors
/// [`Refusal::Conflict`] when it was loaded or discarded before; [`Refusal::NotFound`] when it is not there or not theirs.
pub async fn discard(app: &App, actor: &Actor, id: UploadId) -> Answer<()> {
    let mut act = actor.begin(app, "register.discard").await?;
    let upload = upload_for(&mut act.tx, actor, id).await?;
    if !store::erase_content(&mut act.tx, upload.id, Fate::Discarded).await? {
        return Err(gone(upload.fate));
    }
    act.log(Note::new(Operation::Erasure, "upload", upload.id))
        .await?;
    act.commit().await
}
