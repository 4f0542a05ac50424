//! `/panels/{panel}/papers`: how the papers of a panel are handled, each default with where it comes from.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    pack::{
        acts,
        papers::{LEAST_CROWD, MOST_CROWD, MOST_DAYS, MOST_OFFLINE_DAYS, Rules},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::PanelId,
        page,
        refusal::Answer,
    },
};

#[derive(Template)]
#[template(path = "pack/pages/papers.html")]
struct Papers {
    frame: Frame,
    form: Form,
    panel: PanelId,
    name: String,
    offline: Vec<Choice>,
}

async fn page_of(app: &App, actor: &Actor, panel: PanelId, form: Option<Form>) -> Answer<Papers> {
    let (whole, rules) = acts::rules(app, actor, panel).await?;
    let form = form.unwrap_or_else(|| {
        let mut form = Form::default();
        form.set("access_days", rules.access_days.to_string());
        form.set("least", rules.least.to_string());
        form.set("least_children", rules.least_children.to_string());
        form.set("offline", if rules.offline { "yes" } else { "no" });
        form.set("offline_days", rules.offline_days.to_string());
        form
    });
    Ok(Papers {
        frame: actor.frame("/panels").with_form(&form),
        form,
        panel,
        name: whole.name,
        offline: vec![
            Choice::new("yes", "Yes"),
            Choice::new("no", "No, they read on this site only"),
        ],
    })
}

/// The form, filled with what holds now.
///
/// # Errors
/// Not found for a panel the person may not see.
pub async fn get(State(app): State<App>, actor: Actor, At(panel): At<PanelId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, panel, None).await?)
}

fn number(form: &mut Form, field: &str, (from, to): (i64, i64)) -> Option<i64> {
    let number = form.value(field).trim().parse().ok();
    let number = number.filter(|number| (from..=to).contains(number));
    if number.is_none() {
        form.fail(field, format!("Enter a whole number from {from} to {to}"));
    }
    number
}

/// What a form asks for; its errors are noted in it.
fn asked(form: &mut Form) -> Option<Rules> {
    let access_days = number(form, "access_days", (0, MOST_DAYS));
    let least = number(form, "least", (LEAST_CROWD, MOST_CROWD));
    let children = number(form, "least_children", (LEAST_CROWD, MOST_CROWD));
    let offline_days = number(form, "offline_days", (1, MOST_OFFLINE_DAYS));
    let offline = match form.value("offline") {
        "yes" => true,
        "no" => false,
        _ => {
            form.fail("offline", "Choose whether members may take their cases away");
            false
        }
    };
    if let (Some(least), Some(children)) = (least, children)
        && children < least
    {
        form.fail(
            "least_children",
            "Enter no fewer records for a child than for an adult",
        );
    }
    if !form.ok() {
        return None;
    }
    Some(Rules {
        access_days: access_days?,
        least: least?,
        least_children: children?,
        offline,
        offline_days: offline_days?,
    })
}

/// Changes it.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(panel): At<PanelId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    if let Some(rules) = asked(&mut form) {
        acts::change_rules(&app, &actor, panel, &rules).await?;
        return page::see_other(&format!("/panels/{panel}"));
    }
    page::show_again(&page_of(&app, &actor, panel, Some(form)).await?)
}
