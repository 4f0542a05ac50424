//! `/invitation/{token}`: where the link in the mail leads. Looking at it uses nothing up; the button does.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::sign_in::with_session;
use crate::{
    access::{actor::PublicPost, acts},
    platform::{app::App, frame::Frame, page, refusal::Answer},
};

#[derive(Template)]
#[template(path = "access/pages/invitation.html")]
struct Invitation {
    frame: Frame,
    open: bool,
    sent: bool,
    again: String,
}

fn frame(app: &App) -> Frame {
    Frame {
        demo: app.config.demo,
        ..Frame::public("")
    }
}

/// Offers to accept, or to send a new link when this one has run out.
///
/// # Errors
/// Not found for a link never sent or used before.
pub async fn get(State(app): State<App>, Path(token): Path<String>) -> Answer<Response> {
    let open = acts::invitation_open(&app, &token).await?;
    page::show(&Invitation {
        frame: frame(&app),
        open,
        sent: false,
        again: format!("/invitation/{token}/again"),
    })
}

/// Accepts.
///
/// # Errors
/// Not found for a link never sent or used before, a conflict for one that has run out.
pub async fn post(State(app): State<App>, Path(token): Path<String>, form: PublicPost) -> Answer<Response> {
    drop(form);
    match acts::consume(&app, &token).await? {
        acts::Arrival::SetUp(token) => with_session(&app, &token, "/set-up"),
        acts::Arrival::RoleAdded => page::see_other("/sign-in"),
    }
}

/// Sends a new link to the same address.
///
/// # Errors
/// Not found for a link never sent or used before.
pub async fn again(State(app): State<App>, Path(token): Path<String>, form: PublicPost) -> Answer<Response> {
    drop(form);
    acts::renew(&app, &token).await?;
    page::show(&Invitation {
        frame: frame(&app),
        open: false,
        sent: true,
        again: String::new(),
    })
}
