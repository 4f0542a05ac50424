//! `/panels/{panel}`: what a panel agreed to and who sits on it.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, gate::At},
    body::{
        acts,
        model::{Panel, Seat, Terms},
    },
    platform::{
        app::App,
        clock::date_words,
        form::Fact,
        frame::Frame,
        ids::{PanelId, SeatId},
        page,
        refusal::Answer,
    },
};

struct SeatLine {
    id: SeatId,
    organisation: String,
    title: String,
    sector: &'static str,
    voting: bool,
    holder: Option<String>,
    substitutes: Vec<String>,
}

struct Version {
    number: i64,
    from: String,
    facts: Vec<Fact>,
    /// The quorum as the coordinator wrote it.
    expression: String,
}

#[derive(Template)]
#[template(path = "body/pages/panel.html")]
struct Page {
    frame: Frame,
    panel: Panel,
    current: Option<Version>,
    /// When the newest terms are agreed but do not hold yet.
    not_yet: bool,
    earlier: Vec<Version>,
    seats: Vec<SeatLine>,
    may_manage: bool,
    may_see_draws: bool,
}

fn version(app: &App, terms: &Terms) -> Version {
    let number = u32::try_from(terms.scale_version).unwrap_or_default();
    let title = app
        .packs
        .scale(&terms.scale_id, number)
        .map_or("", |scale| scale.title.as_str());
    Version {
        number: terms.version,
        from: date_words(terms.effective_from),
        facts: vec![
            Fact::new(
                "Scale",
                format!("{title} ({} version {})", terms.scale_id, terms.scale_version),
            ),
            Fact::new("How it decides", terms.decision_mode.title()),
            Fact::new("Quorum", terms.quorum.rule()),
            Fact::new("In force from", date_words(terms.effective_from)),
        ],
        expression: terms.quorum.to_string(),
    }
}

fn seat_line(seat: Seat) -> SeatLine {
    SeatLine {
        id: seat.id,
        organisation: seat.organisation_name,
        title: seat.title,
        sector: seat.sector.title(),
        voting: seat.voting,
        holder: seat.holder.map(|(_, name)| name),
        substitutes: seat.substitutes.into_iter().map(|(_, name)| name).collect(),
    }
}

/// The panel.
///
/// # Errors
/// Not found for a panel the person may not see.
pub async fn get(State(app): State<App>, actor: Actor, At(panel): At<PanelId>) -> Answer<Response> {
    let whole = acts::panel(&app, &actor, panel).await?;
    let today = app.now().london_date();
    let seated = whole.seats.iter().any(|seat| seat.is_for(actor.person));
    let facts = actor.facts(whole.panel.body).seated(seated);
    let mut terms = whole.terms.iter();
    let newest = terms.next();
    page::show(&Page {
        frame: actor.frame("/panels"),
        current: newest.map(|terms| version(&app, terms)),
        not_yet: newest.is_some_and(|terms| terms.effective_from > today),
        earlier: terms.map(|terms| version(&app, terms)).collect(),
        panel: whole.panel,
        seats: whole.seats.into_iter().map(seat_line).collect(),
        may_manage: actor.may(Action::PanelManage, facts),
        may_see_draws: actor.may(Action::DrawRead, facts),
    })
}
