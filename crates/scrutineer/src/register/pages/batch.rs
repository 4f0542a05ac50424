//! `/register/batches/{batch}`: what became of a file.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Response,
};

use super::{
    figures::{Figures, kind_words, profile_words},
    rejects_csv,
};
use crate::{
    access::{Action, Actor, gate::At},
    platform::{app::App, form::Fact, frame::Frame, ids::BatchId, page, refusal::Answer},
    register::acts,
};

#[derive(Template)]
#[template(path = "register/pages/batch.html")]
struct Page {
    frame: Frame,
    href: String,
    file_name: String,
    /// The same file came a second time: when it was loaded first.
    again: Option<String>,
    refused: i64,
    /// Records of which it brought a new version.
    revised: i64,
    may_load: bool,
    facts: Vec<Fact>,
    /// What people should know of the file.
    notes: Vec<String>,
    figures: Figures,
}

/// The result.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At(id): At<BatchId>,
    RawQuery(query): RawQuery,
) -> Answer<Response> {
    let batch = acts::batch(&app, &actor, id).await?;
    let (kind, title) = kind_words(&app.packs, &batch.kind);
    let layout = acts::layout(&app, &actor, &batch.profile).await?;
    let detected = batch.summary.detected.clone();
    let when = batch.loaded_at.words();
    let mut facts = vec![
        Fact::new("Holds", title),
        Fact::new("Read as", profile_words(kind, layout.as_ref(), &batch.profile)),
        Fact::new("File", detected.words()),
        Fact::new("Loaded", when.clone()),
        Fact::new("Loaded by", batch.loader.as_deref().unwrap_or("Command line")),
        Fact::new("Rows", batch.rows.to_string()),
        Fact::new("Kept", batch.accepted.to_string()),
        Fact::new("Refused", batch.refused.to_string()),
        Fact::new("Kept and flagged as repeats", batch.duplicates.to_string()),
        Fact::new("New versions of earlier records", batch.revised.to_string()),
        Fact::new("SHA-256 of the file", hex::encode(batch.source_hash)),
    ];
    if let Some(sheet) = &detected.sheet {
        facts.insert(3, Fact::new("Sheet", sheet));
    }
    let mut frame = actor.frame("/register");
    if query.as_deref() == Some("loaded") {
        frame = frame.notice(format!("{} rows have been loaded", batch.accepted));
    }
    page::show(&Page {
        frame,
        href: format!("/register/batches/{id}"),
        again: (query.as_deref() == Some("again")).then_some(when),
        refused: batch.refused,
        revised: batch.revised,
        may_load: actor.may(Action::RegisterLoad, actor.facts(batch.body)),
        facts,
        notes: detected.notes,
        figures: Figures::of(kind, &batch.summary),
        file_name: batch.file_name,
    })
}

/// Every refused row as a CSV file.
///
/// # Errors
/// As every page.
pub async fn rejects(State(app): State<App>, actor: Actor, At(id): At<BatchId>) -> Answer<Response> {
    let batch = acts::batch(&app, &actor, id).await?;
    let refused = acts::batch_rejects(&app, &actor, id).await?;
    rejects_csv(&actor, &batch.file_name, &refused)
}
