//! `/register/rules/preview`: what a changed rule would flag. Nothing is kept: a pack is changed as its how-to says.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    access::{Actor, Posted},
    flags::acts::{self, Preview},
    platform::{
        app::App,
        clock::month_words,
        form::Form,
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "flags/pages/preview.html")]
struct Page {
    frame: Frame,
    form: Form,
    preview: Option<Preview>,
    months: String,
}

/// Which rule of which kind.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    rule: String,
}

fn page_of(actor: &Actor, form: Form, preview: Option<Preview>) -> Page {
    let months = preview.as_ref().map(|preview| &preview.months);
    let words = |(from, to): &(String, String)| format!("{} to {}", month_words(from), month_words(to));
    Page {
        frame: actor.frame("/register").with_form(&form),
        months: months.map(words).unwrap_or_default(),
        form,
        preview,
    }
}

/// The rule as it is, to be changed.
///
/// # Errors
/// As every page.
pub async fn get(actor: Actor, Query(asked): Query<Asked>) -> Answer<Response> {
    let mut form = Form::default();
    form.set("text", acts::rule_text(&actor, &asked.kind, &asked.rule)?);
    form.set("kind", asked.kind);
    form.set("rule", asked.rule);
    page::show(&page_of(&actor, form, None))
}

/// What the changed rule would flag.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    let text = form.value("text").replace("\r\n", "\n");
    match acts::preview(&app, &actor, form.value("kind"), form.value("rule"), &text).await {
        Ok(preview) => page::show(&page_of(&actor, form, Some(preview))),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&actor, form, None))
        }
        Err(other) => Err(other),
    }
}
