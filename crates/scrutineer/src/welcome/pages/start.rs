//! `/`: what this is and where to go; in the demonstration, who can sign in and what each can do.

use askama::Template;
use axum::{
    extract::{Request, State},
    response::Response,
};

use crate::{
    access::Actor,
    demo::{ACCOUNTS, PASSPHRASE},
    platform::{app::App, frame::Frame, page, refusal::Answer},
};

struct Line {
    name: &'static str,
    email: &'static str,
    role: &'static str,
    code: &'static str,
    next: &'static str,
}

#[derive(Template)]
#[template(path = "welcome/pages/start.html")]
struct Start {
    frame: Frame,
    passphrase: &'static str,
    accounts: Vec<Line>,
}

/// The start page; somebody signed in keeps their own navigation.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, request: Request) -> Answer<Response> {
    let actor = request.extensions().get::<Actor>();
    let frame = actor.map_or_else(
        || Frame {
            demo: app.config.demo,
            ..Frame::public("")
        },
        |actor| actor.frame("/"),
    );
    let accounts = ACCOUNTS.iter().filter(|_| app.config.demo).map(|account| Line {
        name: account.name,
        email: account.email,
        role: account.role.title(),
        code: account.role.as_str(),
        next: account.next,
    });
    page::show(&Start {
        frame,
        passphrase: PASSPHRASE,
        accounts: accounts.collect(),
    })
}
