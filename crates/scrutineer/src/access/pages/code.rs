//! `/sign-in/code`: the one-time code.

use askama::Template;
use axum::{extract::State, response::Response};

use super::sign_in::with_session;
use crate::{
    access::{
        actor::{Posted, Visitor},
        acts,
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "access/pages/code.html")]
struct Code {
    frame: Frame,
    form: Form,
    /// In the demonstration only: the code a phone would show.
    demo_code: Option<String>,
}

async fn page_for(app: &App, visitor: &Visitor, form: Form) -> Answer<Code> {
    let demo_code = if app.config.demo {
        acts::demo_code(app, visitor).await?
    } else {
        None
    };
    let frame = Frame {
        csrf: visitor.csrf.clone(),
        demo: app.config.demo,
        ..Frame::public("")
    }
    .with_form(&form);
    Ok(Code {
        frame,
        form,
        demo_code,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Answer<Response> {
    page::show(&page_for(&app, &visitor, Form::default()).await?)
}

/// Takes the code; on to the person's work.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, visitor: Visitor, Posted(mut form): Posted) -> Answer<Response> {
    match acts::enter_code(&app, &visitor, form.value("code")).await {
        Ok(acts::Entry(token)) => with_session(&app, &token, "/home"),
        Err(Refusal::Invalid(errors)) => {
            form.set("code", "");
            form.errors = errors;
            page::show_again(&page_for(&app, &visitor, form).await?)
        }
        Err(other) => Err(other),
    }
}
