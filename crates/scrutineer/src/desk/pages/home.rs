//! `/home`: the person's work waiting.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::Actor,
    desk::{
        model::{Group, Task, tasks_of},
        store,
    },
    platform::{app::App, frame::Frame, page, refusal::Answer},
};

#[derive(Template)]
#[template(path = "desk/pages/home.html")]
struct Home {
    frame: Frame,
    waiting: bool,
    groups: Vec<Group>,
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let mut tx = app.db.read("desk.home").await?;
    let mut groups = Vec::new();
    for role in &actor.roles {
        let mut tasks = Vec::new();
        for (text, href, what) in tasks_of(*role) {
            let waiting = store::count(&mut tx, *what, actor.body, actor.person).await?;
            tasks.push(Task {
                text,
                href: (*href).to_owned(),
                waiting,
            });
        }
        groups.push(Group {
            code: role.as_str(),
            heading: role.title(),
            tasks,
        });
    }
    page::show(&Home {
        frame: actor.frame("/home"),
        waiting: groups
            .iter()
            .flat_map(|group| &group.tasks)
            .any(|task| task.waiting > 0),
        groups,
    })
}
