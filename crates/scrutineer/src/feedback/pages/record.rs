//! `/findings/{finding}/feedback`: the message for the officer of a finding.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    feedback::{
        acts::{self, OfFinding},
        model::{DUE_DAYS, Kind, MOST_MESSAGE, Tracked},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::FindingId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "feedback/pages/record.html")]
struct Record {
    frame: Frame,
    form: Form,
    back: String,
    case_name: String,
    panel_name: String,
    items: Vec<Tracked>,
    kinds: Vec<Choice>,
    most: u32,
    days: i64,
}

fn record(actor: &Actor, finding: FindingId, of: OfFinding, form: Form) -> Record {
    Record {
        frame: actor.frame("/feedback").with_form(&form),
        form,
        back: format!("/findings/{finding}"),
        case_name: of.subject.case_name,
        panel_name: of.subject.panel_name,
        items: of.items,
        kinds: vec![
            Choice::new(Kind::Praise.as_str(), "Praise").hint("Work that was done well"),
            Choice::new(Kind::Learning.as_str(), "Learning").hint("Something to do otherwise next time"),
        ],
        most: MOST_MESSAGE,
        days: DUE_DAYS,
    }
}

/// What is recorded, and the form for more.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(finding): At<FindingId>) -> Answer<Response> {
    let of = acts::of_finding(&app, &actor, finding).await?;
    page::show(&record(&actor, finding, of, Form::default()))
}

/// Records a message.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(finding): At<FindingId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::record(&app, &actor, finding, form.value("kind"), form.value("message")).await {
        Ok(_) => page::see_other(&format!("/findings/{finding}/feedback")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let of = acts::of_finding(&app, &actor, finding).await?;
            page::show_again(&record(&actor, finding, of, form))
        }
        Err(other) => Err(other),
    }
}
