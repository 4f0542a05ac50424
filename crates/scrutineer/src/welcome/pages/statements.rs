//! `/accessibility`, `/privacy`, `/cookies`: the statements.

use askama::Template;
use axum::{
    extract::{Request, State},
    response::Response,
};

use crate::{
    access::Actor,
    platform::{app::App, frame::Frame, page, refusal::Answer},
};

fn frame(app: &App, request: &Request) -> Frame {
    let actor = request.extensions().get::<Actor>();
    actor.map_or_else(
        || Frame {
            demo: app.config.demo,
            ..Frame::public("")
        },
        |actor| actor.frame(""),
    )
}

#[derive(Template)]
#[template(path = "welcome/pages/accessibility.html")]
struct Accessibility {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "welcome/pages/privacy.html")]
struct Privacy {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "welcome/pages/cookies.html")]
struct Cookies {
    frame: Frame,
    idle: i64,
    longest: i64,
}

/// How far everybody can use the site.
///
/// # Errors
/// As every page.
pub async fn accessibility(State(app): State<App>, request: Request) -> Answer<Response> {
    page::show(&Accessibility {
        frame: frame(&app, &request),
    })
}

/// What is kept about whom.
///
/// # Errors
/// As every page.
pub async fn privacy(State(app): State<App>, request: Request) -> Answer<Response> {
    page::show(&Privacy {
        frame: frame(&app, &request),
    })
}

/// The one cookie.
///
/// # Errors
/// As every page.
pub async fn cookies(State(app): State<App>, request: Request) -> Answer<Response> {
    let (idle, longest) = (app.config.session_idle_minutes, app.config.session_minutes / 60);
    page::show(&Cookies {
        frame: frame(&app, &request),
        idle,
        longest,
    })
}
