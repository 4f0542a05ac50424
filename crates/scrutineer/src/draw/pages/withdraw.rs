//! `/cases/{case}/withdraw`: a drawn case leaves with a reason of the list.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    draw::acts::{self, Departure},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "draw/pages/withdraw.html")]
struct Withdraw {
    frame: Frame,
    form: Form,
    departure: Departure,
    codes: Vec<Choice>,
}

async fn page_of(app: &App, actor: &Actor, case: CaseId, form: Form) -> Answer<Withdraw> {
    let departure = acts::departure(app, actor, case).await?;
    let reasons = departure
        .codes
        .iter()
        .filter_map(|code| app.packs.withdrawal.reason(code));
    let codes = reasons
        .map(|reason| Choice::new(&reason.code, &reason.label).hint(&reason.meaning))
        .collect();
    Ok(Withdraw {
        frame: actor.frame("/panels").with_form(&form),
        form,
        departure,
        codes,
    })
}

/// The form.
///
/// # Errors
/// As every page; a case that cannot leave.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, case, Form::default()).await?)
}

/// Lets the case leave.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::withdraw(&app, &actor, case, form.value("code")).await {
        Ok(departure) => page::see_other(&format!("/draws/{}", departure.draw.id)),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, case, form).await?)
        }
        Err(other) => Err(other),
    }
}
