//! Loading a file into the register: one batch, one transaction. The file is read on a thread of its own while earlier
//! rows are inserted.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
    sync::Arc,
};

use ledger::Operation;
use tokio::sync::mpsc;

use super::{at_fault, comparing::count_changes, gone, kind_of, open, plan_of, recount_of, upload_for};
use crate::{
    access::Actor,
    audit::{Act, Note, Who},
    params,
    platform::{
        app::App,
        chance::Chance,
        clock::Moment,
        db::{Table, Tx, Value},
        ids::{BatchId, BodyId, UploadId, new_uuid_at_place},
        jobs,
        packs::Packs,
        refusal::{Answer, Refusal},
    },
    register::{
        How, Line, NewRecord, Refused, Summary,
        layout::{OWN, Plan},
        model::{Batch, Fate, Loaded, plain_name},
        store,
    },
};

/// The word in the queue for what follows a load: its records are looked at by the rules.
pub const LOADED: &str = "register.loaded";

/// Rows handed from the reading thread to the database at a time.
const CHUNK: usize = 5_000;

/// Told the rows so far; answers whether to go on.
pub type Progress = Box<dyn FnMut(u64) -> bool + Send>;

/// A file to load, from wherever its bytes come.
pub struct Source {
    /// The body whose register it is for.
    pub body: BodyId,
    /// Id of the kind it should hold.
    pub kind: String,
    /// Profile by which to read its columns.
    pub profile: String,
    /// How to read it where it should not be found out.
    pub how: How,
    /// Its name.
    pub file_name: String,
    /// Its bytes.
    pub input: Box<dyn Read + Send>,
    /// Told the number of rows inserted so far, for a progress bar; answers whether to go on.
    pub progress: Option<Progress>,
}

/// Loads a file: every record and refused row in one act with its log entry, or nothing. The same file again (same body,
/// kind and SHA-256) changes nothing and answers with the first batch. The caller has decided that `who` may do this.
///
/// # Errors
/// [`Refusal::Invalid`] on `kind` or `file` for a file at fault; then nothing was loaded.
pub async fn load(app: &App, who: Who, source: Source) -> Answer<Loaded> {
    let mut act = Act::begin(app, "register.load", who).await?;
    let loaded = load_within(&mut act, source).await?;
    if !loaded.again {
        act.commit().await?;
    }
    Ok(loaded)
}

/// Loads an upload that waits, and erases its stored content.
///
/// # Errors
/// [`Refusal::Conflict`] when it was loaded or discarded before, and when `progress` said not to go on; [`Refusal::NotFound`] when it is not there or not theirs.
pub async fn load_upload(
    app: &App,
    actor: &Actor,
    id: UploadId,
    progress: impl FnMut(u64) -> bool + Send + 'static,
) -> Answer<Loaded> {
    let mut act = actor.begin(app, "register.load").await?;
    let upload = upload_for(&mut act.tx, actor, id).await?;
    let Some(content) = store::upload_content(&mut act.tx, id).await? else {
        return Err(gone(upload.fate));
    };
    if upload.profile == OWN {
        return Err(Refusal::conflict(
            "say first which column of this file is which; nothing has been loaded",
        ));
    }
    let before = store::batch_of_file(&mut act.tx, upload.body, &upload.kind, upload.source_hash).await?;
    let loaded = match before {
        Some(batch) => Loaded { batch, again: true },
        None => {
            let source = Source {
                body: upload.body,
                kind: upload.kind,
                profile: upload.profile,
                how: upload.preview.how,
                file_name: upload.file_name,
                input: Box::new(Cursor::new(content)),
                progress: Some(Box::new(progress)),
            };
            load_within(&mut act, source).await?
        }
    };
    store::erase_content(&mut act.tx, id, Fate::Loaded).await?;
    act.log_as("register.discard", Note::new(Operation::Erasure, "upload", id))
        .await?;
    act.commit().await?;
    Ok(loaded)
}

/// Loads within an act; when `again` is answered the act must be dropped, for it holds the rows of the second time.
async fn load_within(act: &mut Act<'_>, mut source: Source) -> Answer<Loaded> {
    let app = act.app;
    let kind_version = i64::from(kind_of(&app.packs, &source.kind)?.version);
    let mut batch = Batch {
        id: BatchId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: source.body,
        kind: source.kind.clone(),
        kind_version,
        profile: source.profile.clone(),
        file_name: plain_name(&source.file_name),
        source_hash: [0; 32],
        rows: 0,
        accepted: 0,
        refused: 0,
        duplicates: 0,
        revised: 0,
        summary: Summary::default(),
        loaded_by: act.who().person,
        loader: None,
        loaded_at: act.now,
    };
    store::begin_batch(&mut act.tx, &batch).await?;
    let mut progress = source.progress.take();
    let (to, mut from) = mpsc::channel(4);
    let inserts = Inserts::of(&batch, app, to);
    let packs = Arc::clone(&app.packs);
    let plan = plan_of(&mut act.tx, source.body, &source.kind, &source.profile).await?;
    let reading = tokio::task::spawn_blocking(move || read(&packs, source, plan.as_ref(), inserts));
    let mut rows = 0;
    while let Some(chunk) = from.recv().await {
        rows += chunk.len();
        store::add_records(&mut act.tx, chunk.records).await?;
        store::add_refused(&mut act.tx, chunk.refused).await?;
        if let Some(progress) = &mut progress
            && !progress(rows as u64)
        {
            return Err(Refusal::conflict("loading was stopped; nothing has been loaded"));
        }
    }
    let Whole {
        summary,
        source_hash,
        months,
    } = reading
        .await
        .map_err(|error| Refusal::Unavailable(error.to_string()))??;
    if let Some(batch) = store::batch_of_file(&mut act.tx, batch.body, &batch.kind, source_hash).await? {
        return Ok(Loaded { batch, again: true });
    }
    store::add_months(&mut act.tx, batch.id, months).await?;
    settle(&mut act.tx, &mut batch, &summary).await?;
    complete(act, &mut batch, summary, source_hash).await?;
    Ok(Loaded { batch, again: false })
}

/// Compares the records of a batch with those that were there before: what says the same is set aside, and what says something
/// else under the same reference takes the place of the earlier version.
async fn settle(tx: &mut Tx, batch: &mut Batch, summary: &Summary) -> Answer<()> {
    batch.duplicates = whole(summary.duplicates);
    let earlier = store::has_earlier(tx, batch).await?;
    if earlier {
        tx.learn(Table::Record).await?;
        if let Some((from, to)) = summary
            .months
            .keys()
            .next()
            .zip(summary.months.keys().next_back())
        {
            batch.duplicates += store::flag_alike(tx, batch, (from, to)).await?;
        }
    }
    let mut aside = 0;
    if earlier || summary.duplicates > 0 {
        aside = store::set_aside_repeats(tx, batch).await?;
    }
    if earlier {
        batch.revised = store::supersede(tx, batch).await?;
    }
    count_changes(tx, batch).await?;
    if aside > 0 {
        store::recount(tx, batch).await?;
        batch.duplicates = store::duplicates(tx, batch).await?;
    }
    for changed in store::changed_by(tx, batch).await? {
        recount_of(tx, changed).await?;
    }
    Ok(())
}

async fn complete(
    act: &mut Act<'_>,
    batch: &mut Batch,
    summary: Summary,
    source_hash: [u8; 32],
) -> Answer<()> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    batch.source_hash = source_hash;
    batch.rows = count(summary.rows);
    batch.accepted = count(summary.accepted);
    batch.refused = count(summary.refused);
    batch.summary = summary;
    store::complete_batch(&mut act.tx, batch).await?;
    let note = Note::collected("batch", batch.id)
        .with("kind", &batch.kind)
        .with("rows", batch.rows)
        .with("accepted", batch.accepted)
        .with("refused", batch.refused)
        .with("duplicates", batch.duplicates)
        .with("revised", batch.revised)
        .with("source_hash", hex::encode(source_hash));
    act.log_as("register.load", note).await?;
    let (app, now) = (act.app, act.now);
    jobs::queue(app, &mut act.tx, LOADED, now).await?;
    Ok(())
}

/// Rows ready to be inserted.
#[derive(Default)]
struct Chunk {
    records: Vec<Vec<Value>>,
    refused: Vec<Vec<Value>>,
}

impl Chunk {
    fn len(&self) -> usize {
        self.records.len() + self.refused.len()
    }
}

/// Turns lines into rows of the tables, on the reading thread.
struct Inserts {
    batch: BatchId,
    body: BodyId,
    kind: String,
    now: Moment,
    chance: Arc<dyn Chance>,
    /// Records by month and stratum.
    months: BTreeMap<(String, String), i64>,
    chunk: Chunk,
    to: mpsc::Sender<Chunk>,
}

impl Inserts {
    fn of(batch: &Batch, app: &App, to: mpsc::Sender<Chunk>) -> Self {
        Self {
            batch: batch.id,
            body: batch.body,
            kind: batch.kind.clone(),
            now: batch.loaded_at,
            chance: Arc::clone(&app.chance),
            months: BTreeMap::new(),
            chunk: Chunk::default(),
            to,
        }
    }

    fn add(&mut self, line: Line<'_>) -> Answer<()> {
        match line {
            Line::Accepted(record) => self.accept(record)?,
            Line::Refused(refused) => self.refuse(refused),
        }
        if self.chunk.len() >= CHUNK {
            self.send()
        } else {
            Ok(())
        }
    }

    fn accept(&mut self, record: NewRecord<'_>) -> Answer<()> {
        let id = new_uuid_at_place(self.now, record.line, self.chance.as_ref())?;
        let month = record.month.to_string();
        self.count(&month, record.stratum);
        self.chunk.records.push(params![
            id,
            self.batch,
            self.body,
            &self.kind,
            whole(record.line),
            record.source_ref,
            month,
            record.stratum,
            record.row_hash,
            record.duplicate_of_line.is_some(),
            record.fields
        ]);
        Ok(())
    }

    fn count(&mut self, month: &str, stratum: &str) {
        *self
            .months
            .entry((month.to_owned(), stratum.to_owned()))
            .or_default() += 1;
    }

    fn refuse(&mut self, refused: Refused) {
        self.chunk.refused.push(params![
            self.batch,
            whole(refused.line),
            refused.column,
            refused.rule.code(),
            refused.message
        ]);
    }

    /// Hands the rows on. Nobody takes them when the act has failed: then the reading ends too.
    fn send(&mut self) -> Answer<()> {
        let chunk = std::mem::take(&mut self.chunk);
        self.to
            .blocking_send(chunk)
            .map_err(|_| Refusal::Unavailable("the load was given up".into()))
    }
}

fn whole(line: u64) -> i64 {
    i64::try_from(line).unwrap_or(i64::MAX)
}

/// What the whole file came to.
struct Whole {
    summary: Summary,
    source_hash: [u8; 32],
    months: BTreeMap<(String, String), i64>,
}

fn read(packs: &Packs, source: Source, plan: Option<&Plan>, mut inserts: Inserts) -> Answer<Whole> {
    let kind = kind_of(packs, &source.kind)?;
    let mut reading = open(source.input, kind, (&source.profile, plan), &source.how)?;
    let mut summary = Summary::of(kind, reading.mapping());
    summary.source = source.how.source;
    for line in &mut reading {
        let line = line.map_err(|fault| at_fault(&fault))?;
        summary.add(&line);
        inserts.add(line)?;
    }
    inserts.send()?;
    summary.detected = reading.detected();
    Ok(Whole {
        summary,
        source_hash: reading.source_hash(),
        months: inserts.months,
    })
}
