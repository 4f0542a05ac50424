//! `/draws/{draw}/packs/documents`: the documents of all cases at once, and what went where.

use askama::Template;
use axum::{extract::State, response::Response};

use super::posted;
use crate::{
    access::{Actor, PostedFile, gate::At},
    draw::model::Draw,
    pack::{
        acts,
        cover::IDENTIFIED,
        handover::{Fate, Handover},
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::DrawId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "pack/pages/handover.html")]
struct Page {
    frame: Frame,
    form: Form,
    draw: Draw,
    all: Vec<Handover>,
    most_megabytes: u64,
}

/// How much of a handover went where, in words.
fn counts(handover: &Handover) -> String {
    let all = [
        (Fate::Attached, "attached"),
        (Fate::Held, "waiting for their text"),
        (Fate::Known, "attached before"),
        (Fate::Unmatched, "not matched"),
        (Fate::Refused, "refused"),
    ];
    let said: Vec<String> = all
        .iter()
        .map(|(fate, words)| (handover.count(*fate), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    said.join(", ")
}

fn colour(fate: &Fate) -> &'static str {
    match fate {
        Fate::Attached => "green",
        Fate::Held => "orange",
        Fate::Known => "grey",
        Fate::Unmatched => "yellow",
        Fate::Refused => "red",
    }
}

async fn page_of(app: &App, actor: &Actor, id: DrawId, form: Form) -> Answer<Page> {
    let found = acts::handovers(app, actor, id).await?;
    Ok(Page {
        frame: actor.frame("/panels").with_form(&form).marked(IDENTIFIED.title()),
        form,
        draw: found.draw,
        all: found.all,
        most_megabytes: posted::most_megabytes(),
    })
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(draw): At<DrawId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, draw, Form::default()).await?)
}

/// Takes a handover and shows what went where.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(draw): At<DrawId>,
    posted: Result<PostedFile, Refusal>,
) -> Answer<Response> {
    let (mut form, file) = posted::file(posted, "Choose the file");
    let taken = match file {
        Ok(file) => acts::hand_over(&app, &actor, draw, (&file.name, file.content)).await,
        Err(refusal) => Err(refusal),
    };
    match taken {
        Ok(_) => page::see_other(&format!("/draws/{draw}/packs/documents")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, draw, form).await?)
        }
        Err(other) => Err(other),
    }
}
