//! `/publications`: every version of the body's results.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::Actor,
    platform::{app::App, clock::date_words, frame::Frame, page, refusal::Answer},
    publication::acts,
};

#[derive(Template)]
#[template(path = "publication/pages/list.html")]
struct List {
    frame: Frame,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    name: String,
    held_on: String,
    version: i64,
    state: &'static str,
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let line = |one: acts::Listed| Line {
        href: format!("/publications/{}", one.publication.id),
        name: format!("{}, {}", one.content.panel_name, one.content.reference),
        held_on: date_words(one.content.held_on),
        version: one.publication.version,
        state: one.publication.state.title(),
    };
    let lines = acts::list(&app, &actor).await?.into_iter().map(line).collect();
    page::show(&List {
        frame: actor.frame("/publications"),
        lines,
    })
}
