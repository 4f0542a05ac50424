//! `/cases/{case}/pack/withdraw`: takes a checked or released pack back.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, Posted, gate::At},
    draw::model::{Case, Draw},
    pack::acts,
    platform::{
        app::App,
        clock::Moment,
        form::Form,
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "pack/pages/withdraw.html")]
struct Withdraw {
    frame: Frame,
    form: Form,
    draw: Draw,
    case: Case,
    readers: i64,
    /// What is out in files, in words.
    away: Option<String>,
}

/// What a withdrawal does not reach.
fn away((people, until): (i64, Option<Moment>)) -> Option<String> {
    let until = until?.words();
    let words = match people {
        1 => format!("1 person has it in a file that can be read without the site until {until}. Ask them"),
        people => format!(
            "{people} people have it in files that can be read without the site until {until}. Ask them"
        ),
    };
    Some(format!(
        "{words} to delete it: a file that is out cannot be called back."
    ))
}

async fn page_of(app: &App, actor: &Actor, id: CaseId, form: Form) -> Answer<Withdraw> {
    let draw = acts::draw_of(app, actor, id).await?;
    let tasks = acts::tasks(app, actor, draw).await?;
    actor.allow(Action::PackRelease, actor.facts(tasks.draw.body))?;
    let task = tasks
        .tasks
        .into_iter()
        .find(|task| task.case.id == id)
        .ok_or(Refusal::NotFound)?;
    let frame = actor.frame("/panels").with_form(&form);
    let away = away(acts::taken_away(app, id).await?);
    Ok(Withdraw {
        away,
        frame,
        form,
        draw: tasks.draw,
        case: task.case,
        readers: task.readers,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, case, Form::default()).await?)
}

/// Takes the pack back.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::withdraw(&app, &actor, case, form.value("reason")).await {
        Ok(_) => {
            let draw = acts::draw_of(&app, &actor, case).await?;
            page::see_other(&format!("/draws/{draw}/packs"))
        }
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, case, form).await?)
        }
        Err(other) => Err(other),
    }
}
