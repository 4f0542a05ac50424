//! `/panels/{panel}/seats/new`, `/seats/{seat}/holder` and `/seats/{seat}/substitutes`.

use askama::Template;
use axum::{extract::State, response::Response};

use super::people_or_nobody;
use crate::{
    access::{Actor, Posted, gate::At},
    body::{
        acts::{self, NewSeat},
        model::{Panel, Seat},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::{PanelId, PersonId, SeatId},
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "body/pages/new_seat.html")]
struct New {
    frame: Frame,
    form: Form,
    panel: PanelId,
    panel_name: String,
    organisations: Vec<Choice>,
    people: Vec<Choice>,
    votes: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "body/pages/holder.html")]
struct Holder {
    frame: Frame,
    form: Form,
    panel: Panel,
    seat: Seat,
    people: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "body/pages/substitutes.html")]
struct Substitutes {
    frame: Frame,
    form: Form,
    panel: Panel,
    seat: Seat,
    people: Vec<Choice>,
}

async fn new_page(app: &App, actor: &Actor, panel: PanelId, form: Form) -> Answer<New> {
    let whole = acts::panel(app, actor, panel).await?;
    let organisations = acts::organisations(app, actor).await?;
    let named = organisations
        .into_iter()
        .map(|one| Choice::new(one.id.to_string(), one.name));
    Ok(New {
        frame: actor.frame("/panels").with_form(&form),
        form,
        panel,
        panel_name: whole.panel.name,
        organisations: std::iter::once(Choice::new("", "Choose an organisation"))
            .chain(named)
            .collect(),
        people: people_or_nobody(acts::eligible(app, actor).await?, "Nobody yet"),
        votes: vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
    })
}

/// The form for a new seat.
///
/// # Errors
/// Not found for a panel the person may not see.
pub async fn new(State(app): State<App>, actor: Actor, At(panel): At<PanelId>) -> Answer<Response> {
    page::show(&new_page(&app, &actor, panel, Form::default()).await?)
}

/// Adds a seat.
///
/// # Errors
/// As every page.
pub async fn add(
    State(app): State<App>,
    actor: Actor,
    At(panel): At<PanelId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let seat = NewSeat {
        organisation: form.value("organisation"),
        title: form.value("title"),
        voting: form.value("voting"),
        holder: form.value("holder"),
    };
    match acts::add_seat(&app, &actor, panel, seat).await {
        Ok(_) => page::see_other(&format!("/panels/{panel}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&new_page(&app, &actor, panel, form).await?)
        }
        Err(other) => Err(other),
    }
}

async fn holder_page(app: &App, actor: &Actor, seat: SeatId, mut form: Form) -> Answer<Holder> {
    let (panel, seat) = acts::seat(app, actor, seat).await?;
    if form.ok() {
        form.set(
            "holder",
            seat.holder
                .as_ref()
                .map_or(String::new(), |(person, _)| person.to_string()),
        );
    }
    let people = people_or_nobody(acts::eligible(app, actor).await?, "Nobody: leave the seat empty");
    Ok(Holder {
        frame: actor.frame("/panels").with_form(&form),
        form,
        panel,
        seat,
        people,
    })
}

/// Who holds the seat.
///
/// # Errors
/// Not found for a seat that is not theirs to manage.
pub async fn holder(State(app): State<App>, actor: Actor, At(seat): At<SeatId>) -> Answer<Response> {
    page::show(&holder_page(&app, &actor, seat, Form::default()).await?)
}

/// Gives the seat to somebody.
///
/// # Errors
/// As every page.
pub async fn change_holder(
    State(app): State<App>,
    actor: Actor,
    At(seat): At<SeatId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::change_holder(&app, &actor, seat, form.value("holder")).await {
        Ok(panel) => page::see_other(&format!("/panels/{panel}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&holder_page(&app, &actor, seat, form).await?)
        }
        Err(other) => Err(other),
    }
}

/// Ends the seat.
///
/// # Errors
/// As every page.
pub async fn end(
    State(app): State<App>,
    actor: Actor,
    At(seat): At<SeatId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    let panel = acts::end_seat(&app, &actor, seat).await?;
    page::see_other(&format!("/panels/{panel}"))
}

async fn substitutes_page(app: &App, actor: &Actor, seat: SeatId, form: Form) -> Answer<Substitutes> {
    let (panel, seat) = acts::seat(app, actor, seat).await?;
    let people = people_or_nobody(acts::eligible(app, actor).await?, "Choose somebody");
    Ok(Substitutes {
        frame: actor.frame("/panels").with_form(&form),
        form,
        panel,
        seat,
        people,
    })
}

/// Who may sit in the seat instead.
///
/// # Errors
/// Not found for a seat that is not theirs to manage.
pub async fn substitutes(State(app): State<App>, actor: Actor, At(seat): At<SeatId>) -> Answer<Response> {
    page::show(&substitutes_page(&app, &actor, seat, Form::default()).await?)
}

/// Names a substitute.
///
/// # Errors
/// As every page.
pub async fn add_substitute(
    State(app): State<App>,
    actor: Actor,
    At(seat): At<SeatId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::add_substitute(&app, &actor, seat, form.value("person")).await {
        Ok(_) => page::see_other(&format!("/seats/{seat}/substitutes")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&substitutes_page(&app, &actor, seat, form).await?)
        }
        Err(other) => Err(other),
    }
}

/// Ends a substitute.
///
/// # Errors
/// As every page.
pub async fn end_substitute(
    State(app): State<App>,
    actor: Actor,
    At((seat, person)): At<(SeatId, PersonId)>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::end_substitute(&app, &actor, seat, person).await?;
    page::see_other(&format!("/seats/{seat}/substitutes"))
}
