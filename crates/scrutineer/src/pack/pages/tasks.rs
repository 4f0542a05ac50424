//! `/draws/{draw}/packs`: how far the pack of each drawn case is.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, gate::At},
    draw::model::Draw,
    pack::{
        acts::{self, Task, Tasks},
        model::PackState,
    },
    platform::{
        app::App,
        frame::Frame,
        govuk::{Tag, TaskList, TaskStatus, Words},
        ids::DrawId,
        page,
        refusal::Answer,
    },
};

#[derive(Template)]
#[template(path = "pack/pages/tasks.html")]
struct Packs {
    frame: Frame,
    draw: Draw,
    cases: usize,
    counts: Vec<(usize, &'static str)>,
    list: TaskList,
    may_prepare: bool,
    may_release: bool,
    coordinates: bool,
    work: Option<String>,
}

/// What preparing took, for the coordinator: of all cases together, never of a person.
fn work(tasks: &Tasks) -> Option<String> {
    let worked: Vec<(i64, i64, i64)> = tasks
        .tasks
        .iter()
        .map(|task| task.work)
        .filter(|(pages, saves, _)| pages + saves > 0)
        .collect();
    let cases = i64::try_from(worked.len()).ok().filter(|cases| *cases > 0)?;
    let sum = |part: fn(&(i64, i64, i64)) -> i64| worked.iter().map(part).sum::<i64>();
    let (pages, saves, seconds) = (sum(|one| one.0), sum(|one| one.1), sum(|one| one.2));
    let each = |number: i64| (number + cases / 2) / cases;
    let minutes = match (each(seconds) + 30) / 60 {
        0 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    };
    Some(format!(
        "Preparing took {minutes} a case on average, with {} pages opened and {} sent. A pause of more than 5 minutes is not \
         counted.",
        each(pages),
        each(saves)
    ))
}

/// The task list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let tasks = acts::tasks(&app, &actor, id).await?;
    let facts = actor.facts(tasks.draw.body);
    let may_prepare = actor.may(Action::PackPrepare, facts);
    let may_release = actor.may(Action::PackRelease, facts);
    let items = tasks
        .tasks
        .iter()
        .map(|task| item(&actor, task, may_prepare, may_release))
        .collect();
    page::show(&Packs {
        frame: actor.frame("/panels"),
        cases: tasks.tasks.len(),
        counts: counts(&tasks),
        list: TaskList {
            id_prefix: "packs".to_owned(),
            items,
            ..TaskList::default()
        },
        may_prepare,
        coordinates: may_release,
        work: may_release.then(|| work(&tasks)).flatten(),
        may_release: may_release && tasks.count(Some(PackState::Checked)) > 0,
        draw: tasks.draw,
    })
}

fn counts(tasks: &Tasks) -> Vec<(usize, &'static str)> {
    let states = PackState::ALL
        .iter()
        .map(|state| (tasks.count(Some(*state)), state.title()));
    std::iter::once((tasks.count(None), NOT_STARTED))
        .chain(states)
        .filter(|(count, _)| *count > 0)
        .collect()
}

const NOT_STARTED: &str = "Not started";

fn item(actor: &Actor, task: &Task, may_prepare: bool, may_release: bool) -> crate::platform::govuk::Task {
    let id = task.case.id;
    let state = task.pack.as_ref().map(|pack| pack.state);
    let own = task
        .pack
        .as_ref()
        .is_some_and(|pack| pack.written_by(actor.person));
    let href = match state {
        None | Some(PackState::Preparing | PackState::Returned | PackState::Withdrawn) if may_prepare => {
            format!("/cases/{id}/pack")
        }
        Some(PackState::Prepared) if !own => format!("/cases/{id}/pack/check"),
        Some(PackState::Checked | PackState::Released) if may_release => format!("/cases/{id}/pack/withdraw"),
        Some(_) if may_prepare => format!("/cases/{id}/pack"),
        _ => String::new(),
    };
    let hint = match (state, task.readers) {
        (Some(PackState::Prepared), _) if own => {
            Some("You wrote this pack; somebody else must check it".to_owned())
        }
        (Some(PackState::Released), 1) => Some("Opened by 1 person".to_owned()),
        (Some(PackState::Released), readers) => Some(format!("Opened by {readers} people")),
        _ => None,
    };
    let words = |text: String| Words {
        text,
        ..Words::default()
    };
    let (text, colour) = state.map_or((NOT_STARTED, "blue"), |state| (state.title(), colour(state)));
    crate::platform::govuk::Task {
        title: words(format!("Case {}", task.case.label)),
        hint: hint.map(words),
        status: TaskStatus {
            tag: Some(Tag::new(text, colour)),
            ..TaskStatus::default()
        },
        href,
        ..Default::default()
    }
}

fn colour(state: PackState) -> &'static str {
    match state {
        PackState::Preparing => "teal",
        PackState::Prepared => "purple",
        PackState::Returned => "orange",
        PackState::Checked => "green",
        PackState::Released => "grey",
        PackState::Withdrawn => "red",
    }
}
