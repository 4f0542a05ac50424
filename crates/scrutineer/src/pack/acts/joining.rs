//! The text of documents comes into the pack, each under its heading.

use super::{Desk, Writing, desk, preparing};
use crate::{
    access::{Action, Actor},
    pack::{document::Document, model::Pack, store, summary},
    platform::{
        app::App,
        ids::CaseId,
        refusal::{Answer, Refusal},
    },
};

/// Puts the text of every document that is ready after what is written, each under its heading; how many there were.
///
/// # Errors
/// Nothing that is ready, too much text, or a pack that is no longer being written.
pub async fn use_documents(app: &App, actor: &Actor, id: CaseId) -> Answer<usize> {
    let mut act = actor.begin(app, "pack.write").await?;
    let desk = desk(&mut act, actor, Action::PackPrepare, id).await?;
    let documents = store::documents(&mut act.tx, id).await?;
    let ready: Vec<Document> = documents.into_iter().filter(Document::is_ready).collect();
    if ready.is_empty() {
        return Err(Refusal::conflict(
            "no document has text that is not in the pack yet; attach one, or type the text of one that waits",
        ));
    }
    let circumstances = joined(&desk, &ready);
    if circumstances.chars().count() > super::CIRCUMSTANCES_LONGEST {
        return Err(Refusal::conflict(format!(
            "the documents have more than {} characters together; remove one, or shorten its text",
            super::CIRCUMSTANCES_LONGEST
        )));
    }
    let writing = Writing {
        version: desk.latest.as_ref().map_or(0, |pack| pack.version),
        circumstances: &circumstances,
        names: &desk.source.names,
        cover: desk.latest.as_ref().map(Pack::cover).unwrap_or_default(),
        ready: false,
    };
    let pack = preparing::write_on(&mut act, actor, &desk, writing).await?;
    for document in &ready {
        let document = Document {
            used_in: Some(pack.version),
            ..document.clone()
        };
        store::keep_document(&mut act.tx, &document).await?;
    }
    act.commit().await?;
    Ok(ready.len())
}

/// What is written, unless it is only what the record says, and the documents after it.
fn joined(desk: &Desk<'_>, documents: &[Document]) -> String {
    let bare = summary::skeleton(desk.kind, &desk.record.fields);
    let written = desk.source.original.trim();
    let written = Some(written).filter(|words| !words.is_empty() && *words != bare.trim());
    let papers = documents
        .iter()
        .map(|document| format!("{}\n{}", document.heading(), document.text));
    let all: Vec<String> = written.map(str::to_owned).into_iter().chain(papers).collect();
    all.join("\n\n")
}
