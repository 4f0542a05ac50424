//! `/panels`: the panels somebody may see; `/panels/new`: set one up.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, Posted},
    body::{acts, model::PanelKind},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::PanelId,
        page,
        refusal::{Answer, Refusal},
    },
};

struct Line {
    id: PanelId,
    code: String,
    name: String,
    kind: &'static str,
    terms: Option<String>,
    seats: String,
}

#[derive(Template)]
#[template(path = "body/pages/panels.html")]
struct Panels {
    frame: Frame,
    panels: Vec<Line>,
    may_manage: bool,
}

#[derive(Template)]
#[template(path = "body/pages/new_panel.html")]
struct NewPanel {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
}

fn line(listed: acts::Listed) -> Line {
    let empty = listed.seats.iter().filter(|seat| seat.holder.is_none()).count();
    let count = listed.seats.len();
    Line {
        id: listed.panel.id,
        code: listed.panel.code,
        name: listed.panel.name,
        kind: listed.panel.kind.title(),
        terms: listed
            .terms
            .map(|terms| format!("version {}, {}", terms.version, terms.scale_id)),
        seats: if empty == 0 {
            count.to_string()
        } else {
            format!("{count}, {empty} empty")
        },
    }
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let panels = acts::panels(&app, &actor).await?;
    page::show(&Panels {
        frame: actor.frame("/panels"),
        panels: panels.into_iter().map(line).collect(),
        may_manage: actor.may(Action::PanelManage, actor.facts(actor.body)),
    })
}

fn new_page(actor: &Actor, form: Form) -> NewPanel {
    let kinds = PanelKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.as_str(), kind.title()))
        .collect();
    NewPanel {
        frame: actor.frame("/panels").with_form(&form),
        form,
        kinds,
    }
}

/// The form for a new panel.
///
/// # Errors
/// As every page.
pub async fn new(actor: Actor) -> Answer<Response> {
    page::show(&new_page(&actor, Form::default()))
}

/// Sets up a panel; on to its terms of reference.
///
/// # Errors
/// As every page.
pub async fn add(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    match acts::add_panel(
        &app,
        &actor,
        form.value("code"),
        form.value("name"),
        form.value("kind"),
    )
    .await
    {
        Ok(panel) => page::see_other(&format!("/panels/{}/terms", panel.id)),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&new_page(&actor, form))
        }
        Err(other) => Err(other),
    }
}
