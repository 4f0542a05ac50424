//! `/reading`: a member's task list.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::Actor,
    platform::{app::App, frame::Frame, ids::CaseId, page, refusal::Answer},
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
        Progress::InProgress => ("In progress", "light-blue"),
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

fn grouped(tasks: &[Task]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for task in tasks {
        let heading = format!("{}: {}", task.panel, task.reference);
        if groups.last().is_none_or(|group| group.heading != heading) {
            let closes = task.closes_at.map_or(String::new(), |at| {
                format!("Seal your classes by {}.", at.words())
            });
            groups.push(Group {
                heading,
                closes,
                sealed: 0,
                lines: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.sealed += usize::from(task.progress == Progress::Sealed);
            group.lines.push(line(task));
        }
    }
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
        groups: grouped(&tasks),
    })
}
