//! `/reading`: a member's reading list.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    access::Actor,
    platform::{
        app::App,
        clock::{Moment, date_words},
        frame::Frame,
        ids::CaseId,
        page,
        refusal::Answer,
    },
    review::{
        acts,
        model::{Pile, Progress, Task},
    },
};

struct Line {
    case: CaseId,
    label: String,
    status: &'static str,
    colour: &'static str,
    open: bool,
}

struct Group {
    heading: String,
    closes: String,
    sealed: i64,
    cases: i64,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "review/pages/reading.html")]
struct Reading {
    frame: Frame,
    groups: Vec<Group>,
    page: usize,
    last: usize,
    offline: bool,
}

/// The page of the list that is asked for; whatever is no number is the first.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: String,
}

fn line(task: &Task) -> Line {
    let (status, colour) = match task.progress {
        Progress::NotStarted => ("Not started", "blue"),
        Progress::InProgress => ("In progress", "teal"),
        Progress::Sealed => ("Sealed", ""),
        Progress::Interest => ("Interest declared", "grey"),
    };
    Line {
        case: task.case,
        label: task.label.clone(),
        status,
        colour,
        open: task.progress != Progress::Interest,
    }
}

fn group(pile: &Pile, now: Moment) -> Group {
    let again = pile
        .again_on
        .map(|day| format!(", listed again for the meeting of {}", date_words(day)));
    let closes = pile.closes_at.map(|at| {
        let words = if at <= now {
            "Reading ended on"
        } else {
            "Seal your classes by"
        };
        format!("{words} {}.", at.words())
    });
    Group {
        heading: format!("{}: {}{}", pile.panel, pile.reference, again.unwrap_or_default()),
        closes: closes.unwrap_or_default(),
        sealed: pile.sealed,
        cases: pile.cases,
        lines: pile.tasks.iter().map(line).collect(),
    }
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(asked): Query<Asked>) -> Answer<Response> {
    let list = acts::reading(&app, &actor, asked.page.parse().unwrap_or(1)).await?;
    page::show(&Reading {
        frame: actor.frame("/reading"),
        groups: list.piles.iter().map(|pile| group(pile, app.now())).collect(),
        page: list.page,
        last: list.last,
        offline: list.offline,
    })
}
