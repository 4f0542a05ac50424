//! `/meetings/{meeting}/publication`: preparing the results of a closed meeting.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::MeetingId,
        page,
        refusal::{Answer, Refusal},
    },
    publication::{
        acts::{self, MOST_LEARNING},
        content::Content,
        words::document,
    },
    report::pages::document::Paper,
};

#[derive(Template)]
#[template(path = "publication/pages/prepare.html")]
struct Prepare {
    frame: Frame,
    form: Form,
    back: String,
    panel_name: String,
    most: u32,
    paper: Paper,
}

fn prepare(actor: &Actor, meeting: MeetingId, content: &Content, form: Form) -> Prepare {
    Prepare {
        frame: actor.frame("/publications").with_form(&form),
        form,
        back: format!("/meetings/{meeting}/report"),
        panel_name: content.panel_name.clone(),
        most: MOST_LEARNING,
        paper: Paper::new(document(content)),
    }
}

/// The form, with the figures as they would be published; while a version is on its way or published, that version.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<MeetingId>) -> Answer<Response> {
    let content = match acts::draft(&app, &actor, id, "").await {
        Err(Refusal::Conflict(sentence)) => {
            let before = acts::latest(&app, &actor, id).await?;
            let before = before.ok_or(Refusal::Conflict(sentence))?;
            return page::see_other(&format!("/publications/{before}"));
        }
        other => other?,
    };
    page::show(&prepare(&actor, id, &content, Form::default()))
}

/// Prepares the version.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<MeetingId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::prepare(&app, &actor, id, form.value("learning")).await {
        Ok(publication) => page::see_other(&format!("/publications/{publication}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let content = acts::draft(&app, &actor, id, form.value("learning")).await?;
            page::show_again(&prepare(&actor, id, &content, form))
        }
        Err(other) => Err(other),
    }
}
