//! `/feedback`: where every message is on its way.

use std::str::FromStr;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use crate::{
    access::Actor,
    feedback::{
        acts,
        model::{Filter, Stage, Tracked},
    },
    platform::{
        app::App,
        clock::date_words,
        form::{Choice, Form},
        frame::Frame,
        ids::PanelId,
        page,
        refusal::Answer,
    },
};

#[derive(Template)]
#[template(path = "feedback/pages/tracker.html")]
struct Tracker {
    frame: Frame,
    form: Form,
    panels: Vec<Choice>,
    stages: Vec<Choice>,
    late: Vec<Choice>,
    counts: Vec<(&'static str, usize)>,
    overdue: usize,
    lines: Vec<Line>,
    filtered: bool,
}

struct Line {
    href: String,
    case_name: String,
    panel_name: String,
    kind: &'static str,
    stage: &'static str,
    owner: String,
    due: String,
    overdue: bool,
}

fn line(one: &Tracked, today: jiff::civil::Date) -> Line {
    Line {
        href: format!("/feedback/{}", one.item.id),
        case_name: one.case_name.clone(),
        panel_name: one.panel_name.clone(),
        kind: one.item.kind.title(),
        stage: one.item.stage.title(),
        owner: one.owner_name.clone().unwrap_or_else(|| "Nobody yet".to_owned()),
        due: date_words(one.item.due_on),
        overdue: one.item.overdue(today),
    }
}

/// An empty answer and one that is no code mean all.
fn chosen<T: FromStr>(form: &Form, field: &str) -> Option<T> {
    form.value(field).parse().ok()
}

/// The list, narrowed by what the address asks for.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    let form = Form::read(asked);
    let filter = Filter {
        panel: chosen::<PanelId>(&form, "panel"),
        stage: chosen::<Stage>(&form, "stage"),
        overdue: form.has("overdue", "yes"),
    };
    let (items, panels) = acts::tracker(&app, &actor).await?;
    let today = app.now().london_date();
    let of_panel: Vec<&Tracked> = items
        .iter()
        .filter(|one| filter.panel.is_none_or(|panel| panel == one.item.panel))
        .collect();
    let at = |stage: Stage| of_panel.iter().filter(|one| one.item.stage == stage).count();
    let all = |text: &str| vec![Choice::new("", text)];
    let page = Tracker {
        frame: actor.frame("/feedback"),
        panels: all("All panels")
            .into_iter()
            .chain(
                panels
                    .into_iter()
                    .map(|(id, name)| Choice::new(id.to_string(), name)),
            )
            .collect(),
        stages: all("All stages")
            .into_iter()
            .chain(
                Stage::ALL
                    .iter()
                    .map(|stage| Choice::new(stage.as_str(), stage.title())),
            )
            .collect(),
        late: vec![Choice::new("yes", "Overdue only")],
        counts: Stage::ALL
            .iter()
            .map(|stage| (stage.title(), at(*stage)))
            .collect(),
        overdue: of_panel.iter().filter(|one| one.item.overdue(today)).count(),
        lines: items
            .iter()
            .filter(|one| filter.shows(&one.item, today))
            .map(|one| line(one, today))
            .collect(),
        filtered: filter != Filter::default(),
        form,
    };
    page::show(&page)
}
