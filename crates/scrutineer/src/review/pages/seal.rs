//! `/cases/{case}/seal`: check the answers, then seal.

use askama::Template;
use axum::{extract::State, response::Response};

use super::case::answers;
use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
    review::acts,
};

#[derive(Template)]
#[template(path = "review/pages/seal.html")]
struct Seal {
    frame: Frame,
    case: CaseId,
    label: String,
    rows: Vec<(&'static str, String)>,
}

/// The answers, to check.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    let desk = acts::open(&app, &actor, case).await?;
    match &desk.review {
        Some(review) if review.sealed() => return page::see_other(&format!("/cases/{case}")),
        Some(review) if review.view.faults(&desk.scale).is_empty() => {}
        _ => return page::see_other(&format!("/cases/{case}/class")),
    }
    let rows = answers(&app, &desk).rows;
    page::show(&Seal {
        frame: actor
            .frame("/reading")
            .marked(desk.papers.marking)
            .read_by(desk.papers.copy),
        case,
        label: desk.case.label,
        rows,
    })
}

/// Seals.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    match acts::seal(&app, &actor, case).await {
        Ok(()) => page::see_other("/reading"),
        Err(Refusal::Invalid(_)) => page::see_other(&format!("/cases/{case}/class")),
        Err(other) => Err(other),
    }
}
