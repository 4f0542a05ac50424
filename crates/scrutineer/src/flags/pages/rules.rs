//! `/register/rules`: which rules are used on the records of a kind, and switching one.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{chosen, kinds};
use crate::{
    access::{Action, Actor, Posted},
    flags::{
        acts::{self, Stance},
        model::Switch,
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "flags/pages/rules.html")]
struct Page {
    frame: Frame,
    form: Form,
    kind: String,
    stances: Vec<Stance>,
    choices: Vec<Choice>,
    turns: Vec<Choice>,
    may_switch: bool,
}

/// What is asked for; blank is the first kind.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: String,
}

async fn page_of(app: &App, actor: &Actor, kind: &str, form: Form) -> Answer<Page> {
    let stances = acts::stances(app, actor, kind).await?;
    let choice = |stance: &Stance| Choice::new(&stance.id, format!("{}: {}", stance.id, stance.title));
    Ok(Page {
        frame: actor.frame("/register").with_form(&form),
        form,
        kind: kind.to_owned(),
        choices: stances.iter().map(choice).collect(),
        turns: vec![Choice::new("on", "Use it"), Choice::new("off", "Do not use it")],
        may_switch: actor.may(Action::RuleSwitch, actor.facts(actor.body)),
        stances,
    })
}

/// The rules.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(asked): Query<Asked>) -> Answer<Response> {
    let kinds = kinds(&app);
    let kind = chosen(&kinds, &asked.kind);
    page::show(&page_of(&app, &actor, kind, Form::default()).await?)
}

/// Switches a rule.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    let kind = form.value("kind").to_owned();
    let rule = form.need("rule", "Choose a rule");
    let turn = form.need("turn", "Say whether it is used");
    let switch = Switch {
        rule,
        on: turn == "on",
        why: form.need("why", "Say why: it is kept with the rule"),
    };
    let switched = if form.ok() {
        acts::switch(&app, &actor, &kind, switch).await
    } else {
        Err(Refusal::Invalid(std::mem::take(&mut form.errors)))
    };
    match switched {
        Ok(()) => page::see_other("/register/rules"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, &kind, form).await?)
        }
        Err(other) => Err(other),
    }
}
