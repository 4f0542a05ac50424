//! `/meetings/{meeting}/report`: the page, the PDF and the figures as CSV.

use askama::Template;
use axum::{extract::State, response::Response};

use super::document::Paper;
use crate::{
    access::{Action, Actor, gate::At},
    platform::{
        app::App,
        frame::Frame,
        ids::MeetingId,
        page,
        refusal::{Answer, Refusal},
    },
    report::{
        acts,
        document::{document, figures},
    },
};

#[derive(Template)]
#[template(path = "report/pages/meeting.html")]
struct Meeting {
    frame: Frame,
    meeting: MeetingId,
    back: String,
    title: String,
    panel_name: String,
    draft: bool,
    may_publish: bool,
    pdf: bool,
    paper: Paper,
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<MeetingId>) -> Answer<Response> {
    let report = acts::meeting_report(&app, &actor, id).await?;
    let document = document(&report);
    let mut frame = actor.frame("/meetings");
    frame.marking.clone_from(&document.marking);
    page::show(&Meeting {
        frame,
        meeting: id,
        back: format!("/meetings/{id}"),
        title: document.title.clone(),
        panel_name: report.panel_name,
        draft: report.draft,
        may_publish: !report.draft && actor.may(Action::PublicationPrepare, actor.facts(actor.body)),
        pdf: documents::pdf_available(),
        paper: Paper::new(document),
    })
}

/// The same as a PDF; in a build without the typesetter one plain sentence.
///
/// # Errors
/// As every page.
pub async fn pdf(State(app): State<App>, actor: Actor, At(id): At<MeetingId>) -> Answer<Response> {
    let report = acts::meeting_report(&app, &actor, id).await?;
    let document = document(&report);
    document
        .check()
        .map_err(|fault| Refusal::Unavailable(fault.to_string()))?;
    let bytes = write_pdf(document).await?;
    Ok(page::shown(
        Some(report.marking.title()),
        &format!("{}-report.pdf", report.reference),
        "application/pdf",
        bytes,
    ))
}

#[cfg(feature = "pdf")]
async fn write_pdf(document: documents::Document) -> Answer<Vec<u8>> {
    // Typesetting takes processor time; the threads that answer requests stay free for that long.
    let written = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    let written = written.map_err(|fault| Refusal::Unavailable(fault.to_string()))?;
    written.map_err(|fault| Refusal::Unavailable(fault.to_string()))
}

#[cfg(not(feature = "pdf"))]
async fn write_pdf(_: documents::Document) -> Answer<Vec<u8>> {
    Err(Refusal::conflict(
        "this installation cannot write PDF files; read the report as a page, or print it from the browser",
    ))
}

/// The figures as CSV.
///
/// # Errors
/// As every page.
pub async fn csv(State(app): State<App>, actor: Actor, At(id): At<MeetingId>) -> Answer<Response> {
    let report = acts::meeting_report(&app, &actor, id).await?;
    let text = documents::csv(&figures(&report));
    Ok(page::file(
        Some(report.marking.title()),
        &format!("{}-figures.csv", report.reference),
        "text/csv; charset=utf-8",
        text.into_bytes(),
    ))
}
