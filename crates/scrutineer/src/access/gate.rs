//! The gate every request passes: who is it, may they come this way at all, and - for what changes something - did it come
//! from our own pages. What stands behind the gate checks the thing itself.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use sha2::{Digest, Sha256};

use super::{
    Action, Actor, Facts,
    actor::Visitor,
    model::{Session, Stage},
    policy, store,
};
use crate::platform::{
    app::App,
    frame::Frame,
    page::{self, Dressing},
    refusal::{Answer, Refusal},
    web,
};

/// Who may come along a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Anybody.
    Public,
    /// Anybody part of the way through signing in or setting up.
    Arriving,
    /// Anybody signed in.
    SignedIn,
    /// Those who may do this, at least to some things.
    May(Action),
}

impl From<Action> for Gate {
    fn from(action: Action) -> Self {
        Self::May(action)
    }
}

/// The session cookie's name: with the `__Host-` prefix where the site is served over https.
#[must_use]
pub fn cookie_name(app: &App) -> &'static str {
    if app.config.address.starts_with("https://") {
        "__Host-session"
    } else {
        "session"
    }
}

/// The `Set-Cookie` value that gives the browser a session, or takes it away when `token` is empty.
#[must_use]
pub fn cookie(app: &App, token: &str) -> String {
    let name = cookie_name(app);
    let secure = if name.starts_with("__Host-") {
        "; Secure"
    } else {
        ""
    };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

fn token_in(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(app);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then(|| value.to_owned())
        })
}

/// SHA-256 of a token, as the database keeps it.
#[must_use]
pub fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Recognises the person behind a request, passes it on, and dresses what comes back as an error in their own page frame.
pub async fn recognise(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let mut frame = Frame {
        demo: app.config.demo,
        ..Frame::public("")
    };
    match recognised(&app, request.headers()).await {
        Ok(Some(Known::Actor(actor))) => {
            frame = actor.frame("");
            request.extensions_mut().insert(*actor);
        }
        Ok(Some(Known::Visitor(visitor))) => drop(request.extensions_mut().insert(visitor)),
        Ok(None) => {}
        Err(refusal) => return dressed(&frame, refusal.into_response()),
    }
    let response = next.run(request).await;
    dressed(&frame, response)
}

enum Known {
    Actor(Box<Actor>),
    Visitor(Visitor),
}

async fn recognised(app: &App, headers: &HeaderMap) -> Answer<Option<Known>> {
    let Some(token) = token_in(app, headers) else {
        return Ok(None);
    };
    let mut tx = app.db.read("access.recognise").await?;
    let Some(session) = store::live_session(&mut tx, hash_of(&token)).await? else {
        return Ok(None);
    };
    if over(app, &session) {
        return Ok(None);
    }
    if session.stage != Stage::Full {
        return Ok(Some(Known::Visitor(Visitor {
            person: session.person,
            stage: session.stage,
            token_hash: session.token_hash,
            csrf: session.csrf,
        })));
    }
    let actor = store::actor(&mut tx, &session, app.config.demo).await?;
    drop(tx);
    let now = app.now();
    if now > session.seen_at.plus_minutes(1) {
        // A page does not wait for a long load only to note that somebody looked at it: the next page notes it.
        if let Some(mut tx) = app.db.write_if_free("access.seen").await? {
            store::session_seen(&mut tx, session.token_hash, now).await?;
            tx.commit().await?;
        }
    }
    Ok(actor.map(|actor| Known::Actor(Box::new(actor))))
}

fn over(app: &App, session: &Session) -> bool {
    let now = app.now();
    let idle = match session.stage {
        Stage::Full => app.config.session_idle_minutes,
        // Setting up takes a phone and some thought; entering a code does not.
        Stage::SetUp => 30,
        Stage::Code => 10,
    };
    now >= session.seen_at.plus_minutes(idle)
        || now >= session.created_at.plus_minutes(app.config.session_minutes)
}

fn dressed(frame: &Frame, response: Response) -> Response {
    let status = response.status();
    let bare = response.extensions().get::<Dressing>().cloned();
    let framework = (status.is_client_error() || status.is_server_error())
        && !response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match bare {
        Some(dressing) => page::error(frame, status, dressing.sentence),
        None if framework => page::error(frame, status, None),
        None => response,
    }
}

/// Lets a request through the gate of its route, or does not.
pub async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let unsafe_method = !matches!(*request.method(), Method::GET | Method::HEAD);
    if unsafe_method && !web::same_site(&request) {
        let mut response = StatusCode::FORBIDDEN.into_response();
        let sentence =
            "this form did not come from one of our own pages; open the page again and send it from there";
        response.extensions_mut().insert(Dressing {
            sentence: Some(sentence.to_owned()),
        });
        return response;
    }
    let actor = request.extensions().get::<Actor>();
    let arriving = request.extensions().get::<Visitor>().is_some();
    let open = match gate {
        Gate::Public => true,
        Gate::Arriving if arriving => true,
        Gate::Arriving => return Redirect::to("/sign-in").into_response(),
        Gate::SignedIn | Gate::May(_) if actor.is_none() => return Redirect::to("/sign-in").into_response(),
        Gate::SignedIn => true,
        Gate::May(action) => {
            actor.is_some_and(|actor| policy::permits(&actor.roles, action, Facts::favourable()))
        }
    };
    if open {
        next.run(request).await
    } else {
        Refusal::NotFound.into_response()
    }
}

/// A path parameter, or two; one that does not read as an id is simply not found.
pub struct At<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Refusal::NotFound)
    }
}
