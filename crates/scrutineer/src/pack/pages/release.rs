//! `/draws/{draw}/packs/release`: opens the checked packs to members and sets when reading ends.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Time;

use crate::{
    access::{Action, Actor, Posted, gate::At},
    draw::model::Draw,
    pack::{
        acts::{self, Releasing, Tasks},
        crowd::StandsOut,
        model::PackState,
    },
    platform::{
        app::App,
        clock::Moment,
        form::{Choice, Form},
        frame::Frame,
        ids::{CaseId, DrawId},
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
    standing_out: Vec<Out>,
    choices: Vec<Choice>,
}

/// A case that stands out.
struct Out {
    id: CaseId,
    label: String,
    words: String,
    advice: String,
}

/// What the page is made of.
type Loaded = (Tasks, BTreeMap<CaseId, StandsOut>);

async fn load(app: &App, actor: &Actor, id: DrawId) -> Answer<Loaded> {
    let tasks = acts::tasks(app, actor, id).await?;
    actor.allow(Action::PackRelease, actor.facts(tasks.draw.body))?;
    let standing_out = acts::standing_out(app, actor, id).await?;
    Ok((tasks, standing_out))
}

fn page_of(actor: &Actor, (tasks, standing_out): Loaded, form: Form) -> Release {
    let out = tasks.tasks.iter().filter_map(|task| {
        let out = standing_out.get(&task.case.id)?;
        Some(Out {
            id: task.case.id,
            label: task.case.label.clone(),
            words: out.words(),
            advice: out.advice(),
        })
    });
    let standing_out: Vec<Out> = out.collect();
    let choice = |out: &Out| Choice::new(out.id.to_string(), format!("Case {}", out.label));
    let checked = tasks.count(Some(PackState::Checked));
    let out = tasks.count(Some(PackState::Released));
    let unready = tasks.tasks.len() - checked - out;
    Release {
        frame: actor.frame("/panels").with_form(&form),
        form,
        draw: tasks.draw,
        checked,
        unready,
        choices: standing_out.iter().map(choice).collect(),
        standing_out,
    }
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let loaded = load(&app, &actor, id).await?;
    let mut form = Form::default();
    form.set("closes_time", "17:00");
    if let Some(at) = loaded.0.draw.reading_closes_at {
        form.set_date("closes_on", at.london_date());
    }
    page::show(&page_of(&actor, loaded, form))
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
        let named = form.all("all_the_same").iter();
        let releasing = Releasing {
            closes_at,
            all_the_same: named.filter_map(|case| case.parse().ok()).collect(),
            why: form.value("why").to_owned(),
        };
        match acts::release(&app, &actor, id, &releasing).await {
            Ok(_) => return page::see_other(&format!("/draws/{id}/packs")),
            Err(Refusal::Invalid(errors)) => form.errors = errors,
            Err(other) => return Err(other),
        }
    }
    page::show_again(&page_of(&actor, load(&app, &actor, id).await?, form))
}
