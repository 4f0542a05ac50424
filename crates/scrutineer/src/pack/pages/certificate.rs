//! `/draws/{draw}/packs/certificate`: every copy of the papers of a draw and what became of it, to be printed and kept.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, gate::At},
    draw::model::Draw,
    pack::acts::{self, Line},
    platform::{app::App, clock::Moment, frame::Frame, ids::DrawId, page, refusal::Answer},
};

struct Row {
    case: String,
    copy: String,
    name: String,
    issued: String,
    opened: String,
    ended: String,
    gone: &'static str,
    hash: String,
}

#[derive(Template)]
#[template(path = "pack/pages/certificate.html")]
struct Certificate {
    frame: Frame,
    draw: Draw,
    complete: bool,
    outstanding: usize,
    rows: Vec<Row>,
    /// Each version once, with its hash.
    versions: Vec<(String, String)>,
    at: String,
    by: String,
}

fn row(line: &Line) -> Row {
    let issued = &line.issued;
    let copy = &issued.copy;
    let words = |at: Option<Moment>, none: &str| at.map_or_else(|| none.to_owned(), Moment::words);
    let opened = match issued.openings {
        0 => "Never on the site".to_owned(),
        1 => "Once".to_owned(),
        times => format!("{times} times, last on {}", words(issued.last_opened, "no day")),
    };
    let opened = match issued.offline_until {
        Some(until) => format!("{opened}; taken away in a file until {}", until.words()),
        None => opened,
    };
    let gone = if line.gone() {
        "Cannot be opened"
    } else {
        "Can still be opened"
    };
    Row {
        case: format!("{}, version {}", issued.label, issued.version),
        copy: copy.number.to_string(),
        name: issued.name.clone(),
        issued: copy.issued_at.words(),
        opened,
        ended: words(line.ended, "Not ended"),
        gone,
        hash: issued.hash.map(hex::encode).unwrap_or_default(),
    }
}

/// The certificate.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(draw): At<DrawId>) -> Answer<Response> {
    let whole = acts::certificate(&app, &actor, draw).await?;
    let rows: Vec<Row> = whole.lines.iter().map(row).collect();
    let mut versions: Vec<_> = rows
        .iter()
        .map(|row| (row.case.clone(), row.hash.clone()))
        .collect();
    versions.dedup();
    page::show(&Certificate {
        frame: actor.frame("/panels").marked("OFFICIAL"),
        complete: whole.complete(),
        outstanding: whole.lines.iter().filter(|line| !line.gone()).count(),
        rows,
        versions,
        at: whole.at.words(),
        by: actor.name.clone(),
        draw: whole.draw,
    })
}
