//! The preparer looks at the documents of a case, types or confirms the text of one that could not be read, opens an
//! original, or takes a document out.

use intake::Form;

use super::{Desk, desk, heard, text};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    draw::model::{Case, Draw},
    pack::{
        document::Document,
        model::{Pack, PackState},
        store,
    },
    platform::{
        app::App,
        blobs,
        ids::{BlobId, CaseId, DocumentId},
        refusal::{Answer, Refusal},
    },
};

/// The documents of a case.
#[derive(Debug)]
pub struct Documents {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The documents that stand, in order.
    pub documents: Vec<Document>,
    /// Whether the pack can take more words.
    pub open: bool,
}

/// The documents of a case that stand. Looking at them is logged.
///
/// # Errors
/// A case that is not theirs or not up to be heard.
pub async fn documents(app: &App, actor: &Actor, id: CaseId) -> Answer<Documents> {
    let mut act = actor.begin(app, "pack.documents").await?;
    let Desk {
        draw, case, latest, ..
    } = desk(&mut act, actor, Action::PackPrepare, id).await?;
    let documents = store::documents(&mut act.tx, id).await?;
    let note = Note::consulted("case", id).with("label", &case.label);
    act.log(note.with("what", "documents")).await?;
    act.commit().await?;
    Ok(Documents {
        open: is_open(latest.as_ref()),
        draw,
        case,
        documents: documents.into_iter().filter(Document::stands).collect(),
    })
}

fn is_open(pack: Option<&Pack>) -> bool {
    pack.is_none_or(|pack| {
        matches!(
            pack.state,
            PackState::Preparing | PackState::Returned | PackState::Withdrawn
        )
    })
}

/// A document with its case.
#[derive(Debug)]
pub struct Looked {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The document.
    pub document: Document,
}

async fn document_of(act: &mut Act<'_>, actor: &Actor, (case, id): (CaseId, DocumentId)) -> Answer<Looked> {
    let (case, draw) = heard(&mut act.tx, case).await?;
    actor.allow(Action::PackPrepare, actor.facts(case.body))?;
    let document = store::document(&mut act.tx, id).await?;
    let document = document.filter(|document| document.case == case.id && document.stands());
    Ok(Looked {
        draw,
        document: document.ok_or(Refusal::NotFound)?,
        case,
    })
}

/// One document. Looking at it is logged.
///
/// # Errors
/// A document that is not theirs or is no more.
pub async fn document(app: &App, actor: &Actor, which: (CaseId, DocumentId)) -> Answer<Looked> {
    let mut act = actor.begin(app, "pack.documents").await?;
    let looked = document_of(&mut act, actor, which).await?;
    act.log(Note::consulted("document", which.1).with("case", which.0))
        .await?;
    act.commit().await?;
    Ok(looked)
}

/// Which bytes of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes {
    /// As it was handed over.
    Original,
    /// A picture made anew from its points.
    Picture,
}

/// The bytes of a document, with its form. Reading them is logged.
///
/// # Errors
/// As [`document`]; what is gone or was altered where it is kept is said.
pub async fn bytes_of(
    app: &App,
    actor: &Actor,
    which: (CaseId, DocumentId),
    what: Bytes,
) -> Answer<(Form, Vec<u8>)> {
    let mut act = actor.begin(app, "pack.documents").await?;
    let looked = document_of(&mut act, actor, which).await?;
    let blob = match what {
        Bytes::Original => looked.document.original,
        Bytes::Picture => looked.document.picture,
    };
    let blob: BlobId = blob.ok_or(Refusal::NotFound)?;
    let kept = blobs::kept(&mut act.tx, blob).await?.ok_or(Refusal::NotFound)?;
    let note = Note::consulted("document", which.1).with("case", which.0);
    act.log(note.with("what", "original")).await?;
    act.commit().await?;
    let content = blobs::read(app, blob, kept.key.as_ref()).await?;
    Ok((looked.document.form, content))
}

/// Keeps the text that a person typed or confirmed for a document.
///
/// # Errors
/// No text, or too much; a document whose text is in the pack already.
pub async fn confirm(app: &App, actor: &Actor, which: (CaseId, DocumentId), words: &str) -> Answer<()> {
    let mut act = actor.begin(app, "pack.confirm").await?;
    let looked = document_of(&mut act, actor, which).await?;
    let words = text("text", words, super::CIRCUMSTANCES_LONGEST)?;
    if words.is_empty() {
        return Err(Refusal::field(
            "text",
            "Enter what the document says, or remove it",
        ));
    }
    let typed = words != looked.document.text;
    let document = looked.document.confirm(&words, actor.person, act.now)?;
    store::keep_document(&mut act.tx, &document).await?;
    let note = Note::altered("document", which.1).with("case", which.0);
    act.log(note.with("typed", typed)).await?;
    act.commit().await
}

/// Takes a document out and erases its original.
///
/// # Errors
/// A document that is not theirs or is no more.
pub async fn remove(app: &App, actor: &Actor, which: (CaseId, DocumentId)) -> Answer<()> {
    let mut act = actor.begin(app, "pack.remove").await?;
    let looked = document_of(&mut act, actor, which).await?;
    let blobs = [looked.document.original, looked.document.picture];
    let now = act.now;
    let document = looked.document.remove(actor.person, now)?;
    store::keep_document(&mut act.tx, &document).await?;
    for blob in blobs.into_iter().flatten() {
        blobs::forget(&mut act.tx, blob, now).await?;
    }
    let note = Note::new(ledger::Operation::Erasure, "document", which.1).with("case", which.0);
    act.log(note.because("removed by the preparer")).await?;
    act.commit().await?;
    for blob in blobs.into_iter().flatten() {
        app.blobs.remove(blob).await;
    }
    Ok(())
}
