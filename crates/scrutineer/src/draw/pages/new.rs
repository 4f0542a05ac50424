//! `/panels/{panel}/draws/new`: the period, then the sizes and the sources of the seed.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use crate::{
    access::{Actor, Posted, gate::At},
    body::model::Panel,
    draw::{
        acts,
        beacon::Beacon,
        model::period_words,
        plan::{Size, Stratum, Wanted, first_up},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::PanelId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "draw/pages/new.html")]
struct New {
    frame: Frame,
    form: Form,
    panel: Panel,
    themes: Vec<Choice>,
    strata: Vec<Stratum>,
    sources: Vec<Choice>,
    round: u64,
    period: String,
}

async fn page_of(app: &App, actor: &Actor, panel: PanelId, mut form: Form) -> Answer<New> {
    let (from, to) = (form.value("from").to_owned(), form.value("to").to_owned());
    let chosen = form.all("themes").to_vec();
    let found = match acts::choices(app, actor, panel, (&from, &to), &chosen).await {
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            acts::choices(app, actor, panel, ("", ""), &[]).await?
        }
        other => other?,
    };
    let beacon = "A round of the public drand beacon that comes after the commitment";
    Ok(New {
        frame: actor.frame("/panels").with_form(&form),
        panel: found.panel,
        themes: found
            .themes
            .into_iter()
            .map(|theme| Choice::new(theme.code, first_up(&theme.label)))
            .collect(),
        strata: found.strata,
        sources: vec![
            Choice::new("dice", "Dice rolled in the meeting").hint("At least 20 digits. Enough on its own"),
            Choice::new("beacon", "A beacon round").hint(beacon),
        ],
        round: Beacon::of(app)?.round_after(app.now().plus_minutes(60)),
        period: period_words(&from, &to),
        form,
    })
}

/// The form: first the period, then the rest.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At(panel): At<PanelId>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    let mut form = Form::read(asked);
    form.set("sources", "dice");
    let page = page_of(&app, &actor, panel, form).await?;
    if page.form.ok() {
        page::show(&page)
    } else {
        page::show_again(&page)
    }
}

/// Makes the draft.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(panel): At<PanelId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let strata = page_of(&app, &actor, panel, form.clone()).await?.strata;
    let wanted = read(&mut form, &strata);
    if form.ok() {
        match acts::draft(&app, &actor, panel, &wanted).await {
            Ok(draw) => return page::see_other(&format!("/draws/{}", draw.id)),
            Err(Refusal::Invalid(errors)) => form.errors = errors,
            Err(other) => return Err(other),
        }
    }
    page::show_again(&page_of(&app, &actor, panel, form).await?)
}

fn read(form: &mut Form, strata: &[Stratum]) -> Wanted {
    let mut sizes = BTreeMap::new();
    for stratum in strata {
        let planned = number(form, &format!("n_{}", stratum.code));
        let reserves = number(form, &format!("reserves_{}", stratum.code));
        sizes.insert(stratum.code.clone(), Size { planned, reserves });
    }
    let round = form
        .has("sources", "beacon")
        .then(|| form.value("round").parse::<u64>().ok());
    if round == Some(None) {
        form.fail("round", "Enter the number of the beacon round, in digits");
    }
    Wanted {
        from: form.value("from").to_owned(),
        to: form.value("to").to_owned(),
        themes: form.all("themes").to_vec(),
        sizes,
        dice: form.has("sources", "dice"),
        round: round.flatten(),
    }
}

/// A whole number; a blank is 0.
fn number(form: &mut Form, field: &str) -> u32 {
    let sent = form.value(field);
    if sent.is_empty() {
        return 0;
    }
    let number = sent.parse().ok().filter(|number| *number <= 100_000);
    if number.is_none() {
        form.fail(field, "Enter a whole number of cases, or 0");
    }
    number.unwrap_or_default()
}
