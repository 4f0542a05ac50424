//! `/organisations`: who sends people to panels.

use askama::Template;
use axum::{extract::State, response::Response};

use super::sectors;
use crate::{
    access::{Actor, Posted},
    body::acts,
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "body/pages/organisations.html")]
struct Organisations {
    frame: Frame,
    form: Form,
    /// Name and sector.
    organisations: Vec<(String, &'static str)>,
    sectors: Vec<Choice>,
}

async fn page_for(app: &App, actor: &Actor, form: Form) -> Answer<Organisations> {
    let organisations = acts::organisations(app, actor).await?;
    Ok(Organisations {
        frame: actor.frame("/panels").with_form(&form),
        form,
        organisations: organisations
            .into_iter()
            .map(|one| (one.name, one.sector.title()))
            .collect(),
        sectors: sectors(),
    })
}

/// The list and the form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    page::show(&page_for(&app, &actor, Form::default()).await?)
}

/// Adds an organisation.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    match acts::add_organisation(&app, &actor, form.value("name"), form.value("sector")).await {
        Ok(_) => page::see_other("/organisations"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_for(&app, &actor, form).await?)
        }
        Err(other) => Err(other),
    }
}
