//! `/register/archives`: an archive of monthly files of data.police.uk is loaded, and what became of each file is shown.

use std::io::{Seek, Write};

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, PostedFile},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
    register::{
        acts::{self, Archive, Outcome, Told},
        archive::Input,
    },
};

struct Row {
    name: String,
    /// The page of the batch, for a file that was loaded.
    href: Option<String>,
    became: &'static str,
    more: String,
}

#[derive(Template)]
#[template(path = "register/pages/archive.html")]
struct Page {
    frame: Frame,
    form: Form,
    most_megabytes: u64,
    /// What became of each file, once there was an archive.
    rows: Option<Vec<Row>>,
}

fn page_of(app: &App, actor: &Actor, form: Form) -> Page {
    Page {
        frame: actor.frame("/register").with_form(&form),
        form,
        most_megabytes: app.config.upload_bytes / 1_048_576,
        rows: None,
    }
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    page::show(&page_of(&app, &actor, Form::default()))
}

fn row(told: Told) -> Row {
    let (became, more, href) = match told.outcome {
        Outcome::Loaded(loaded) => {
            let batch = &loaded.batch;
            let more = format!("{} rows kept, {} refused", batch.accepted, batch.refused);
            let became = if loaded.again { "Loaded before" } else { "Loaded" };
            (became, more, Some(format!("/register/batches/{}", batch.id)))
        }
        Outcome::Refused(why) => ("Refused", why, None),
        Outcome::Skipped(why) => ("Skipped", why, None),
    };
    Row {
        name: told.name,
        href,
        became,
        more,
    }
}

/// Loads the archive.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    posted: Result<PostedFile, Refusal>,
) -> Answer<Response> {
    actor.allow(Action::RegisterLoad, actor.facts(actor.body))?;
    let mut form = Form::default();
    let mut rows = Vec::new();
    let loaded = match posted {
        Ok(PostedFile(posted)) => {
            form = posted.form;
            take(&app, &actor, form.value("force"), posted.content, &mut rows).await
        }
        Err(refusal) => Err(refusal),
    };
    match loaded {
        Ok(()) => {
            let mut page = page_of(&app, &actor, form);
            page.rows = Some(rows);
            page::show(&page)
        }
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let mut page = page_of(&app, &actor, form);
            page.rows = (!rows.is_empty()).then_some(rows);
            page::show_again(&page)
        }
        Err(other) => Err(other),
    }
}

async fn take(app: &App, actor: &Actor, force: &str, content: Vec<u8>, rows: &mut Vec<Row>) -> Answer<()> {
    if content.is_empty() {
        return Err(Refusal::field("file", "Choose the archive"));
    }
    let unwritten =
        |error: std::io::Error| Refusal::Unavailable(format!("the archive could not be kept: {error}"));
    let mut file = tempfile::tempfile_in(app.directory()).map_err(unwritten)?;
    file.write_all(&content)
        .and_then(|()| file.rewind())
        .map_err(unwritten)?;
    drop(content);
    let archive = Archive {
        body: actor.body,
        input: Input::File(file),
        force: force.to_owned(),
    };
    acts::load_archive(app, &actor.who(), archive, &mut |told| rows.push(row(told))).await
}
