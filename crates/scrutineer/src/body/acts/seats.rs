//! Seats: whose they are, who holds them, who may sit in them instead.

use super::{Faults, managed};
use crate::{
    access::{self, Action, Actor, Role, model::PersonState},
    audit::Note,
    body::{
        model::{Panel, Seat},
        store,
    },
    platform::{
        app::App,
        db::Tx,
        ids::{BodyId, OrganisationId, PanelId, PersonId, SeatId},
        refusal::{Answer, Refusal},
    },
};

/// The people of a body who may sit on its panels, by name: those with the role chair, member or substitute.
///
/// # Errors
/// As every act.
pub async fn eligible(app: &App, actor: &Actor) -> Answer<Vec<(PersonId, String)>> {
    actor.allow(Action::PanelManage, actor.facts(actor.body))?;
    let mut tx = app.db.read("body.eligible").await?;
    eligible_of(&mut tx, actor.body).await
}

async fn eligible_of(tx: &mut Tx, body: BodyId) -> Answer<Vec<(PersonId, String)>> {
    const SITTING: [Role; 3] = [Role::Chair, Role::Member, Role::Substitute];
    let people = access::store::people_of(tx, body).await?;
    Ok(people
        .into_iter()
        .filter(|(person, _)| person.state != PersonState::Suspended)
        .filter(|(_, grants)| grants.iter().any(|grant| SITTING.contains(&grant.role)))
        .map(|(person, _)| (person.id, person.name))
        .collect())
}

/// A seat the person may manage, with its panel.
///
/// # Errors
/// [`Refusal::NotFound`] for a seat that has ended or is not theirs to manage.
pub async fn seat(app: &App, actor: &Actor, seat: SeatId) -> Answer<(Panel, Seat)> {
    let mut tx = app.db.read("body.seat").await?;
    managed_seat(&mut tx, actor, seat).await
}

async fn managed_seat(tx: &mut Tx, actor: &Actor, seat: SeatId) -> Answer<(Panel, Seat)> {
    let panel = store::panel_of_seat(tx, seat).await?.ok_or(Refusal::NotFound)?;
    let panel = managed(tx, actor, panel).await?;
    let seats = store::seats(tx, panel.id).await?;
    let seat = seats
        .into_iter()
        .find(|one| one.id == seat)
        .ok_or(Refusal::NotFound)?;
    Ok((panel, seat))
}

/// A new seat, as a form gives it.
#[derive(Debug, Clone, Copy)]
pub struct NewSeat<'a> {
    /// The id of one of the body's organisations.
    pub organisation: &'a str,
    /// What the seat is called.
    pub title: &'a str,
    /// `yes` or `no`.
    pub voting: &'a str,
    /// The id of a person who may sit on panels, or empty.
    pub holder: &'a str,
}

/// Adds a seat to a panel.
///
/// # Errors
/// An organisation or holder that is none of the body's, a title that is missing, no answer about the vote.
pub async fn add_seat(app: &App, actor: &Actor, panel: PanelId, new: NewSeat<'_>) -> Answer<Seat> {
    let mut act = actor.begin(app, "seat.add").await?;
    let panel = managed(&mut act.tx, actor, panel).await?;
    let mut faults = Faults::default();
    let organisations = store::organisations_of(&mut act.tx, panel.body).await?;
    let chosen = new.organisation.parse::<OrganisationId>().ok();
    let organisation = organisations.into_iter().find(|one| Some(one.id) == chosen);
    let organisation = faults.need(organisation, "organisation", "Choose whose seat it is");
    let title = Some(new.title.trim()).filter(|title| !title.is_empty() && title.chars().count() <= 100);
    let title = faults.need(
        title,
        "title",
        "Enter what the seat is called, up to 100 characters",
    );
    let voting = match new.voting {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let voting = faults.need(voting, "voting", "Choose whether the seat has a vote");
    let holder = if new.holder.is_empty() {
        Ok(None)
    } else {
        sitter(&mut act.tx, &panel, new.holder).await?.map(Some)
    };
    let holder = holder.map_err(|sentence| faults.add("holder", sentence));
    let (Some(organisation), Some(title), Some(voting), Ok(holder)) = (organisation, title, voting, holder)
    else {
        return faults.refuse();
    };
    let seat = Seat {
        id: SeatId::new(app.clock.as_ref(), app.chance.as_ref())?,
        panel: panel.id,
        organisation: organisation.id,
        organisation_name: organisation.name,
        sector: organisation.sector,
        title: title.to_owned(),
        voting,
        holder,
        substitutes: Vec::new(),
    };
    let now = act.now;
    store::add_seat(&mut act.tx, &seat, now).await?;
    let held_by = seat
        .holder
        .as_ref()
        .map_or("nobody".to_owned(), |(person, _)| person.to_string());
    let note = Note::altered("panel", panel.id)
        .with("seat", seat.id)
        .with("sector", seat.sector);
    act.log(note.with("voting", voting).with("holder", held_by))
        .await?;
    act.commit().await?;
    Ok(seat)
}

/// The person meant, if they may take a seat on the panel: one person holds one seat, so that nobody counts twice.
async fn sitter(tx: &mut Tx, panel: &Panel, text: &str) -> Answer<Result<(PersonId, String), &'static str>> {
    let chosen = text.parse::<PersonId>().ok();
    let person = eligible_of(tx, panel.body)
        .await?
        .into_iter()
        .find(|(id, _)| Some(*id) == chosen);
    let Some(person) = person else {
        return Ok(Err("Choose somebody who may sit on panels"));
    };
    let seats = store::seats(tx, panel.id).await?;
    let sits = seats
        .iter()
        .filter_map(|seat| seat.holder.as_ref())
        .any(|(holder, _)| *holder == person.0);
    Ok(if sits {
        Err("They hold a seat on this panel already; choose somebody else")
    } else {
        Ok(person)
    })
}

/// Gives a seat to somebody, or leaves it empty when `person` is. Whoever takes it is no longer a substitute on it.
///
/// # Errors
/// Somebody who may not sit on panels, or holds a seat on this one.
pub async fn change_holder(app: &App, actor: &Actor, seat: SeatId, person: &str) -> Answer<PanelId> {
    let mut act = actor.begin(app, "seat.holder").await?;
    let (panel, seat) = managed_seat(&mut act.tx, actor, seat).await?;
    let holder = if person.is_empty() {
        None
    } else {
        let sitter = sitter(&mut act.tx, &panel, person).await?;
        Some(sitter.map_err(|sentence| Refusal::field("holder", sentence))?.0)
    };
    let now = act.now;
    if let Some(holder) = holder {
        store::end_substitute(&mut act.tx, seat.id, holder, now).await?;
    }
    store::change_holder(&mut act.tx, seat.id, holder).await?;
    let to = holder.map_or("nobody".to_owned(), |person| person.to_string());
    act.log(
        Note::altered("panel", panel.id)
            .with("seat", seat.id)
            .with("holder", to),
    )
    .await?;
    act.commit().await?;
    Ok(panel.id)
}

/// Ends a seat: it is no longer counted, and what was recorded of it stays.
///
/// # Errors
/// [`Refusal::NotFound`] for a seat that has ended or is not theirs to manage.
pub async fn end_seat(app: &App, actor: &Actor, seat: SeatId) -> Answer<PanelId> {
    let mut act = actor.begin(app, "seat.end").await?;
    let (panel, seat) = managed_seat(&mut act.tx, actor, seat).await?;
    let now = act.now;
    store::end_seat(&mut act.tx, seat.id, now).await?;
    act.log(
        Note::altered("panel", panel.id)
            .with("seat", seat.id)
            .with("ended", "yes"),
    )
    .await?;
    act.commit().await?;
    Ok(panel.id)
}

/// Names somebody who may sit in the seat instead of its holder.
///
/// # Errors
/// Somebody who may not sit on panels, holds a seat on this one, or is named already.
pub async fn add_substitute(app: &App, actor: &Actor, seat: SeatId, person: &str) -> Answer<PanelId> {
    let mut act = actor.begin(app, "seat.substitute").await?;
    let (panel, seat) = managed_seat(&mut act.tx, actor, seat).await?;
    let (person, _) = sitter(&mut act.tx, &panel, person)
        .await?
        .map_err(|sentence| Refusal::field("person", sentence))?;
    if seat.is_for(person) {
        return Err(Refusal::field(
            "person",
            "They are named for this seat already; choose somebody else",
        ));
    }
    let now = act.now;
    store::add_substitute(&mut act.tx, seat.id, person, Some(actor.person), now).await?;
    act.log(
        Note::altered("panel", panel.id)
            .with("seat", seat.id)
            .with("substitute", person),
    )
    .await?;
    act.commit().await?;
    Ok(panel.id)
}

/// Ends a substitute.
///
/// # Errors
/// [`Refusal::NotFound`] for somebody who is not named for the seat.
pub async fn end_substitute(app: &App, actor: &Actor, seat: SeatId, person: PersonId) -> Answer<PanelId> {
    let mut act = actor.begin(app, "seat.end_substitute").await?;
    let (panel, seat) = managed_seat(&mut act.tx, actor, seat).await?;
    let now = act.now;
    if !store::end_substitute(&mut act.tx, seat.id, person, now).await? {
        return Err(Refusal::NotFound);
    }
    act.log(
        Note::altered("panel", panel.id)
            .with("seat", seat.id)
            .with("ended_substitute", person),
    )
    .await?;
    act.commit().await?;
    Ok(panel.id)
}
