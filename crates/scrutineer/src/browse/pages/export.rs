//! `/register/records/export`: taking a list away as a file, for a reason that is kept.

use std::io::Read;

use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::Response,
};

use super::{Pairs, Told, filter, records, thousands, told};
use crate::{
    access::{Actor, Posted},
    browse::{
        acts::{self, Export, Format, MOST_ODS, REASONS, Written},
        model::View,
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        packs::Kind,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "browse/pages/export.html")]
struct Page {
    frame: Frame,
    form: Form,
    title: String,
    records: String,
    told: Vec<Told>,
    columns: Vec<String>,
    identified: bool,
    reasons: Vec<Choice>,
    formats: Vec<Choice>,
    pairs: Pairs,
    address: String,
}

async fn page_of(app: &App, actor: &Actor, (kind, view): (&Kind, &View), form: Form) -> Answer<Page> {
    let reader = acts::reader(actor)?;
    let (found, columns) = acts::about_export(app, actor, (kind, view)).await?;
    let files = acts::files(app, actor, kind).await?;
    let most = format!(
        "Opens in any spreadsheet program; at most {} records",
        thousands(MOST_ODS)
    );
    Ok(Page {
        frame: actor.frame("/register").with_form(&form),
        title: kind.title.clone(),
        records: records(found),
        told: told(kind, view, reader, &files),
        columns,
        identified: reader.identify,
        reasons: std::iter::once(Choice::new("", "Choose a reason"))
            .chain(REASONS.map(|(code, words)| Choice::new(code, words)))
            .collect(),
        formats: vec![
            Choice::new("csv", "CSV").hint("Any number of records"),
            Choice::new("ods", "ODS").hint(most),
        ],
        pairs: view.pairs(),
        address: view.address(),
        form,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(pairs): Query<Pairs>) -> Answer<Response> {
    let reader = acts::reader(&actor)?;
    let mut form = Form::read(pairs);
    let (kind, view) = acts::view_of(&app, reader, &mut form)?;
    if !form.ok() {
        return filter::again(&app, &actor, kind, form).await;
    }
    let form = Form::read([("format", "csv")]);
    page::show(&page_of(&app, &actor, (kind, &view), form).await?)
}

/// The file.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    let reader = acts::reader(&actor)?;
    let (kind, view) = acts::view_of(&app, reader, &mut form)?;
    if !form.ok() {
        return filter::again(&app, &actor, kind, form).await;
    }
    let format = match form.value("format") {
        "csv" => Some(Format::Csv),
        "ods" => Some(Format::Ods),
        _ => None,
    };
    let wanted = format.map(|format| Export {
        format,
        reason: form.value("reason").to_owned(),
        why: form.value("why").to_owned(),
    });
    let made = match wanted {
        Some(wanted) => acts::export(&app, &actor, (kind, &view), wanted)
            .await
            .map(|made| (made, format)),
        None => Err(Refusal::field("format", "Choose what sort of file")),
    };
    match made {
        Ok((written, format)) => Ok(sent(&actor, written, format.map_or("", Format::media))),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, (kind, &view), form).await?)
        }
        Err(other) => Err(other),
    }
}

/// The file as it is read, a piece at a time.
fn sent(actor: &Actor, written: Written, media: &'static str) -> Response {
    let pieces = futures_util::stream::try_unfold(written.file, async |mut file| {
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = vec![0; 1 << 16];
            let read = file.read(&mut bytes)?;
            bytes.truncate(read);
            std::io::Result::Ok((bytes, file))
        });
        let (bytes, file) = read.await.map_err(std::io::Error::other)??;
        std::io::Result::Ok((!bytes.is_empty()).then_some((bytes, file)))
    });
    actor.file(&written.name, media, Body::from_stream(pieces))
}
