//! `/register/completeness`: what is blank and what says that it is not stated, by field; and by month and force for one field.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use documents::{Bar, Chart, Column, Table};
use serde::Deserialize;

use super::thousands;
use crate::{
    access::Actor,
    browse::acts::{self, Completeness, Count},
    platform::{
        app::App,
        chart::BarChart,
        clock::month_words,
        form::{Choice, Form},
        frame::Frame,
        packs::Kind,
        page,
        refusal::{Answer, Refusal},
    },
    register::Month,
};

/// Fields in a chart, at most: those with the greatest share.
const DRAWN: usize = 12;

/// A row: what it is of, and its counts in words.
struct Row {
    label: String,
    /// Where the same is told by month, for a field.
    href: Option<String>,
    cells: [String; 3],
}

#[derive(Template)]
#[template(path = "browse/pages/completeness.html")]
struct Page {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    fields: Vec<Choice>,
    force: String,
    period: String,
    /// The field told of by month, or nothing for all fields.
    field: Option<String>,
    rows: Vec<Row>,
    forces: Vec<Row>,
    chart: Option<BarChart>,
}

/// What is asked for; blank is the first kind, all fields and all months.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

fn whole(number: i64) -> String {
    thousands(usize::try_from(number).unwrap_or_default())
}

/// A number and its share in per cent.
fn share(part: i64, all: i64) -> String {
    if all == 0 {
        return "-".to_owned();
    }
    let percent = 100.0 * part as f64 / all as f64;
    format!("{} ({percent:.1}%)", whole(part))
}

fn cells(count: &Count) -> [String; 3] {
    [
        whole(count.records),
        share(count.blank, count.records),
        share(count.not_stated, count.records),
    ]
}

/// Blank and not stated together, in per cent.
fn missing(count: &Count) -> f64 {
    if count.records == 0 {
        return 0.0;
    }
    100.0 * (count.blank + count.not_stated) as f64 / count.records as f64
}

fn chart(title: String, bars: Vec<(String, Count)>) -> Option<BarChart> {
    if bars.iter().all(|(_, count)| count.records == 0) {
        return None;
    }
    let most = bars
        .iter()
        .max_by(|one, two| missing(&one.1).total_cmp(&missing(&two.1)));
    let description = most.map_or_else(String::new, |(label, count)| {
        format!("The greatest share is {:.1}%: {label}.", missing(count))
    });
    let rows = bars.iter().map(|(label, count)| {
        let [records, blank, not_stated] = cells(count);
        vec![label.clone(), records, blank, not_stated]
    });
    let columns = [
        Column::Words("Of"),
        Column::Numbers("Records"),
        Column::Numbers("Blank"),
        Column::Numbers("Not stated"),
    ];
    let table = Table::new(format!("Figures: {title}"), &columns, rows.collect());
    let bar = |(label, count): &(String, Count)| Bar {
        label: label.clone(),
        value: missing(count),
        low: None,
        high: None,
        text: format!("{:.1}%", missing(count)),
    };
    let bars = bars.iter().map(bar).collect();
    Some(BarChart::from(&Chart {
        title,
        description,
        bars,
        table: Some(table),
    }))
}

fn months_told(from: &str, to: &str) -> String {
    match (from, to) {
        ("", "") => "All months".to_owned(),
        (from, "") => format!("{} and later", month_words(from)),
        ("", to) => format!("Up to {}", month_words(to)),
        (from, to) => format!("{} to {}", month_words(from), month_words(to)),
    }
}

fn form_of(asked: &Asked, kind: &str) -> Form {
    let mut form = Form::read([
        ("kind", kind),
        ("field", asked.field.as_str()),
        ("from", asked.from.as_str()),
        ("to", asked.to.as_str()),
    ]);
    for name in ["from", "to"] {
        let month = form.value(name).to_owned();
        if !month.is_empty() && month.parse::<Month>().is_err() {
            form.fail(name, "Enter a year and a month, such as 2024-03");
        }
    }
    form
}

/// The kinds of which there is a newest version, each once.
fn kinds(app: &App) -> Vec<Choice> {
    let mut kinds: Vec<Choice> = Vec::new();
    for kind in &app.packs.kinds {
        if !kinds.iter().any(|choice| choice.value == kind.id) {
            kinds.push(Choice::new(&kind.id, &kind.title));
        }
    }
    kinds
}

/// The report.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(mut asked): Query<Asked>) -> Answer<Response> {
    let kinds = kinds(&app);
    if asked.kind.is_empty() {
        asked.kind = acts::first_kind(&app, &actor).await?;
    }
    let kind = app.packs.newest_kind(&asked.kind).ok_or(Refusal::NotFound)?;
    // The field of another kind is left behind when the kind is changed.
    if kind.field(&asked.field).is_none() {
        asked.field.clear();
    }
    let form = form_of(&asked, &kind.id);
    let months = if form.ok() {
        (asked.from.as_str(), asked.to.as_str())
    } else {
        ("", "")
    };
    let wanted = acts::Asked {
        kind: &kind.id,
        field: &asked.field,
        months,
    };
    let told = acts::completeness(&app, &actor, wanted).await?;
    let page = page_of(&actor, kind, (&asked, form), (told, kinds));
    if page.form.ok() {
        page::show(&page)
    } else {
        page::show_again(&page)
    }
}

fn page_of(
    actor: &Actor,
    kind: &Kind,
    (asked, form): (&Asked, Form),
    (told, kinds): (Completeness, Vec<Choice>),
) -> Page {
    let field = kind.field(&asked.field);
    let all = Choice::new("", "All fields");
    let fields = told
        .fields
        .iter()
        .map(|line| Choice::new(&line.name, &line.label));
    let bars = match field {
        Some(_) => told
            .months
            .iter()
            .map(|(month, count)| (month_words(month), *count))
            .collect(),
        None => greatest(&told),
    };
    let title = field.map_or_else(
        || "Blank or not stated, by field".to_owned(),
        |field| format!("{}: blank or not stated, by month", field.label),
    );
    let rows = match field {
        Some(_) => told
            .months
            .iter()
            .map(|(month, count)| Row {
                label: month_words(month),
                href: None,
                cells: cells(count),
            })
            .collect(),
        None => told
            .fields
            .iter()
            .map(|line| Row {
                label: line.label.clone(),
                href: Some(format!(
                    "/register/completeness?kind={}&field={}&from={}&to={}",
                    kind.id, line.name, asked.from, asked.to
                )),
                cells: cells(&line.count),
            })
            .collect(),
    };
    Page {
        frame: actor.frame("/register").with_form(&form),
        fields: std::iter::once(all).chain(fields).collect(),
        kinds,
        force: actor.force_name.clone(),
        period: months_told(&asked.from, &asked.to),
        field: field.map(|field| field.label.clone()),
        rows,
        forces: told
            .forces
            .iter()
            .map(|(force, count)| Row {
                label: force.clone(),
                href: None,
                cells: cells(count),
            })
            .collect(),
        chart: chart(title, bars),
        form,
    }
}

/// The fields with the greatest shares, greatest first.
fn greatest(told: &Completeness) -> Vec<(String, Count)> {
    let mut bars: Vec<(String, Count)> = told
        .fields
        .iter()
        .filter(|line| line.count.blank + line.count.not_stated > 0)
        .map(|line| (line.label.clone(), line.count))
        .collect();
    bars.sort_by(|one, two| missing(&two.1).total_cmp(&missing(&one.1)));
    bars.truncate(DRAWN);
    bars
}
