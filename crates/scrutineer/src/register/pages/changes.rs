//! `/register/batches/{batch}/changes`: what a file says differently of records that were there before it. Counts for whoever may
//! see what the register holds; the records themselves for those who may read them.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;

use super::figures::kind_words;
use crate::{
    access::{Actor, gate::At},
    platform::{
        app::App,
        frame::Frame,
        ids::BatchId,
        packs::{Field, Kind},
        page,
        refusal::Answer,
    },
    register::{
        acts,
        model::{Batch, Change, Revision},
    },
};

struct Line {
    reference: String,
    line: i64,
    drawn: bool,
    /// Label, before, after.
    changes: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "register/pages/changes.html")]
struct Page {
    frame: Frame,
    batch: Batch,
    by_field: Vec<(String, i64)>,
    /// None for those who may see counts only.
    lines: Option<Vec<Line>>,
    next: Option<i64>,
}

/// Where a page of records begins: after which line of the file.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: u32,
}

/// The comparison.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At(id): At<BatchId>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let compared = acts::compared(&app, &actor, id, i64::from(asked.after)).await?;
    let (kind, _) = kind_words(&app.packs, &compared.batch.kind);
    let label = |name: &str| label(kind, name);
    let mut by_field: Vec<_> = compared
        .by_field
        .iter()
        .map(|(name, count)| (label(name), *count))
        .collect();
    by_field.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines = compared
        .page
        .map(|page| page.iter().map(|one| line(kind, one)).collect());
    page::show(&Page {
        frame: actor.frame("/register"),
        batch: compared.batch,
        by_field,
        lines,
        next: compared.next,
    })
}

fn field<'k>(kind: Option<&'k Kind>, name: &str) -> Option<&'k Field> {
    kind?.fields.iter().find(|field| field.name == name)
}

fn label(kind: Option<&Kind>, name: &str) -> String {
    kind.map_or_else(|| name.to_owned(), |kind| kind.label_of(name))
}

fn line(kind: Option<&Kind>, revision: &Revision) -> Line {
    let changes = revision.changes();
    let told = changes.iter().map(|change: &Change<'_>| {
        (
            label(kind, change.field),
            words(kind, change.field, change.before),
            words(kind, change.field, change.after),
        )
    });
    Line {
        reference: revision.reference.clone().unwrap_or_default(),
        line: revision.line,
        drawn: revision.drawn,
        changes: told.collect(),
    }
}

fn words(kind: Option<&Kind>, name: &str, value: Option<&Value>) -> String {
    match (value, field(kind, name)) {
        (None, _) => "Blank".to_owned(),
        (Some(_), Some(field)) => field.words(value),
        (Some(value), None) => value.to_string(),
    }
}
