//! `/draws/{draw}/progress`: how many cases each member has sealed. Never what.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, gate::At},
    platform::{app::App, frame::Frame, ids::DrawId, page, refusal::Answer},
    review::acts,
};

#[derive(Template)]
#[template(path = "review/pages/progress.html")]
struct ProgressPage {
    frame: Frame,
    draw: DrawId,
    cases: usize,
    people: Vec<(String, String, i64)>,
}

/// The table.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(draw): At<DrawId>) -> Answer<Response> {
    let so_far = acts::progress(&app, &actor, draw).await?;
    page::show(&ProgressPage {
        frame: actor.frame("/panels"),
        draw,
        cases: so_far.cases,
        people: so_far.people,
    })
}
