//! Planning a meeting, and recording who comes.

use jiff::civil::Date;

use super::{listing::hand_on, load};
use crate::{
    access::{Action, Actor},
    audit::Note,
    body::{self, model::Seat},
    draw::{
        self,
        model::{Draw, DrawState},
    },
    meeting::{
        model::{Attendance, Meeting, MeetingState, Status, time_of_day},
        store,
    },
    platform::{
        app::App,
        clock::Moment,
        db::{DbError, Tx},
        form::FieldError,
        ids::{DrawId, MeetingId, PersonId, SeatId},
        refusal::{Answer, Refusal},
    },
};

/// A meeting as a form gives it.
#[derive(Debug, Clone)]
pub struct NewMeeting<'a> {
    /// The day; none when the form had no date, which it has said itself.
    pub held_on: Option<Date>,
    /// When it starts, such as `2pm`.
    pub time: &'a str,
    /// A room or a link.
    pub place: &'a str,
}

async fn plannable(tx: &mut Tx, actor: &Actor, draw: DrawId) -> Answer<Draw> {
    let draw = draw::store::draw(tx, draw).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(tx, draw.panel, actor.person).await?;
    actor.allow(Action::MeetingPlan, actor.facts(draw.body).seated(seated))?;
    if draw.state != DrawState::Drawn {
        return Err(Refusal::conflict(
            "the cases are not drawn yet; plan the meeting once they are",
        ));
    }
    if store::meeting_of_draw(tx, draw.id).await?.is_some() {
        return Err(Refusal::conflict(
            "a meeting on these cases is planned already; find it under Meetings",
        ));
    }
    Ok(draw)
}

/// A draw for which the person can plan a meeting.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Conflict`] before the draw and when there is a meeting.
pub async fn draw_to_plan(app: &App, actor: &Actor, draw: DrawId) -> Answer<Draw> {
    let mut tx = app.db.read("meeting.to_plan").await?;
    plannable(&mut tx, actor, draw).await
}

/// Plans the meeting on the cases of a draw, under the panel's newest terms of reference. What earlier meetings did not finish
/// is listed again at the panel's next meeting.
///
/// # Errors
/// As [`draw_to_plan`]; a time or a place that is missing.
pub async fn plan(app: &App, actor: &Actor, draw: DrawId, new: &NewMeeting<'_>) -> Answer<Meeting> {
    let mut act = actor.begin(app, "meeting.plan").await?;
    let draw = plannable(&mut act.tx, actor, draw).await?;
    let terms = body::store::terms(&mut act.tx, draw.panel).await?;
    let terms =
        terms.ok_or_else(|| Refusal::conflict("the panel has no terms of reference; agree them first"))?;
    let mut faults = Vec::new();
    let mut fault = |field: &str, message: &str| {
        faults.push(FieldError {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    let time = time_of_day(new.time);
    if time.is_none() {
        fault("time", "Enter the time it starts, such as 10:30am or 14:00");
    }
    let place = new.place.trim();
    if place.is_empty() || place.chars().count() > 200 {
        fault("place", "Enter where it meets, up to 200 characters");
    }
    let (Some(held_on), Some((hour, minute)), true) = (new.held_on, time, faults.is_empty()) else {
        return Err(Refusal::Invalid(faults));
    };
    let meeting = Meeting {
        id: MeetingId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: draw.body,
        panel: draw.panel,
        draw: draw.id,
        terms: terms.id,
        held_on,
        starts_at: Moment::in_london(held_on, hour, minute),
        place: place.to_owned(),
        state: MeetingState::Planned,
        opened_at: None,
        closed_at: None,
    };
    let now = act.now;
    match store::add_meeting(&mut act.tx, &meeting, now).await {
        Err(DbError::Duplicate) => {
            return Err(Refusal::conflict("a meeting on these cases is planned already"));
        }
        other => other?,
    }
    store::expect_seats(&mut act.tx, &meeting, now).await?;
    act.log(
        Note::collected("meeting", meeting.id)
            .with("draw", draw.id)
            .with("held_on", held_on),
    )
    .await?;
    hand_on(&mut act, meeting.panel).await?;
    act.commit().await?;
    Ok(meeting)
}

/// The meeting, the panel's seats, and what is recorded of them so far, for somebody who may record it.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Conflict`] when the meeting is closed.
pub async fn attending(
    app: &App,
    actor: &Actor,
    meeting: MeetingId,
) -> Answer<(Meeting, Vec<Seat>, Vec<Attendance>)> {
    let mut tx = app.db.read("meeting.attending").await?;
    let meeting = load(&mut tx, actor, meeting, Action::MeetingPlan).await?;
    meeting
        .must_not_be_closed()
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    let seats = body::store::seats(&mut tx, meeting.panel).await?;
    let recorded = store::attendance(&mut tx, meeting.id).await?;
    Ok((meeting, seats, recorded))
}

/// Records who sits in which seat. `said` holds for each seat a [`Status`] as stored, with the person after a colon where a
/// substitute sits in it; a seat nothing is said of stays as it is.
///
/// # Errors
/// [`Refusal::Invalid`] on `seat-ID`: a substitute who is not named for the seat, nobody to be present, one person twice.
pub async fn attend(app: &App, actor: &Actor, meeting: MeetingId, said: &[(SeatId, String)]) -> Answer<()> {
    let mut act = actor.begin(app, "meeting.attendance").await?;
    let meeting = load(&mut act.tx, actor, meeting, Action::MeetingPlan).await?;
    meeting
        .must_not_be_closed()
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    let seats = body::store::seats(&mut act.tx, meeting.panel).await?;
    let mut recorded = store::attendance(&mut act.tx, meeting.id).await?;
    let mut faults = Vec::new();
    for (seat, said) in said {
        let seat = seats
            .iter()
            .find(|one| one.id == *seat)
            .ok_or(Refusal::NotFound)?;
        match sitting(seat, said) {
            Ok(one) => {
                recorded.retain(|before| before.seat != one.seat);
                recorded.push(one);
            }
            Err(message) => faults.push(FieldError {
                field: format!("seat-{}", seat.id),
                message: message.to_owned(),
            }),
        }
    }
    faults.extend(twice(&recorded));
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let now = act.now;
    for one in &recorded {
        store::record(&mut act.tx, meeting.id, one, actor.person, now).await?;
    }
    let count = |status: Status| recorded.iter().filter(|one| one.status == status).count();
    let note = Note::altered("meeting", meeting.id)
        .with("present", count(Status::Present))
        .with("substitutes", count(Status::Substitute))
        .with("apologies", count(Status::Apologies))
        .with("absent", count(Status::Absent));
    act.log(note).await?;
    act.commit().await
}

/// What a form says of one seat.
fn sitting(seat: &Seat, said: &str) -> Result<Attendance, &'static str> {
    let (code, person) = said.split_once(':').unwrap_or((said, ""));
    let status: Status = code.parse().map_err(|_| "Choose who sits in this seat")?;
    let person =
        match status {
            Status::Expected | Status::Apologies | Status::Absent => None,
            Status::Present => match &seat.holder {
                Some((person, _)) => Some(*person),
                None => return Err("Nobody holds this seat, so nobody can be present in it"),
            },
            Status::Substitute => {
                let named = |person: &PersonId| seat.substitutes.iter().any(|(one, _)| one == person);
                let person = person.parse().ok().filter(named);
                Some(person.ok_or(
                    "Only a substitute named for this seat can sit in it; name them under Panels first",
                )?)
            }
        };
    Ok(Attendance {
        seat: seat.id,
        status,
        person,
    })
}

/// Nobody sits in two seats.
fn twice(recorded: &[Attendance]) -> Vec<FieldError> {
    let later = recorded.iter().enumerate().filter(|(place, one)| {
        one.person.is_some()
            && recorded[..*place]
                .iter()
                .any(|before| before.person == one.person)
    });
    later
        .map(|(_, one)| FieldError {
            field: format!("seat-{}", one.seat),
            message: "This person sits in another seat already; one person has one seat".to_owned(),
        })
        .collect()
}
