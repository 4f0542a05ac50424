//! Answers with a page.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::refusal::{Answer, Refusal};

/// Renders a page; private by default: no cache keeps it.
///
/// # Errors
/// [`Refusal::Unavailable`] when the template fails.
pub fn show(page: &impl Template) -> Answer<Response> {
    let html = page.render().map_err(|error| Refusal::Unavailable(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], html).into_response())
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

/// A file to keep, by its name; `inline` shows it in the browser.
#[must_use]
pub fn file(name: &str, kind: &'static str, bytes: Vec<u8>, inline: bool) -> Response {
    let place = if inline { "inline" } else { "attachment" };
    let disposition = format!("{place}; filename=\"{}\"", name.replace(['"', '\\', '\r', '\n'], "_"));
    ([
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ], bytes)
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
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        let sentence = match &self {
            Self::Conflict(sentence) => Some(sentence.clone()),
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
