//! `/register/records/find`: a record by the force's own reference. What is typed is sent in the body of the request, so that
//! it stands in no address and in no server's log.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::Pairs;
use crate::{
    access::{Actor, Posted},
    browse::acts::{self, Line},
    platform::{
        app::App,
        clock::month_words,
        form::{Choice, Form},
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

struct Row {
    href: String,
    name: String,
    month: String,
}

#[derive(Template)]
#[template(path = "browse/pages/find.html")]
struct Find {
    frame: Frame,
    form: Form,
    title: String,
    kind: String,
    how: Vec<Choice>,
    /// What was found, once something was looked for.
    found: Option<Vec<Row>>,
    more: bool,
}

fn page_of(app: &App, actor: &Actor, form: Form) -> Answer<Find> {
    let reader = acts::reader(actor)?;
    let kind = acts::kind_of(app, form.value("kind"))?;
    if !reader.refers(kind) {
        return Err(Refusal::NotFound);
    }
    Ok(Find {
        frame: actor.frame("/register").with_form(&form),
        title: kind.title.clone(),
        kind: kind.id.clone(),
        how: vec![
            Choice::new("whole", "It is exactly this"),
            Choice::new("begins", "It begins like this"),
        ],
        found: None,
        more: false,
        form,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(pairs): Query<Pairs>) -> Answer<Response> {
    let kind = Form::read(pairs).value("kind").to_owned();
    let form = Form::read([("kind", kind.as_str()), ("how", "whole")]);
    page::show(&page_of(&app, &actor, form)?)
}

/// What is found.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    acts::reader(&actor)?;
    let kind = acts::kind_of(&app, form.value("kind"))?;
    let reference = form.value("reference").to_owned();
    let begins = form.value("how") == "begins";
    match acts::find(&app, &actor, kind, (&reference, begins)).await {
        Ok((lines, more)) => {
            let mut page = page_of(&app, &actor, form)?;
            page.found = Some(lines.into_iter().map(row).collect());
            page.more = more;
            page::show(&page)
        }
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, form)?)
        }
        Err(other) => Err(other),
    }
}

fn row(line: Line) -> Row {
    Row {
        href: format!("/register/records/{}", line.id),
        name: line.reference.unwrap_or_default(),
        month: month_words(&line.month),
    }
}
