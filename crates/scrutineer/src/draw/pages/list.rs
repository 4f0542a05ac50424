//! `/panels/{panel}/draws`: the draws of a panel.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, gate::At},
    body::model::Panel,
    draw::{acts, model::Draw},
    platform::{app::App, frame::Frame, ids::PanelId, page, refusal::Answer},
};

#[derive(Template)]
#[template(path = "draw/pages/list.html")]
struct List {
    frame: Frame,
    panel: Panel,
    draws: Vec<Draw>,
    may_draft: bool,
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(panel): At<PanelId>) -> Answer<Response> {
    let acts::Listed { panel, draws } = acts::list(&app, &actor, panel).await?;
    let may_draft = actor.may(Action::DrawCommit, actor.facts(panel.body));
    page::show(&List {
        frame: actor.frame("/panels"),
        panel,
        draws,
        may_draft,
    })
}
