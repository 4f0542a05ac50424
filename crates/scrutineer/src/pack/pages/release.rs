//! `/draws/{draw}/packs/release`: opens the checked packs to members and sets when reading ends.

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Time;

use crate::{
    access::{Action, Actor, Posted, gate::At},
    draw::model::Draw,
    pack::{
        acts::{self, Tasks},
        model::PackState,
    },
    platform::{
        app::App,
        clock::Moment,
        form::Form,
        frame::Frame,
        ids::DrawId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "pack/pages/release.html")]
struct Release {
    frame: Frame,
    form: Form,
    draw: Draw,
    checked: usize,
    unready: usize,
}

async fn load(app: &App, actor: &Actor, id: DrawId) -> Answer<Tasks> {
    let tasks = acts::tasks(app, actor, id).await?;
    actor.allow(Action::PackRelease, actor.facts(tasks.draw.body))?;
    Ok(tasks)
}

fn page_of(actor: &Actor, tasks: Tasks, form: Form) -> Release {
    let checked = tasks.count(Some(PackState::Checked));
    let out = tasks.count(Some(PackState::Released));
    let unready = tasks.tasks.len() - checked - out;
    Release {
        frame: actor.frame("/panels").with_form(&form),
        form,
        draw: tasks.draw,
        checked,
        unready,
    }
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let tasks = load(&app, &actor, id).await?;
    let mut form = Form::default();
    form.set("closes_time", "17:00");
    if let Some(at) = tasks.draw.reading_closes_at {
        form.set_date("closes_on", at.london_date());
    }
    page::show(&page_of(&actor, tasks, form))
}

/// Releases.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<DrawId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let date = form.date("closes_on", "day on which reading ends");
    let time = form.value("closes_time").parse::<Time>().ok();
    if time.is_none() {
        form.fail("closes_time", "Enter the time as hours and minutes, like 17:00");
    }
    if let (Some(date), Some(time)) = (date, time) {
        let closes_at = Moment::in_london(date, time.hour(), time.minute());
        match acts::release(&app, &actor, id, closes_at).await {
            Ok(_) => return page::see_other(&format!("/draws/{id}/packs")),
            Err(Refusal::Invalid(errors)) => form.errors = errors,
            Err(other) => return Err(other),
        }
    }
    page::show_again(&page_of(&actor, load(&app, &actor, id).await?, form))
}
