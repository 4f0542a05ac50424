//! `/meetings/{meeting}`: agenda, attendance and quorum; opening and closing.

use askama::Template;
use axum::{extract::State, response::Response};

use super::list::colour;
use crate::{
    access::{Action, Actor, Posted, Role, gate::At},
    body::model::Verdict,
    meeting::{
        acts,
        model::{Heard, MeetingState, Sitting},
    },
    platform::{
        app::App,
        form::Fact,
        frame::Frame,
        ids::{CaseId, FindingId, MeetingId, PanelId},
        page,
        refusal::Answer,
    },
};

/// One seat in the attendance table.
pub(super) struct SeatLine {
    pub(super) title: String,
    pub(super) organisation: String,
    pub(super) who: String,
    pub(super) status: &'static str,
    pub(super) vote: &'static str,
}

/// A seat as the tables show it.
pub(super) fn seat_line(one: &Sitting) -> SeatLine {
    let nobody = || "Nobody".to_owned();
    let who = if one.here() {
        one.name.clone()
    } else {
        one.holder.clone()
    };
    SeatLine {
        title: one.title.clone(),
        organisation: one.organisation.clone(),
        who: who.unwrap_or_else(nobody),
        status: one.attendance.status.title(),
        vote: if one.voting { "Yes" } else { "No" },
    }
}

struct CaseLine {
    id: CaseId,
    label: String,
    stratum: String,
    heard: &'static str,
    finding: Option<FindingId>,
    linked: bool,
    interest: bool,
}

#[derive(Template)]
#[template(path = "meeting/pages/meeting.html")]
struct Page {
    frame: Frame,
    meeting: MeetingId,
    panel: PanelId,
    panel_name: String,
    title: String,
    state: &'static str,
    colour: &'static str,
    facts: Vec<Fact>,
    updated: String,
    quorum: Verdict,
    seats: Vec<SeatLine>,
    cases: Vec<CaseLine>,
    not_heard: usize,
    not_found: usize,
    closed: bool,
    may_attend: bool,
    may_open: bool,
    may_close: bool,
    may_feedback: bool,
    may_report: bool,
}

fn heard(heard: Heard, closed: bool) -> &'static str {
    match (heard, closed) {
        (Heard::NotHeard, false) => "Not heard yet",
        (Heard::NotHeard, true) => "Not heard",
        (Heard::Opened, false) => "Opened",
        (Heard::Opened, true) => "Opened, no finding",
        (Heard::Found, _) => "Finding recorded",
    }
}

fn case_lines(actor: &Actor, whole: &acts::Whole) -> Vec<CaseLine> {
    let meeting = &whole.meeting;
    let here = actor.is(Role::Coordinator) || whole.room.here.iter().any(|one| one.is(actor.person));
    let closed = meeting.state == MeetingState::Closed;
    let line = |item: &acts::Item| {
        let facts = actor
            .facts(meeting.body)
            .seated(whole.seated)
            .conflicted(item.interest);
        CaseLine {
            id: item.case.id,
            label: item.case.label.clone(),
            stratum: item.case.stratum.clone(),
            heard: heard(item.heard, closed),
            finding: item.finding.filter(|_| actor.may(Action::FindingRead, facts)),
            linked: here && meeting.state != MeetingState::Planned && actor.may(Action::FindingRead, facts),
            interest: item.interest,
        }
    };
    whole.items.iter().map(line).collect()
}

fn page_for(app: &App, actor: &Actor, whole: &acts::Whole) -> Answer<Page> {
    let meeting = &whole.meeting;
    let facts = actor.facts(meeting.body).seated(whole.seated);
    let may = |action: Action| actor.may(action, facts);
    let scale = acts::scale_of(app, &whole.terms)?;
    let count = |wanted: Heard| whole.items.iter().filter(|item| item.heard == wanted).count();
    let closed = meeting.state == MeetingState::Closed;
    let rows = vec![
        Fact::new("When", meeting.starts_at.words()),
        Fact::new("Where", &meeting.place),
        Fact::new(
            "Cases",
            format!("{} of {}", whole.items.len(), whole.draw.reference),
        ),
        Fact::new("Scale", &scale.title),
        Fact::new("Decides by", whole.terms.decision_mode.title()),
    ];
    Ok(Page {
        frame: actor.frame("/meetings"),
        meeting: meeting.id,
        panel: whole.panel.id,
        panel_name: whole.panel.name.clone(),
        title: format!(
            "Meeting of {}",
            crate::platform::clock::date_words(meeting.held_on)
        ),
        state: meeting.state.title(),
        colour: colour(meeting.state),
        facts: rows,
        updated: app.now().words(),
        quorum: whole.room.quorum.clone(),
        seats: whole.sittings.iter().map(seat_line).collect(),
        cases: case_lines(actor, whole),
        not_heard: count(Heard::NotHeard),
        not_found: count(Heard::Opened),
        closed,
        may_attend: !closed && may(Action::MeetingPlan),
        may_open: meeting.state == MeetingState::Planned && may(Action::MeetingRun),
        may_close: meeting.state == MeetingState::Open && may(Action::MeetingRun),
        may_feedback: may(Action::FeedbackRead),
        may_report: closed && may(Action::ReportRead),
    })
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(meeting): At<MeetingId>) -> Answer<Response> {
    let whole = acts::look(&app, &actor, meeting).await?;
    page::show(&page_for(&app, &actor, &whole)?)
}

/// Opens the meeting.
///
/// # Errors
/// As every page.
pub async fn open(
    State(app): State<App>,
    actor: Actor,
    At(meeting): At<MeetingId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::open(&app, &actor, meeting).await?;
    page::see_other(&format!("/meetings/{meeting}"))
}

/// Closes the meeting.
///
/// # Errors
/// As every page.
pub async fn close(
    State(app): State<App>,
    actor: Actor,
    At(meeting): At<MeetingId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::close(&app, &actor, meeting).await?;
    page::see_other(&format!("/meetings/{meeting}"))
}
