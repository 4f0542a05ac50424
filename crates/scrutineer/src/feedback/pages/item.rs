//! `/feedback/{item}`: one message, where it has been, and its next step.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    feedback::{
        acts::{self, OneItem, Taken},
        model::{NextStep, Response as Answered, Tracked},
    },
    platform::{
        app::App,
        clock::date_words,
        form::{Choice, Fact, Form},
        frame::Frame,
        ids::FeedbackId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "feedback/pages/item.html")]
struct Page {
    frame: Frame,
    form: Form,
    case_name: String,
    kind: &'static str,
    message: String,
    facts: Vec<Fact>,
    overdue: bool,
    disputed: bool,
    finding: String,
    steps: Vec<Line>,
    next: Option<NextStep>,
    owners: Vec<Choice>,
    responses: Vec<Choice>,
}

struct Line {
    stage: &'static str,
    by: String,
    at: String,
    note: String,
}

fn facts(one: &Tracked) -> Vec<Fact> {
    let item = &one.item;
    let mut facts = vec![
        Fact::new("Panel", &one.panel_name),
        Fact::new("Stage", item.stage.title()),
        Fact::new("With", one.owner_name.as_deref().unwrap_or("Nobody yet")),
        Fact::new("Due", date_words(item.due_on)),
    ];
    facts.extend(
        item.response
            .map(|response| Fact::new("Officer's response", response.title())),
    );
    facts
}

fn shown(app: &App, actor: &Actor, one: OneItem, form: Form) -> Page {
    let item = &one.tracked.item;
    let line = |(event, by): &(crate::feedback::model::Event, String)| Line {
        stage: event.stage.title(),
        by: by.clone(),
        at: event.at.words(),
        note: event.note.clone(),
    };
    Page {
        frame: actor.frame("/feedback").with_form(&form),
        form,
        case_name: one.tracked.case_name.clone(),
        kind: item.kind.title(),
        message: item.message.clone(),
        facts: facts(&one.tracked),
        overdue: item.overdue(app.now().london_date()),
        disputed: matches!(item.response, Some(Answered::Disputed | Answered::Clarified)),
        finding: item.finding.to_string(),
        steps: one.events.iter().rev().map(line).collect(),
        next: if one.may_advance { item.next() } else { None },
        owners: one
            .owners
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
        responses: Answered::ALL
            .iter()
            .map(|one| Choice::new(one.as_str(), one.title()))
            .collect(),
    }
}

/// The message and its steps.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<FeedbackId>) -> Answer<Response> {
    let one = acts::item(&app, &actor, id).await?;
    page::show(&shown(&app, &actor, one, Form::default()))
}

/// Takes the next step.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<FeedbackId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let taken = Taken {
        step: form.value("step"),
        owner: form.value("owner"),
        response: form.value("response"),
        note: form.value("note"),
    };
    match acts::advance(&app, &actor, id, taken).await {
        Ok(()) => page::see_other(&format!("/feedback/{id}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let one = acts::item(&app, &actor, id).await?;
            page::show_again(&shown(&app, &actor, one, form))
        }
        Err(other) => Err(other),
    }
}
