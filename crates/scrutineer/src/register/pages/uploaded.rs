//! `/register/uploads/{upload}`: what a file would come to; load it or discard it.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    csv_file,
    figures::{Figures, kind_words, profile_words, rule_words},
    rejects_csv,
};
use crate::{
    access::{Actor, Posted, gate::At},
    platform::{app::App, form::Fact, frame::Frame, ids::UploadId, page, refusal::Answer},
    register::{
        acts::{self, Started},
        layout::OWN,
        model::{Fate, RefusedRow},
    },
};

#[derive(Template)]
#[template(path = "register/pages/uploaded.html")]
struct Uploaded {
    frame: Frame,
    href: String,
    file_name: String,
    waiting: bool,
    /// Whether nobody has said yet which column is which.
    unnamed: bool,
    /// Whether it is read by a layout, which can be changed here.
    laid_out: bool,
    /// When the content is erased, or was.
    expires: String,
    expired: bool,
    /// The page of the batch, when this file has been loaded.
    batch: Option<String>,
    facts: Vec<Fact>,
    accepted: u64,
    refused: Vec<(RefusedRow, String)>,
    /// Whether this reader may have the refused rows whole.
    may_mend: bool,
    all_refused: u64,
    /// What a row of the file is called at the head of a column.
    row_heading: &'static str,
    /// What people should know of the file.
    notes: Vec<String>,
    figures: Figures,
}

/// The preview.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<UploadId>) -> Answer<Response> {
    let (upload, batch) = acts::uploaded(&app, &actor, id).await?;
    let layout = acts::layout(&app, &actor, &upload.profile).await?;
    let (kind, title) = kind_words(&app.packs, &upload.kind);
    let read_as = profile_words(kind, layout.as_ref(), &upload.profile);
    let summary = &upload.preview.summary;
    let waiting = upload.waiting();
    let mut facts = vec![
        Fact::new("Holds", title),
        Fact::new("Read as", read_as),
        Fact::new("File", summary.detected.words()),
        Fact::new("Uploaded", upload.uploaded_at.words()),
        Fact::new("Rows", summary.rows.to_string()),
        Fact::new("Would be kept", summary.accepted.to_string()),
        Fact::new("Would be refused", summary.refused.to_string()),
        Fact::new("Kept and flagged as repeats", summary.duplicates.to_string()),
    ];
    if waiting {
        facts.insert(4, Fact::new("Kept here until", upload.expires_at.words()));
    }
    let figures = Figures::of(kind, summary);
    let detected = summary.detected.clone();
    if let Some(sheet) = &detected.sheet {
        facts.insert(3, Fact::new("Sheet", sheet));
    }
    let may_mend = acts::may_mend(&actor, &upload);
    let (accepted, all_refused) = (summary.accepted, summary.refused);
    let refused = upload.preview.refused.into_iter().map(|row| {
        let words = rule_words(&row.rule).to_owned();
        (row, words)
    });
    page::show(&Uploaded {
        frame: actor.frame("/register"),
        href: format!("/register/uploads/{id}"),
        waiting,
        unnamed: waiting && upload.profile == OWN,
        laid_out: waiting && layout.is_some(),
        expires: upload.expires_at.words(),
        expired: upload.fate == Some(Fate::Expired),
        batch: batch.map(|batch| format!("/register/batches/{}", batch.id)),
        facts,
        accepted,
        refused: refused.collect(),
        may_mend,
        all_refused,
        row_heading: detected.format.row_heading(),
        notes: detected.notes,
        figures,
        file_name: upload.file_name,
    })
}

/// Every refused row as a CSV file.
///
/// # Errors
/// As every page.
pub async fn rejects(State(app): State<App>, actor: Actor, At(id): At<UploadId>) -> Answer<Response> {
    let (upload, _) = acts::uploaded(&app, &actor, id).await?;
    let refused = acts::upload_rejects(&app, &actor, id).await?;
    rejects_csv(&actor, &upload.file_name, &refused)
}

/// The refused rows whole, to be mended and loaded.
///
/// # Errors
/// As every page.
pub async fn mend(State(app): State<App>, actor: Actor, At(id): At<UploadId>) -> Answer<Response> {
    let (file_name, file) = acts::mendable(&app, &actor, id).await?;
    Ok(csv_file(&actor, ("to-mend", &file_name), file))
}

/// Loads it.
///
/// # Errors
/// As every page.
pub async fn load(State(app): State<App>, actor: Actor, At(id): At<UploadId>, _: Posted) -> Answer<Response> {
    let loaded = match acts::start_load(&app, &actor, id).await? {
        Started::Done(loaded) => loaded,
        Started::GoesOn => return page::see_other(&format!("/register/uploads/{id}/loading")),
    };
    let seen = if loaded.again { "again" } else { "loaded" };
    page::see_other(&format!("/register/batches/{}?{seen}", loaded.batch.id))
}

/// Discards it.
///
/// # Errors
/// As every page.
pub async fn discard(
    State(app): State<App>,
    actor: Actor,
    At(id): At<UploadId>,
    _: Posted,
) -> Answer<Response> {
    acts::discard(&app, &actor, id).await?;
    page::see_other("/register")
}
