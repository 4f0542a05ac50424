//! The preparer hands a document over: it is read, its original kept, and what was read of it kept beside.

use intake::{Fault, Paper};
use sha2::{Digest, Sha256};

use super::{heard, record_of, text};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    draw::model::{Case, Draw},
    pack::{
        document::{self, Document, MOST},
        intake::open,
        store,
    },
    platform::{
        app::App,
        blobs::{self, Written},
        ids::{CaseId, DocumentId},
        jobs,
        refusal::{Answer, Refusal},
    },
};

/// A document that was read, its original written outside the database and not yet in it.
pub(super) struct Taken {
    name: String,
    title: String,
    bytes: i64,
    hash: [u8; 32],
    paper: Paper,
    original: Written,
    picture: Option<Written>,
}

/// Reads a document where waiting does no harm.
pub(super) async fn read(content: &[u8], name: &str) -> Result<Paper, Fault> {
    let (content, name) = (content.to_vec(), name.to_owned());
    let reading = tokio::task::spawn_blocking(move || open(&content, &name));
    reading.await.map_err(|_| Fault::Stopped)?
}

/// Writes the original of a document that was read, and a picture made anew.
pub(super) async fn take(app: &App, content: &[u8], name: &str, title: &str, paper: Paper) -> Answer<Taken> {
    let original = blobs::write(app, content).await?;
    let picture = if paper.picture.is_empty() {
        None
    } else {
        match blobs::write(app, &paper.picture).await {
            Ok(picture) => Some(picture),
            Err(refusal) => {
                app.blobs.remove(original.id).await;
                return Err(refusal);
            }
        }
    };
    let name = intake::plain_name(name);
    Ok(Taken {
        title: match title {
            "" => document::title(&name, paper.form),
            title => title.to_owned(),
        },
        name,
        bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
        hash: Sha256::digest(content).into(),
        paper,
        original,
        picture,
    })
}

impl Taken {
    /// Takes away what was written: it will not be in the database.
    pub(super) async fn undo(&self, app: &App) {
        app.blobs.remove(self.original.id).await;
        if let Some(picture) = &self.picture {
            app.blobs.remove(picture.id).await;
        }
    }
}

/// Keeps a document that was taken as the next of its case.
pub(super) async fn add(act: &mut Act<'_>, actor: &Actor, case: &Case, taken: &Taken) -> Answer<Document> {
    let known = store::documents(&mut act.tx, case.id).await?;
    if known.len() >= MOST {
        return Err(Refusal::field("file", too_many()));
    }
    let (state, hold) = document::state_of(&taken.paper);
    let now = act.now;
    let document = Document {
        id: DocumentId::new(act.app.clock.as_ref(), act.app.chance.as_ref())?,
        case: case.id,
        place: known.last().map_or(0, |last| last.place) + 1,
        title: taken.title.clone(),
        name: taken.name.clone(),
        form: taken.paper.form,
        bytes: taken.bytes,
        hash: taken.hash,
        text: taken.paper.text.clone(),
        dropped: taken.paper.dropped.clone(),
        notes: taken.paper.notes.clone(),
        state,
        hold,
        used_in: None,
        original: Some(taken.original.id),
        picture: taken.picture.as_ref().map(|picture| picture.id),
        added_by: actor.person,
        added_at: now,
        settled_by: None,
        settled_at: None,
    };
    blobs::add(&mut act.tx, &taken.original, now).await?;
    if let Some(picture) = &taken.picture {
        blobs::add(&mut act.tx, picture, now).await?;
    }
    store::keep_document(&mut act.tx, &document).await?;
    jobs::queue(
        act.app,
        &mut act.tx,
        super::ERASE_DOCUMENTS,
        now.plus_days(act.app.config.documents_days),
    )
    .await?;
    let note = Note::collected("document", document.id)
        .with("case", case.id)
        .with("form", document.form.code())
        .with("state", document.state.as_str())
        .with("sha256", hex::encode(document.hash));
    act.log_as("pack.attach", note).await?;
    Ok(document)
}

fn too_many() -> String {
    format!("a case can have {MOST} documents; remove one that is not needed")
}

/// Whether a case has the same bytes already.
pub(super) fn same<'a>(known: &'a [Document], content: &[u8]) -> Option<&'a Document> {
    let hash: [u8; 32] = Sha256::digest(content).into();
    known
        .iter()
        .find(|document| document.stands() && document.hash == hash)
}

/// Most characters of what a document is called.
const TITLE_LONGEST: usize = 60;

/// Reads a document, keeps what was read and the original, and says which it is.
///
/// # Errors
/// A document that cannot be read, one that is there already, or a case that is not theirs: nothing is kept.
pub async fn attach(
    app: &App,
    actor: &Actor,
    id: CaseId,
    (name, title): (&str, &str),
    content: &[u8],
) -> Answer<DocumentId> {
    let mut tx = app.db.read("pack.attach").await?;
    let (case, _) = heard(&mut tx, id).await?;
    actor.allow(Action::PackPrepare, actor.facts(case.body))?;
    if let Some(known) = same(&store::documents(&mut tx, id).await?, content) {
        let message = format!(
            "Choose another file: this one is document {} already",
            known.place
        );
        return Err(Refusal::field("file", message));
    }
    drop(tx);
    let title = text("title", title, TITLE_LONGEST)?;
    let paper = read(content, name).await.map_err(|fault| refused(&fault))?;
    let taken = take(app, content, name, &title, paper).await?;
    let kept = async {
        let mut act = actor.begin(app, "pack.attach").await?;
        let (case, _) = heard(&mut act.tx, id).await?;
        let document = add(&mut act, actor, &case, &taken).await?;
        act.commit().await?;
        Ok(document.id)
    }
    .await;
    if kept.is_err() {
        taken.undo(app).await;
    }
    kept
}

fn refused(fault: &Fault) -> Refusal {
    let sentence = fault.to_string();
    let (first, rest) = sentence.split_at_checked(1).unwrap_or_default();
    Refusal::field("file", format!("{}{rest}", first.to_uppercase()))
}

/// What a case can be called by whoever hands its documents over.
pub(super) async fn known(act: &mut Act<'_>, draw: &Draw, case: &Case) -> Answer<document::Known> {
    let (record, kind) = record_of(act.app, &mut act.tx, case).await?;
    let own = document::own_reference(kind, &record.fields);
    let reference = super::reference(draw, case);
    Ok(document::Known::new(case.id, &case.label, &reference, own))
}
