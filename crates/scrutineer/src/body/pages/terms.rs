//! `/panels/{panel}/terms`: agree new terms of reference.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    body::{
        acts::{self, NewTerms},
        model::DecisionMode,
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::PanelId,
        packs::Packs,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "body/pages/terms.html")]
struct Terms {
    frame: Frame,
    form: Form,
    panel: PanelId,
    panel_name: String,
    next: i64,
    scales: Vec<Choice>,
    modes: Vec<Choice>,
}

/// The newest version of every scale, with its values as a hint.
fn scales(packs: &Packs) -> Vec<Choice> {
    let newest = packs
        .scales
        .iter()
        .filter(|scale| packs.newest_scale(&scale.id).is_some_and(|one| one == *scale));
    newest
        .map(|scale| {
            let values: Vec<String> = scale
                .values
                .iter()
                .map(|value| format!("{} {}", value.code, value.short.to_lowercase()))
                .collect();
            Choice::new(scale.id.clone(), format!("{} ({})", scale.title, scale.id)).hint(values.join("; "))
        })
        .collect()
}

async fn page_for(app: &App, actor: &Actor, panel: PanelId, form: Form) -> Answer<Terms> {
    let whole = acts::panel(app, actor, panel).await?;
    Ok(Terms {
        frame: actor.frame("/panels").with_form(&form),
        form,
        panel,
        panel_name: whole.panel.name,
        next: whole.terms.first().map_or(0, |terms| terms.version) + 1,
        scales: scales(&app.packs),
        modes: DecisionMode::ALL
            .iter()
            .map(|mode| Choice::new(mode.as_str(), mode.title()))
            .collect(),
    })
}

/// The form, filled with the terms that hold now.
///
/// # Errors
/// Not found for a panel the person may not see.
pub async fn get(State(app): State<App>, actor: Actor, At(panel): At<PanelId>) -> Answer<Response> {
    let mut form = Form::default();
    let whole = acts::panel(&app, &actor, panel).await?;
    if let Some(terms) = whole.terms.first() {
        form.set("scale", terms.scale_id.clone());
        form.set("decision_mode", terms.decision_mode.as_str());
        form.set("quorum", terms.quorum.to_string());
    }
    form.set_date("effective_from", app.now().london_date());
    page::show(&page_for(&app, &actor, panel, form).await?)
}

/// Agrees the next version.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(panel): At<PanelId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let new = NewTerms {
        scale_id: form.value("scale").to_owned(),
        decision_mode: form.value("decision_mode").to_owned(),
        quorum: form.value("quorum").to_owned(),
        effective_from: form.date("effective_from", "day they take effect"),
    };
    match acts::add_terms(&app, &actor, panel, &new).await {
        Ok(_) => page::see_other(&format!("/panels/{panel}")),
        Err(Refusal::Invalid(errors)) => {
            // The date is the last question of the form: its error stands after the others.
            form.errors.splice(0..0, errors);
            page::show_again(&page_for(&app, &actor, panel, form).await?)
        }
        Err(other) => Err(other),
    }
}
