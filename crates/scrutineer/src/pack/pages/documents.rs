//! `/cases/{case}/pack/documents`: the documents of a case, and another one.

use askama::Template;
use axum::{extract::State, response::Response};

use super::posted;
use crate::{
    access::{Actor, Posted, PostedFile, gate::At},
    draw::model::{Case, Draw},
    pack::{
        acts,
        cover::IDENTIFIED,
        document::{Document, DocumentState},
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "pack/pages/documents.html")]
struct Page {
    frame: Frame,
    form: Form,
    draw: Draw,
    case: Case,
    documents: Vec<Document>,
    /// Whether the pack can take more words.
    open: bool,
    most_megabytes: u64,
}

impl Page {
    fn ready(&self) -> usize {
        self.documents
            .iter()
            .filter(|document| document.is_ready())
            .count()
    }

    fn waiting(&self) -> Option<String> {
        let count = self.documents.iter().filter(|document| document.waits()).count();
        let words = match count {
            0 => return None,
            1 => "1 document waits until somebody types or confirms its text".to_owned(),
            count => format!("{count} documents wait until somebody types or confirms their text"),
        };
        Some(format!("{words}. Until then nothing of it comes into the pack."))
    }
}

/// The colour of a state's tag.
pub(super) fn colour(state: &DocumentState) -> &'static str {
    match state {
        DocumentState::Read => "green",
        DocumentState::Held => "orange",
        DocumentState::Confirmed => "turquoise",
        DocumentState::Removed | DocumentState::Erased => "grey",
    }
}

/// What was left out of a document, in words.
pub(super) fn left_out(document: &Document) -> String {
    let all: Vec<String> = document.dropped.iter().map(intake::Dropped::words).collect();
    all.join(", ")
}

async fn page_of(app: &App, actor: &Actor, id: CaseId, form: Form) -> Answer<Page> {
    let found = acts::documents(app, actor, id).await?;
    Ok(Page {
        frame: actor.frame("/panels").with_form(&form).marked(IDENTIFIED.title()),
        form,
        draw: found.draw,
        case: found.case,
        documents: found.documents,
        open: found.open,
        most_megabytes: posted::most_megabytes(),
    })
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, case, Form::default()).await?)
}

/// Takes a document and leads to what was read of it.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    posted: Result<PostedFile, Refusal>,
) -> Answer<Response> {
    let (mut form, file) = posted::file(posted, "Choose the document");
    let taken = match file {
        Ok(file) => {
            let name = (file.name.as_str(), form.value("title"));
            acts::attach(&app, &actor, case, name, &file.content).await
        }
        Err(refusal) => Err(refusal),
    };
    match taken {
        Ok(document) => page::see_other(&format!("/cases/{case}/pack/documents/{document}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, case, form).await?)
        }
        Err(other) => Err(other),
    }
}

/// Puts the text of the documents into the pack and leads to what is hidden of it.
///
/// # Errors
/// As every page.
pub async fn use_all(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(_): Posted,
) -> Answer<Response> {
    acts::use_documents(&app, &actor, case).await?;
    page::see_other(&format!("/cases/{case}/pack/redact"))
}
