//! `/reading`: a member's task list.

use askama::Template;
use axum::{extract::State, response::Response};

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
        model::{Progress, Task},
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
    over: bool,
    sealed: usize,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "review/pages/reading.html")]
struct Reading {
    frame: Frame,
    groups: Vec<Group>,
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

/// By draw; those whose reading is over come last.
fn grouped(tasks: &[Task], now: Moment) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for task in tasks {
        let again = task
            .again_on
            .map(|day| format!(", listed again for the meeting of {}", date_words(day)));
        let heading = format!("{}: {}{}", task.panel, task.reference, again.unwrap_or_default());
        let place = groups.iter().position(|group| group.heading == heading);
        if place.is_none() {
            let over = task.closes_at.is_some_and(|at| at <= now);
            let words = if over {
                "Reading ended on"
            } else {
                "Seal your classes by"
            };
            let closes = task.closes_at.map(|at| format!("{words} {}.", at.words()));
            groups.push(Group {
                heading,
                closes: closes.unwrap_or_default(),
                over,
                sealed: 0,
                lines: Vec::new(),
            });
        }
        let place = place.unwrap_or(groups.len() - 1);
        if let Some(group) = groups.get_mut(place) {
            group.sealed += usize::from(task.progress == Progress::Sealed);
            group.lines.push(line(task));
        }
    }
    groups.sort_by_key(|group| group.over);
    groups
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let tasks = acts::tasks(&app, &actor).await?;
    page::show(&Reading {
        frame: actor.frame("/reading"),
        groups: grouped(&tasks, app.now()),
    })
}
