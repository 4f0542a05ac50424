//! `/cases/{case}/interest`: declare an interest, which takes the case away.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
    review::{acts, model::NATURES},
};

#[derive(Template)]
#[template(path = "review/pages/interest.html")]
struct Interest {
    frame: Frame,
    form: Form,
    case: CaseId,
    label: String,
    sealed: bool,
    away: bool,
    natures: Vec<Choice>,
}

async fn page_for(app: &App, actor: &Actor, case: CaseId, form: Form) -> Answer<Interest> {
    let desk = acts::open(app, actor, case).await?;
    if desk.opened {
        return Err(Refusal::conflict(
            "the chair has opened the sealed classes of this case; tell the chair, who records your interest in the meeting",
        ));
    }
    let natures = NATURES
        .iter()
        .map(|(code, text)| Choice::new(*code, *text))
        .collect();
    Ok(Interest {
        frame: actor
            .frame("/reading")
            .with_form(&form)
            .marked(desk.papers.marking)
            .read_by(desk.papers.copy),
        form,
        case,
        label: desk.case.label,
        away: desk.away,
        sealed: desk.review.is_some_and(|review| review.sealed()),
        natures,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    page::show(&page_for(&app, &actor, case, Form::default()).await?)
}

/// Declares.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::declare(&app, &actor, case, form.value("nature"), form.value("note")).await {
        Ok(()) => page::see_other("/reading"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_for(&app, &actor, case, form).await?)
        }
        Err(other) => Err(other),
    }
}
