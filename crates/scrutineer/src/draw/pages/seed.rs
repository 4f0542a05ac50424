//! `/draws/{draw}/seed`: what the sources gave, in the plan's order. It does not open before the commitment.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, Posted, gate::At},
    draw::{
        acts::{self, Seen},
        beacon::Beacon,
        model::Draw,
        plan,
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::DrawId,
        page,
        refusal::{Answer, Refusal},
    },
};

struct SourceField {
    name: String,
    label: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "draw/pages/seed.html")]
struct Seed {
    frame: Frame,
    form: Form,
    draw: Draw,
    commitment: String,
    fields: Vec<SourceField>,
}

async fn load(app: &App, actor: &Actor, id: DrawId) -> Answer<Seen> {
    let seen = acts::look(app, actor, id).await?;
    actor.allow(Action::DrawSeed, actor.facts(seen.draw.body).seated(seen.seated))?;
    seen.draw.must_await_seed()?;
    Ok(seen)
}

fn page_of(actor: &Actor, beacon: &Beacon, seen: Seen, form: Form) -> Seed {
    let field = |(position, label): (usize, &String)| SourceField {
        name: format!("source_{position}"),
        label: if label == plan::DICE {
            "Dice".to_owned()
        } else if beacon.checks() {
            format!("Signature of {label}")
        } else {
            format!("Value of {label}")
        },
        hint: if label == plan::DICE {
            "At least 20 digits, in the order they were rolled. Spaces are left out".to_owned()
        } else {
            let at = plan::round_of(&seen.plan)
                .map(|round| beacon.round_at(round).words())
                .unwrap_or_default();
            round_hint(beacon, &at)
        },
    };
    Seed {
        frame: actor.frame("/panels").with_form(&form),
        fields: seen.plan.sources().iter().enumerate().map(field).collect(),
        commitment: seen.draw.commitment.map(hex::encode).unwrap_or_default(),
        draw: seen.draw,
        form,
    }
}

fn round_hint(beacon: &Beacon, at: &str) -> String {
    if beacon.checks() {
        return format!(
            "The signature of the round, 96 characters, or the whole round as the beacon publishes it. It is checked with the beacon's key. Published on {at}"
        );
    }
    format!(
        "The randomness of the round, 64 characters. Published on {at}. It is not checked here: the service has not been given the beacon's key"
    )
}

/// The form, under the commitment.
///
/// # Errors
/// As every page; a frame not committed, a seed entered before.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let seen = load(&app, &actor, id).await?;
    page::show(&page_of(&actor, &Beacon::of(&app)?, seen, Form::default()))
}

/// Takes the seed and draws.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<DrawId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let seen = load(&app, &actor, id).await?;
    let typed = seen
        .plan
        .sources()
        .iter()
        .enumerate()
        .map(|(position, _)| form.value(&format!("source_{position}")).to_owned());
    match acts::seed(&app, &actor, id, &typed.collect::<Vec<_>>()).await {
        Ok(_) => page::see_other(&format!("/draws/{id}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&actor, &Beacon::of(&app)?, seen, form))
        }
        Err(other) => Err(other),
    }
}
