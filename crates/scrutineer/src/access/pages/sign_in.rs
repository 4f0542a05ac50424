//! `/sign-in`: address and passphrase; `/sign-out`.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::Response,
};

use crate::{
    access::{
        Actor,
        actor::{Posted, PublicPost},
        acts, gate,
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
#[template(path = "access/pages/sign_in.html")]
struct SignIn {
    frame: Frame,
    form: Form,
}

fn frame(app: &App) -> Frame {
    Frame {
        demo: app.config.demo,
        ..Frame::public("")
    }
}

/// The form; somebody signed in already goes to their work.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, request: Request) -> Answer<Response> {
    if request.extensions().get::<Actor>().is_some() {
        return page::see_other("/home");
    }
    page::show(&SignIn {
        frame: frame(&app),
        form: Form::default(),
    })
}

/// Takes address and passphrase; on to the code.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, PublicPost(mut form): PublicPost) -> Answer<Response> {
    match acts::enter_passphrase(&app, form.value("email"), form.value("passphrase")).await {
        Ok(acts::Entry(token)) => with_session(&app, &token, "/sign-in/code"),
        Err(Refusal::Invalid(errors)) => {
            form.set("passphrase", "");
            form.errors = errors;
            let frame = frame(&app).with_form(&form);
            page::show_again(&SignIn { frame, form })
        }
        Err(other) => Err(other),
    }
}

/// On to a page with a new session cookie, or with none when `token` is empty.
///
/// # Errors
/// Never for tokens of our own making.
pub fn with_session(app: &App, token: &str, path: &str) -> Answer<Response> {
    let mut response = page::see_other(path)?;
    let cookie = HeaderValue::from_str(&gate::cookie(app, token));
    let cookie =
        cookie.map_err(|_| Refusal::Unavailable("the session cookie could not be written".to_owned()))?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Ends the session, and asks the browser to forget what it kept of it.
///
/// # Errors
/// As every page.
pub async fn sign_out(State(app): State<App>, actor: Actor, posted: Posted) -> Answer<Response> {
    drop(posted);
    acts::sign_out(&app, &actor).await?;
    let mut response = with_session(&app, "", "/sign-in")?;
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", clear);
    Ok(response)
}
