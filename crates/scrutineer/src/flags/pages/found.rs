//! `/register/flags`: what each rule found in the records of a kind, over all months or one.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use rules::Count;
use serde::Deserialize;
use stats::interval::wilson;

use super::{chosen, kinds};
use crate::{
    access::Actor,
    flags::acts::{self, Compared},
    platform::{
        app::App,
        clock::month_words,
        form::{Choice, Form},
        frame::Frame,
        page,
        refusal::Answer,
    },
};

struct Row {
    id: String,
    title: String,
    explains: String,
    citation: String,
    count: Count,
    share: String,
}

struct ForceRow {
    rule: String,
    force: String,
    count: Count,
    share: String,
}

#[derive(Template)]
#[template(path = "flags/pages/found.html")]
struct Page {
    frame: Frame,
    form: Form,
    pack: String,
    version: u32,
    kinds: Vec<Choice>,
    months: Vec<Choice>,
    rows: Vec<Row>,
    quiet: Vec<(String, String)>,
    /// By rule and force, for those who may see several.
    forces: Vec<ForceRow>,
    /// How many records have been looked at and how many there are, while these differ.
    under_way: Option<(i64, i64)>,
}

/// What is asked for; blank is the first kind and all months.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    month: String,
}

/// The share of the records a rule was about, with Wilson's interval at 95%.
fn share(count: &Count) -> String {
    let (flagged, applied) = (count.flagged(), count.applied);
    let Ok(interval) = wilson(flagged, applied, 0.95) else {
        return "-".to_owned();
    };
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let rate = flagged as f64 / applied as f64;
    format!(
        "{}% ({} to {})",
        percent(rate),
        percent(interval.low),
        percent(interval.high)
    )
}

/// The counts.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(asked): Query<Asked>) -> Answer<Response> {
    let kinds = kinds(&app);
    let kind = chosen(&kinds, &asked.kind).to_owned();
    let found = acts::found(&app, &actor, &kind, &asked.month).await?;
    let compared = acts::by_force(&app, &actor, &kind, &asked.month).await?;
    let mut form = Form::default();
    form.set("kind", &kind);
    form.set("month", &asked.month);
    let all = Choice::new("", "All months");
    let months = found
        .months
        .iter()
        .map(|month| Choice::new(month, month_words(month)));
    let (met, quiet): (Vec<_>, Vec<_>) = found.lines.into_iter().partition(|line| line.count.flagged() > 0);
    let mut rows: Vec<Row> = met
        .into_iter()
        .map(|line| Row {
            share: share(&line.count),
            id: line.id,
            title: line.title,
            explains: line.explains,
            citation: line.citation,
            count: line.count,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count.flagged()));
    page::show(&Page {
        frame: actor.frame("/register"),
        form,
        pack: found.pack,
        version: found.version,
        kinds: kinds.clone(),
        months: [all].into_iter().chain(months).collect(),
        rows,
        under_way: Some(found.looked_at).filter(|(seen, all)| seen < all),
        quiet: quiet.into_iter().map(|line| (line.id, line.title)).collect(),
        forces: compared.into_iter().flat_map(force_rows).collect(),
    })
}

fn force_rows(rule: Compared) -> Vec<ForceRow> {
    let name = format!("{}: {}", rule.id, rule.title);
    let row = |(force, count): (String, Count)| ForceRow {
        rule: name.clone(),
        force,
        share: share(&count),
        count,
    };
    rule.forces.into_iter().map(row).collect()
}
