//! `/register/batches/{batch}/undo`: takes a load back, with a reason.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::BatchId,
        page,
        refusal::{Answer, Refusal},
    },
    register::{
        acts::{self, Undoable},
        model::Batch,
    },
};

#[derive(Template)]
#[template(path = "register/pages/undo.html")]
struct Page {
    frame: Frame,
    form: Form,
    batch: Batch,
    drawn_from: bool,
}

async fn page_of(app: &App, actor: &Actor, id: BatchId, form: Form) -> Answer<Page> {
    let (batch, undoable) = acts::undoable(app, actor, id).await?;
    Ok(Page {
        frame: actor.frame("/register").with_form(&form),
        form,
        batch,
        drawn_from: undoable == Undoable::DrawnFrom,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<BatchId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, id, Form::default()).await?)
}

/// Takes the load back.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<BatchId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::undo(&app, &actor, id, form.value("reason")).await {
        Ok(()) => page::see_other("/register"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, id, form).await?)
        }
        Err(other) => Err(other),
    }
}
