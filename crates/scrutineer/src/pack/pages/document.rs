//! `/cases/{case}/pack/documents/{document}`: what was read of a document and what was left out; its text to be typed or
//! confirmed; the original.

use askama::Template;
use axum::{extract::State, response::Response};

use super::documents::{colour, left_out};
use crate::{
    access::{Actor, Posted, gate::At},
    draw::model::{Case, Draw},
    pack::{
        acts::{self, Bytes, Looked},
        cover::IDENTIFIED,
        document::Document,
    },
    platform::{
        app::App,
        form::{Fact, Form},
        frame::Frame,
        ids::{CaseId, DocumentId},
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "pack/pages/document.html")]
struct Page {
    frame: Frame,
    form: Form,
    draw: Draw,
    case: Case,
    document: Document,
    facts: Vec<Fact>,
}

impl Page {
    fn lines(&self) -> Vec<&str> {
        let lines = self.document.text.lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// Whether a person can still type or correct the text.
    fn may_confirm(&self) -> bool {
        self.document.used_in.is_none() && (self.document.waits() || self.document.hold.is_some())
    }
}

/// In the unit people use.
fn size(bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

fn facts(document: &Document) -> Vec<Fact> {
    let left = left_out(document);
    let left = if left.is_empty() {
        "Nothing".to_owned()
    } else {
        left
    };
    let mut facts = vec![
        Fact::new("File", &document.name),
        Fact::new("What it is", document.form.words()),
        Fact::new("Size", size(document.bytes)),
        Fact::new("Attached", document.added_at.words()),
        Fact::new("Left out of the text", left),
    ];
    facts.extend(document.notes.iter().map(|note| Fact::new("Note", note)));
    facts
}

async fn page_of(app: &App, actor: &Actor, which: (CaseId, DocumentId), form: Option<Form>) -> Answer<Page> {
    let Looked { draw, case, document } = acts::document(app, actor, which).await?;
    let form = form.unwrap_or_else(|| {
        let mut form = Form::default();
        form.set("text", &document.text);
        form
    });
    Ok(Page {
        frame: actor.frame("/panels").with_form(&form).marked(IDENTIFIED.title()),
        form,
        draw,
        case,
        facts: facts(&document),
        document,
    })
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At(which): At<(CaseId, DocumentId)>,
) -> Answer<Response> {
    page::show(&page_of(&app, &actor, which, None).await?)
}

/// Keeps the text that was typed or confirmed.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(which): At<(CaseId, DocumentId)>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::confirm(&app, &actor, which, form.value("text")).await {
        Ok(()) => page::see_other(&format!("/cases/{}/pack/documents", which.0)),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, which, Some(form)).await?)
        }
        Err(other) => Err(other),
    }
}

/// Takes the document out.
///
/// # Errors
/// As every page.
pub async fn remove(
    State(app): State<App>,
    actor: Actor,
    At(which): At<(CaseId, DocumentId)>,
    Posted(_): Posted,
) -> Answer<Response> {
    acts::remove(&app, &actor, which).await?;
    page::see_other(&format!("/cases/{}/pack/documents", which.0))
}

/// The original, to be kept as a file: a browser never shows what a stranger wrote as a page of ours.
///
/// # Errors
/// As every page.
pub async fn original(
    State(app): State<App>,
    actor: Actor,
    At(which): At<(CaseId, DocumentId)>,
) -> Answer<Response> {
    let (form, content) = acts::bytes_of(&app, &actor, which, Bytes::Original).await?;
    let ending = match form.code() {
        "text" => "txt",
        "mail" => "eml",
        other => other,
    };
    Ok(page::file(
        Some(IDENTIFIED.title()),
        &format!("document.{ending}"),
        "application/octet-stream",
        content,
    ))
}

/// The picture made anew.
///
/// # Errors
/// As every page.
pub async fn picture(
    State(app): State<App>,
    actor: Actor,
    At(which): At<(CaseId, DocumentId)>,
) -> Answer<Response> {
    let (_, content) = acts::bytes_of(&app, &actor, which, Bytes::Picture).await?;
    Ok(page::shown(
        Some(IDENTIFIED.title()),
        "picture.png",
        "image/png",
        content,
    ))
}
