//! `/register`: what has been loaded, by whom, and how many records there are by month and stratum.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};

use super::figures::kind_words;
use crate::{
    access::{Action, Actor},
    platform::{app::App, clock::month_words, frame::Frame, packs::Packs, page, refusal::Answer},
    register::{
        Month, acts,
        model::{Batch, Held, Undone, Upload},
    },
};

struct BatchLine {
    href: String,
    file_name: String,
    kind: String,
    when: String,
    who: String,
    accepted: i64,
    refused: i64,
    duplicates: i64,
}

struct UndoneLine {
    file_name: String,
    accepted: i64,
    loaded: String,
    when: String,
    who: String,
    reason: String,
}

struct WaitingLine {
    href: String,
    file_name: String,
    kind: String,
    when: String,
    until: String,
}

struct Table {
    title: String,
    strata: Vec<String>,
    months: Vec<MonthLine>,
}

/// A month with its records, or a run of months of which nothing has been loaded.
struct MonthLine {
    words: String,
    /// By stratum, and all; none for months of which nothing has been loaded, which is not the same as zero.
    records: Option<(Vec<i64>, i64)>,
}

#[derive(Template)]
#[template(path = "register/pages/list.html")]
struct List {
    frame: Frame,
    may_load: bool,
    may_browse: bool,
    waiting: Vec<WaitingLine>,
    tables: Vec<Table>,
    batches: Vec<BatchLine>,
    undone: Vec<UndoneLine>,
}

/// What the register holds.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let register = acts::register(&app, &actor).await?;
    page::show(&List {
        frame: actor.frame("/register"),
        may_load: actor.may(Action::RegisterLoad, actor.facts(actor.body)),
        may_browse: actor.may(Action::RecordBrowse, actor.facts(actor.body)),
        waiting: register
            .waiting
            .iter()
            .map(|upload| waiting_line(&app.packs, upload))
            .collect(),
        tables: tables(&app.packs, &register.held),
        batches: register
            .batches
            .into_iter()
            .map(|batch| batch_line(&app.packs, batch))
            .collect(),
        undone: register.undone.into_iter().map(undone_line).collect(),
    })
}

fn waiting_line(packs: &Packs, upload: &Upload) -> WaitingLine {
    WaitingLine {
        href: format!("/register/uploads/{}", upload.id),
        file_name: upload.file_name.clone(),
        kind: kind_words(packs, &upload.kind).1.to_owned(),
        when: upload.uploaded_at.words(),
        until: upload.expires_at.words(),
    }
}

fn batch_line(packs: &Packs, batch: Batch) -> BatchLine {
    BatchLine {
        href: format!("/register/batches/{}", batch.id),
        kind: kind_words(packs, &batch.kind).1.to_owned(),
        when: batch.loaded_at.words(),
        who: batch.loader.unwrap_or_else(|| "Command line".to_owned()),
        file_name: batch.file_name,
        accepted: batch.accepted,
        refused: batch.refused,
        duplicates: batch.duplicates,
    }
}

fn undone_line(undone: Undone) -> UndoneLine {
    UndoneLine {
        file_name: undone.file_name,
        accepted: undone.accepted,
        loaded: undone.loaded_at.words(),
        when: undone.at.words(),
        who: undone.by,
        reason: undone.reason,
    }
}

/// The months between two, where there are any.
fn gap(before: Option<Month>, here: Option<Month>) -> Option<MonthLine> {
    let (first, last) = (before?.after(1), here?.after(-1));
    let words = |month: Month| month_words(&month.to_string());
    (first <= last).then(|| MonthLine {
        words: if first == last {
            words(first)
        } else {
            format!("{} to {}", words(first), words(last))
        },
        records: None,
    })
}

/// One table a kind: months down, newest first, strata across in the order of the kind, with a total.
fn tables(packs: &Packs, held: &[Held]) -> Vec<Table> {
    let mut kinds: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, i64>>> = BTreeMap::new();
    for one in held {
        let months = kinds.entry(&one.kind).or_default();
        months
            .entry(&one.month)
            .or_default()
            .insert(&one.stratum, one.records);
    }
    let table = |(id, months): (&str, BTreeMap<&str, BTreeMap<&str, i64>>)| {
        let (kind, title) = kind_words(packs, id);
        let mut strata: Vec<&str> = kind
            .map(|kind| kind.strata().map(|(code, _)| code).collect())
            .unwrap_or_default();
        for code in months.values().flat_map(BTreeMap::keys) {
            if !strata.contains(code) {
                strata.push(code);
            }
        }
        let mut rows: Vec<MonthLine> = Vec::new();
        let mut before: Option<Month> = None;
        for (month, counts) in &months {
            let here = month.parse::<Month>().ok();
            rows.extend(gap(before, here));
            let cells = strata
                .iter()
                .map(|code| counts.get(code).copied().unwrap_or_default())
                .collect();
            rows.push(MonthLine {
                words: month_words(month),
                records: Some((cells, counts.values().sum())),
            });
            before = here;
        }
        rows.reverse();
        Table {
            title: title.to_owned(),
            months: rows,
            strata: strata
                .iter()
                .map(|code| kind.map_or(*code, |kind| kind.stratum_label(code)).to_owned())
                .collect(),
        }
    };
    kinds.into_iter().map(table).collect()
}
