//! Answers with a page.

use askama::Template;
use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    frame::Frame,
    refusal::{Answer, Refusal},
};

/// Renders a page; private by default: no cache keeps it.
///
/// # Errors
/// [`Refusal::Unavailable`] when the template fails.
pub fn show(page: &impl Template) -> Answer<Response> {
    let html = page
        .render()
        .map_err(|error| Refusal::Unavailable(error.to_string()))?;
    Ok((
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        html,
    )
        .into_response())
}

/// Renders a form again with what is wrong with it (status 422).
///
/// # Errors
/// As [`show`].
pub fn show_again(page: &impl Template) -> Answer<Response> {
    let mut response = show(page)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Sends the browser on after a form (303).
///
/// # Errors
/// Never; an answer so that a handler can end with it.
pub fn see_other(path: &str) -> Answer<Response> {
    Ok(axum::response::Redirect::to(path).into_response())
}

/// A file to keep, by its name, which begins with its marking; what is published has none.
#[must_use]
pub fn file(marking: Option<&str>, name: &str, kind: &'static str, body: impl Into<Body>) -> Response {
    sent("attachment", (marking, name), kind, body.into())
}

/// As [`file()`], to be shown in the browser first.
#[must_use]
pub fn shown(marking: Option<&str>, name: &str, kind: &'static str, body: impl Into<Body>) -> Response {
    sent("inline", (marking, name), kind, body.into())
}

fn sent(place: &str, (marking, name): (Option<&str>, &str), kind: &'static str, body: Body) -> Response {
    let name = match marking {
        Some(marking) => format!("{marking}-{name}"),
        None => name.to_owned(),
    };
    let name = name.replace(['"', '\\', '\r', '\n'], "_");
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("{place}; filename=\"{name}\""),
            ),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        body,
    )
        .into_response()
}

impl IntoResponse for Refusal {
    /// A bare answer that carries the refusal; the outer layer of the site dresses it as a page with the reader's own
    /// header and navigation.
    fn into_response(self) -> Response {
        let status = match &self {
            // "May not" and "does not exist" look the same.
            Self::NotFound | Self::Forbidden => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::SwitchedOff(_) => StatusCode::FORBIDDEN,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        let sentence = match &self {
            Self::Conflict(sentence) | Self::SwitchedOff(sentence) => Some(sentence.clone()),
            Self::Invalid(fields) => fields.first().map(|field| field.message.clone()),
            Self::Unavailable(fault) => {
                tracing::error!(fault, "unavailable");
                None
            }
            _ => None,
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Dressing { sentence });
        response
    }
}

/// What the error page should say beyond its status.
#[derive(Debug, Clone, Default)]
pub struct Dressing {
    /// One sentence, if there is one to say.
    pub sentence: Option<String>,
}

#[derive(Template)]
#[template(path = "platform/error.html")]
struct ErrorPage {
    frame: Frame,
    title: &'static str,
    sentence: String,
    next: &'static str,
}

/// An error as a page in the reader's own frame: what happened and what to do, and nothing about the inside.
#[must_use]
pub fn error(frame: &Frame, status: StatusCode, sentence: Option<String>) -> Response {
    let (title, usual, next) = match status {
        StatusCode::NOT_FOUND => (
            "Page not found",
            "If you typed the address, check it is correct. If you followed a link, you may not have access to what it leads to.",
            "If you think you should have access, ask the coordinator of your panel.",
        ),
        StatusCode::CONFLICT => (
            "This has moved on",
            "Somebody else has changed this since you opened the page.",
            "Go back and reload the page to see where it stands.",
        ),
        StatusCode::FORBIDDEN if sentence.is_some() => ("This could not be accepted", "", ""),
        StatusCode::FORBIDDEN => (
            "This could not be accepted",
            "The form did not come from one of our pages.",
            "Go back, reload the page and send the form again.",
        ),
        StatusCode::UNPROCESSABLE_ENTITY => ("There is a problem", "What was sent could not be used.", ""),
        StatusCode::METHOD_NOT_ALLOWED => ("Page not found", "There is nothing here to send a form to.", ""),
        _ => (
            "Sorry, there is a problem with the service",
            "Try again later. What you saved before has been kept.",
            "If it goes on, tell the administrator of your office.",
        ),
    };
    let sentence = sentence.map_or_else(|| usual.to_owned(), |sentence| as_sentence(&sentence));
    let page = ErrorPage {
        frame: frame.clone(),
        title,
        sentence,
        next,
    };
    let mut response = show(&page).unwrap_or_else(|_| status.into_response());
    *response.status_mut() = status;
    response
}

/// With a capital at the start and a full stop at the end.
fn as_sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let whole = first + letters.as_str();
    if whole.ends_with(['.', '?', '!']) {
        whole
    } else {
        whole + "."
    }
}
