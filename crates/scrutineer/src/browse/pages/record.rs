//! `/register/records/{record}`: one record, as far as its reader may see it.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, gate::At},
    browse::acts,
    platform::{
        app::App, clock::month_words, form::Fact, frame::Frame, ids::RecordId, page, refusal::Answer,
    },
};

#[derive(Template)]
#[template(path = "browse/pages/record.html")]
struct Record {
    frame: Frame,
    title: String,
    past: bool,
    facts: Vec<Fact>,
    blank: Vec<String>,
    batch: String,
    flags: Option<Vec<(String, String)>>,
}

/// The record.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<RecordId>) -> Answer<Response> {
    let shown = acts::read(&app, &actor, id).await?;
    let (blank, said): (Vec<_>, Vec<_>) = shown.facts.into_iter().partition(|(_, words)| words.is_empty());
    let mut facts = vec![
        Fact::new("Month", month_words(&shown.month)),
        Fact::new("Stratum", shown.stratum),
    ];
    if shown.repeat {
        facts.push(Fact::new("Repeat", "Alike in every cell to an earlier row"));
    }
    facts.extend(said.into_iter().map(|(label, words)| Fact::new(label, words)));
    page::show(&Record {
        frame: actor.frame("/register"),
        title: shown.title,
        past: shown.past,
        facts,
        blank: blank.into_iter().map(|(label, _)| label).collect(),
        batch: format!("/register/batches/{}", shown.batch),
        flags: shown.flags,
    })
}
