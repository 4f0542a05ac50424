//! `/register/records/list`: the records that a filter finds, a page at a time.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{Pairs, Told, filter, records, told};
use crate::{
    access::Actor,
    browse::{
        acts::{self, Line},
        model::{Order, Reader, View, orders},
    },
    platform::{app::App, clock::month_words, form::Form, frame::Frame, packs::Kind, page, refusal::Answer},
};

/// The head of a column.
struct Head {
    label: String,
    /// Where the list is in its order; none for what cannot be ordered.
    href: Option<String>,
    /// `ascending`, `descending` or `none`.
    sort: &'static str,
}

struct Row {
    href: String,
    name: String,
    month: String,
    stratum: String,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "browse/pages/list.html")]
struct List {
    frame: Frame,
    title: String,
    total: String,
    none: bool,
    waiting: i64,
    told: Vec<Told>,
    address: String,
    month: Head,
    heads: Vec<Head>,
    rows: Vec<Row>,
    page: usize,
    last: usize,
    pages: String,
}

fn head(view: &View, by: &str, label: &str, can: bool) -> Head {
    let now = view.order.by == by;
    let order = Order {
        by: by.to_owned(),
        falling: now && !view.order.falling,
    };
    let there = View {
        order,
        ..view.clone()
    };
    Head {
        label: label.to_owned(),
        href: can.then(|| format!("/register/records/list?{}", there.address())),
        sort: match (now, view.order.falling) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        },
    }
}

fn heads(kind: &Kind, view: &View, reader: Reader) -> Vec<Head> {
    let seen = view.columns.iter().filter_map(|name| kind.listed_field(name));
    seen.filter(|field| reader.sees(field))
        .map(|field| head(view, &field.name, &field.label, orders(field)))
        .collect()
}

fn row(line: Line) -> Row {
    let id = line.id.to_string();
    let end: String = id.chars().skip(id.len().saturating_sub(6)).collect();
    Row {
        href: format!("/register/records/{id}"),
        name: line.reference.unwrap_or_else(|| format!("Record {end}")),
        month: month_words(&line.month),
        stratum: line.stratum,
        cells: line.cells,
    }
}

/// The list; where the address says what no filter can, the form with what is wrong.
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
    let wanted = form.value("page").parse().unwrap_or(1);
    let listed = acts::list(&app, &actor, (kind, &view), wanted).await?;
    let files = acts::files(&app, &actor, kind).await?;
    let address = view.address();
    page::show(&List {
        frame: actor.frame("/register"),
        title: kind.title.clone(),
        total: records(listed.total),
        none: listed.total == 0,
        waiting: listed.waiting,
        told: told(kind, &view, reader, &files),
        month: head(&view, "", "Month", true),
        heads: heads(kind, &view, reader),
        rows: listed.lines.into_iter().map(row).collect(),
        page: listed.page,
        last: listed.last,
        pages: format!("/register/records/list?{address}&page="),
        address,
    })
}
