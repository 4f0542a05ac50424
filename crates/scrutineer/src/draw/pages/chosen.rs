//! `/draws/{draw}/chosen`: cases that somebody asked for, beside those the draw will give.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    draw::{
        acts,
        model::{Chosen, Draw, DrawState},
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::DrawId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "draw/pages/chosen.html")]
struct Page {
    frame: Frame,
    form: Form,
    draw: Draw,
    chosen: Vec<Chosen>,
    draft: bool,
}

async fn page_of(app: &App, actor: &Actor, id: DrawId, form: Form) -> Answer<Page> {
    let (draw, chosen) = acts::chosen_of(app, actor, id).await?;
    Ok(Page {
        frame: actor.frame("/panels").with_form(&form),
        form,
        draft: draw.state == DrawState::Draft,
        draw,
        chosen,
    })
}

/// The list and the form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, id, Form::default()).await?)
}

/// Chooses a case.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<DrawId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let (reference, reason) = (form.value("reference"), form.value("reason"));
    match acts::choose(&app, &actor, id, reference, reason).await {
        Ok(()) => page::see_other(&format!("/draws/{id}/chosen")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, id, form).await?)
        }
        Err(other) => Err(other),
    }
}

/// Takes a case off again.
///
/// # Errors
/// As every page.
pub async fn remove(
    State(app): State<App>,
    actor: Actor,
    At(id): At<DrawId>,
    Posted(form): Posted,
) -> Answer<Response> {
    let place = form.value("place").parse().map_err(|_| Refusal::NotFound)?;
    acts::unchoose(&app, &actor, id, place).await?;
    page::see_other(&format!("/draws/{id}/chosen"))
}
