//! `/meetings/{meeting}/attendance`: who sits in which seat.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    body::model::Seat,
    meeting::{
        acts,
        model::{Attendance, Status},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::{MeetingId, SeatId},
        page,
        refusal::{Answer, Refusal},
    },
};

struct Question {
    field: String,
    legend: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "meeting/pages/attendance.html")]
struct Page {
    frame: Frame,
    form: Form,
    meeting: MeetingId,
    questions: Vec<Question>,
}

fn field(seat: SeatId) -> String {
    format!("seat-{seat}")
}

fn question(seat: &Seat) -> Question {
    let choice = |status: Status, text: &str| Choice::new(status.as_str(), text);
    let mut choices = Vec::new();
    if let Some((_, name)) = &seat.holder {
        choices.push(choice(Status::Present, &format!("{name} is here")));
        choices.push(choice(Status::Apologies, "Apologies"));
    }
    for (person, name) in &seat.substitutes {
        choices.push(Choice::new(
            format!("substitute:{person}"),
            format!("{name} is here as substitute"),
        ));
    }
    choices.push(choice(Status::Absent, "Absent"));
    choices.push(choice(Status::Expected, "Not known yet"));
    let vote = if seat.voting { "" } else { " (no vote)" };
    Question {
        field: field(seat.id),
        legend: format!("{}, {}{vote}", seat.title, seat.organisation_name),
        choices,
    }
}

fn filled(recorded: &[Attendance]) -> Form {
    let mut form = Form::default();
    for one in recorded {
        let said = match (one.status, one.person) {
            (Status::Substitute, Some(person)) => format!("substitute:{person}"),
            (status, _) => status.as_str().to_owned(),
        };
        form.set(field(one.seat), said);
    }
    form
}

fn page_for(actor: &Actor, meeting: MeetingId, seats: &[Seat], form: Form) -> Page {
    let frame = actor.frame("/meetings").with_form(&form);
    Page {
        frame,
        form,
        meeting,
        questions: seats.iter().map(question).collect(),
    }
}

/// The form, with what is recorded so far.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(meeting): At<MeetingId>) -> Answer<Response> {
    let (meeting, seats, recorded) = acts::attending(&app, &actor, meeting).await?;
    page::show(&page_for(&actor, meeting.id, &seats, filled(&recorded)))
}

/// Records the attendance.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(meeting): At<MeetingId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let (_, seats, _) = acts::attending(&app, &actor, meeting).await?;
    let said: Vec<(SeatId, String)> = seats
        .iter()
        .map(|seat| (seat.id, form.value(&field(seat.id)).to_owned()))
        .filter(|(_, said)| !said.is_empty())
        .collect();
    match acts::attend(&app, &actor, meeting, &said).await {
        Ok(()) => page::see_other(&format!("/meetings/{meeting}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_for(&actor, meeting, &seats, form))
        }
        Err(other) => Err(other),
    }
}
