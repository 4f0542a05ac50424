//! `/panels/{panel}/draws/new`: the period, then the sizes and the sources of the seed.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use rules::Class;

use crate::{
    access::{Actor, Posted, gate::At},
    body::model::Panel,
    draw::{
        acts,
        beacon::Beacon,
        model::period_words,
        plan::{Size, Stratum, Theme, Wanted, first_up},
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
    themes: Vec<Group>,
    strata: Vec<Stratum>,
    sources: Vec<Choice>,
    round: u64,
    period: String,
}

/// Themes that are asked for together.
struct Group {
    /// What they are.
    legend: &'static str,
    /// What tells their boxes from those of the other groups; blank for the first group, to which a fault leads.
    part: &'static str,
    /// Whether they are what a record is about, and so shown at once; flags are folded away.
    about: bool,
    /// Whether one of them is chosen.
    open: bool,
    choices: Vec<Choice>,
}

/// The themes of the packs, then the flags by the class of their rules.
fn groups(themes: Vec<Theme>, chosen: &[String]) -> Vec<Group> {
    const KINDS: [(Option<Class>, &str, &str); 7] = [
        (None, "about", "What the case is about"),
        (Some(Class::Statute), "statute", "Flagged by a rule on a statute"),
        (
            Some(Class::Code),
            "code",
            "Flagged by a rule on a statutory code or on guidance for prosecutors",
        ),
        (
            Some(Class::Guidance),
            "guidance",
            "Flagged by a rule on national guidance",
        ),
        (
            Some(Class::Local),
            "local",
            "Flagged by a rule of the force's own",
        ),
        (
            Some(Class::DataQuality),
            "quality",
            "Flagged because the record is incomplete or contradicts itself",
        ),
        (
            Some(Class::Process),
            "process",
            "Flagged by a rule on the panel's own work",
        ),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for (class, part, legend) in KINDS {
        let of = themes
            .iter()
            .filter(|theme| theme.flag.map(|(class, _)| class) == class);
        let choice = |theme: &Theme| {
            let choice = Choice::new(&theme.code, first_up(&theme.label));
            match theme.flag {
                Some((_, 1)) => choice.hint("1 record in all months"),
                Some((_, records)) => choice.hint(format!("{records} records in all months")),
                None => choice,
            }
        };
        let choices: Vec<Choice> = of.map(choice).collect();
        if !choices.is_empty() {
            groups.push(Group {
                legend,
                part: if groups.is_empty() { "" } else { part },
                about: class.is_none(),
                open: choices.iter().any(|choice| chosen.contains(&choice.value)),
                choices,
            });
        }
    }
    groups
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
        themes: groups(found.themes, &chosen),
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
