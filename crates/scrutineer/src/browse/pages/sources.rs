//! `/register/sources`: every file of the register with its source, licence, period and when it was loaded.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{Pairs, thousands};
use crate::{
    access::Actor,
    browse::acts::{self, Dataset},
    platform::{
        app::App, clock::month_words, form::Form, frame::Frame, packs::Source, page, refusal::Answer,
    },
};

/// Files on a page.
const PAGE: usize = 50;

struct FileLine {
    href: String,
    name: String,
    source: String,
    kind: String,
    period: String,
    loaded: String,
    rows: String,
    hash: String,
}

struct SourceLine {
    title: String,
    publisher: String,
    licence: String,
    attribution: String,
    /// How much of it is here, in words.
    held: String,
    citation: String,
}

#[derive(Template)]
#[template(path = "browse/pages/sources.html")]
struct Sources {
    frame: Frame,
    sources: Vec<SourceLine>,
    files: Vec<FileLine>,
    page: usize,
    last: usize,
}

fn number(number: i64) -> String {
    thousands(usize::try_from(number).unwrap_or_default())
}

fn period(period: Option<&(String, String)>) -> String {
    match period {
        Some((first, last)) if first == last => month_words(first),
        Some((first, last)) => format!("{} to {}", month_words(first), month_words(last)),
        None => "No record kept".to_owned(),
    }
}

fn file_line(dataset: &Dataset) -> FileLine {
    FileLine {
        href: format!("/register/batches/{}", dataset.batch),
        name: dataset.file_name.clone(),
        source: dataset.source.title.clone(),
        kind: dataset.kind.clone(),
        period: period(dataset.period.as_ref()),
        loaded: dataset.loaded_at.words(),
        rows: format!("{} kept of {}", number(dataset.accepted), number(dataset.rows)),
        hash: hex::encode(dataset.hash),
    }
}

fn held(datasets: &[&Dataset]) -> String {
    let Some(newest) = datasets.first() else {
        return "None loaded".to_owned();
    };
    let kept: i64 = datasets.iter().map(|dataset| dataset.accepted).sum();
    let first = datasets
        .iter()
        .filter_map(|dataset| dataset.period.as_ref())
        .map(|(first, _)| first)
        .min();
    let last = datasets
        .iter()
        .filter_map(|dataset| dataset.period.as_ref())
        .map(|(_, last)| last)
        .max();
    let ends = first.cloned().zip(last.cloned());
    let files = if datasets.len() == 1 { "file" } else { "files" };
    format!(
        "{} {files}, {} records, {}; newest loaded {}",
        thousands(datasets.len()),
        number(kept),
        period(ends.as_ref()),
        newest.loaded_at.words()
    )
}

fn source_lines(sources: &[Source], datasets: &[Dataset]) -> Vec<SourceLine> {
    let mut by_source: BTreeMap<&str, Vec<&Dataset>> = BTreeMap::new();
    for dataset in datasets {
        by_source.entry(&dataset.source.id).or_default().push(dataset);
    }
    let line = |source: &Source| SourceLine {
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        attribution: source.attribution.clone().unwrap_or_default(),
        held: match &source.kind {
            None if source.ends.is_some() => "Not loaded: no record a panel looks at".to_owned(),
            None if !source.headings.is_empty() => "Not loaded: used for rates alone".to_owned(),
            _ => held(by_source.get(source.id.as_str()).map_or(&[][..], Vec::as_slice)),
        },
        citation: source.citation.clone(),
    };
    sources.iter().map(line).collect()
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(pairs): Query<Pairs>) -> Answer<Response> {
    let datasets = acts::datasets(&app, &actor).await?;
    let last = datasets.len().div_ceil(PAGE).max(1);
    let asked: usize = Form::read(pairs).value("page").parse().unwrap_or(1);
    let page = asked.clamp(1, last);
    page::show(&Sources {
        frame: actor.frame("/register"),
        sources: source_lines(&app.packs.sources, &datasets),
        files: datasets
            .iter()
            .skip((page - 1) * PAGE)
            .take(PAGE)
            .map(file_line)
            .collect(),
        page,
        last,
    })
}
