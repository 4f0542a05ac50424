//! `/log`: the log of the body, newest first; `/log/export.csv`: a copy of it.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use ledger::Operation;

use crate::{
    access::Actor,
    inspection::{
        acts::{self, Asked, Line},
        words,
    },
    platform::{
        app::App,
        clock::Moment,
        form::{Choice, Form},
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

struct Row {
    seq: u64,
    when: String,
    who: String,
    roles: String,
    did: String,
    operation: &'static str,
    object: String,
    more: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "inspection/pages/log.html")]
struct Log {
    frame: Frame,
    form: Form,
    rows: Vec<Row>,
    people: Vec<Choice>,
    operations: Vec<Choice>,
    older: Option<String>,
    export: String,
    size: u64,
    root: String,
    checkpoint: Option<String>,
    key: String,
}

fn row(line: Line) -> Row {
    let entry = line.logged.entry;
    let unknown = match entry.person {
        Some(_) => "somebody no longer known",
        None if words::for_everybody(&entry.act) => "nobody is named",
        None => "somebody not signed in",
    };
    let why = entry.why.map(|why| ("why".to_owned(), why));
    Row {
        seq: entry.seq,
        when: Moment(entry.at).words(),
        who: line.name.unwrap_or_else(|| unknown.to_owned()),
        roles: entry
            .role
            .unwrap_or_default()
            .replace('_', " ")
            .replace(',', ", "),
        did: words::of(&entry.act),
        operation: entry.operation.as_str(),
        object: format!("{} {}", entry.object_kind, entry.object_id),
        more: why.into_iter().chain(entry.detail).collect(),
    }
}

/// What was asked, as an address; `before` is left to the caller.
fn query(asked: &Asked) -> String {
    let parts = [
        ("person", &asked.person),
        ("kind", &asked.kind),
        ("object", &asked.object),
        ("operation", &asked.operation),
    ];
    let escaped = |text: &str| {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(byte).collect::<String>()
    };
    let pairs = parts.into_iter().filter(|(_, text)| !text.is_empty());
    pairs
        .map(|(name, text)| format!("{name}={}", escaped(text)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The log.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    let form = Form::read(pairs);
    let asked = Asked::of(&form);
    let read = acts::read(&app, &actor, &asked).await?;
    let last = read
        .lines
        .last()
        .map(|line| line.logged.entry.seq)
        .filter(|seq| *seq > 0);
    let full = read.lines.len() as u64 == acts::PAGE;
    let query = query(&asked);
    let any = |text: &str| std::iter::once(Choice::new("", text));
    page::show(&Log {
        frame: actor.frame("/log"),
        form,
        rows: read.lines.into_iter().map(row).collect(),
        people: any("Anybody")
            .chain(
                read.people
                    .into_iter()
                    .map(|(id, name)| Choice::new(id.to_string(), name)),
            )
            .collect(),
        operations: any("Any")
            .chain(Operation::ALL.map(|one| Choice::new(one.as_str(), one.as_str())))
            .collect(),
        older: last
            .filter(|_| full)
            .map(|seq| format!("/log?{query}&before={seq}")),
        export: format!("/log/export.csv?{query}"),
        size: read.size,
        root: read.root.to_string(),
        checkpoint: read.checkpoint,
        key: read.key,
    })
}

/// A copy: one line an entry, newest first.
///
/// # Errors
/// As every page.
pub async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    let lines = acts::export(&app, &actor, &Asked::of(&Form::read(pairs))).await?;
    let fault = |error: csv::Error| Refusal::Unavailable(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = [
        "seq",
        "at",
        "operation",
        "act",
        "object_kind",
        "object_id",
        "person",
        "name",
        "role",
        "why",
        "detail",
        "leaf",
    ];
    writer.write_record(headings).map_err(fault)?;
    for Line { logged, name } in lines {
        let entry = logged.entry;
        let detail = serde_json::to_string(&entry.detail).unwrap_or_default();
        let cells = [
            entry.seq.to_string(),
            Moment(entry.at).rfc3339(),
            entry.operation.to_string(),
            entry.act,
            entry.object_kind,
            entry.object_id,
            entry.person.unwrap_or_default(),
            plain(name.unwrap_or_default()),
            entry.role.unwrap_or_default(),
            plain(entry.why.unwrap_or_default()),
            detail,
            logged.leaf.to_string(),
        ];
        writer.write_record(cells).map_err(fault)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Refusal::Unavailable(error.to_string()))?;
    Ok(actor.file("log.csv", "text/csv; charset=utf-8", bytes))
}

/// Text that a spreadsheet must not take for a formula (OWASP, CSV injection).
fn plain(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
