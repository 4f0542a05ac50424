//! `/findings/{finding}/supplement`: a later fact beside a finding.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    finding::{acts, model::MOST_NOTE},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::FindingId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "finding/pages/supplement.html")]
struct Page {
    frame: Frame,
    form: Form,
    finding: FindingId,
    label: String,
    most: u32,
}

fn page_for(actor: &Actor, finding: FindingId, label: String, form: Form) -> Page {
    Page {
        frame: actor
            .frame("/meetings")
            .with_form(&form)
            .marked(actor.marking.title()),
        form,
        finding,
        label,
        most: MOST_NOTE,
    }
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(finding): At<FindingId>) -> Answer<Response> {
    let label = acts::to_supplement(&app, &actor, finding).await?;
    page::show(&page_for(&actor, finding, label, Form::default()))
}

/// Adds the fact.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(finding): At<FindingId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::supplement(&app, &actor, finding, form.value("note")).await {
        Ok(()) => page::see_other(&format!("/findings/{finding}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let label = acts::to_supplement(&app, &actor, finding).await?;
            page::show_again(&page_for(&actor, finding, label, form))
        }
        Err(other) => Err(other),
    }
}
