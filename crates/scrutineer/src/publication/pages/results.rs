//! `/results` and `/results/{reference}`: what the public sees, from published content and nothing else.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::gate::At,
    platform::{app::App, clock::date_words, frame::Frame, page, refusal::Answer},
    publication::{acts, words::document},
    report::pages::document::Paper,
};

#[derive(Template)]
#[template(path = "publication/pages/results.html")]
struct Results {
    frame: Frame,
    lines: Vec<Line>,
}

struct Line {
    reference: String,
    panel_name: String,
    body: String,
    held_on: String,
}

#[derive(Template)]
#[template(path = "publication/pages/result.html")]
struct ResultPage {
    frame: Frame,
    title: String,
    panel_name: String,
    paper: Paper,
}

fn frame(app: &App, body_name: &str) -> Frame {
    Frame {
        demo: app.config.demo,
        ..Frame::public(body_name)
    }
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn list(State(app): State<App>) -> Answer<Response> {
    let results = acts::results(&app).await?.into_iter();
    let line = |one: crate::publication::content::Content| Line {
        reference: one.reference,
        panel_name: one.panel_name,
        body: one.body,
        held_on: date_words(one.held_on),
    };
    page::show(&Results {
        frame: frame(&app, ""),
        lines: results.map(line).collect(),
    })
}

/// One meeting.
///
/// # Errors
/// As every page.
pub async fn one(State(app): State<App>, At(reference): At<String>) -> Answer<Response> {
    let content = acts::result(&app, &reference).await?;
    let document = document(&content);
    page::show(&ResultPage {
        frame: frame(&app, &content.body),
        title: document.title.clone(),
        panel_name: content.panel_name.clone(),
        paper: Paper::new(document),
    })
}
