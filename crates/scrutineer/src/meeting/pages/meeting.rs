//! `/meetings/{meeting}`: agenda, attendance and quorum; opening and closing.

use askama::Template;
use axum::{extract::State, response::Response};

use super::list::colour;
use crate::{
    access::{Action, Actor, Posted, Role, gate::At},
    body::model::Verdict,
    meeting::{
        acts,
        model::{FeedbackLine, Heard, MeetingState, Sitting},
    },
    platform::{
        app::App,
        clock::date_words,
        form::Fact,
        frame::Frame,
        ids::{CaseId, FeedbackId, FindingId, MeetingId, PanelId},
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
    name: String,
    group: String,
    left_by: String,
    heard: &'static str,
    finding: Option<FindingId>,
    linked: bool,
    interest: bool,
}

/// The cases listed again, or those of the meeting's own draw.
struct CaseGroup {
    title: String,
    again: bool,
    cases: Vec<CaseLine>,
}

struct FeedbackRow {
    item: FeedbackId,
    case_name: String,
    kind: String,
    stage: String,
    since: String,
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
    feedback: Vec<FeedbackRow>,
    groups: Vec<CaseGroup>,
    all: usize,
    not_heard: usize,
    not_found: usize,
    closed: bool,
    may_attend: bool,
    may_open: bool,
    may_close: bool,
    may_feedback: bool,
    may_report: bool,
}

impl Page {
    /// `Of 10 cases, 9 are not heard and 1 is opened without a finding`; of the two only what there is.
    fn left(&self) -> String {
        let some = |count: usize, what: &str| {
            let are = if count == 1 { "is" } else { "are" };
            (count > 0).then(|| format!("{count} {are} {what}"))
        };
        let parts: Vec<String> = [
            some(self.not_heard, "not heard"),
            some(self.not_found, "opened without a finding"),
        ]
        .into_iter()
        .flatten()
        .collect();
        format!("Of {} cases, {}", self.all, parts.join(" and "))
    }
}

fn heard(item: &acts::Item, closed: bool) -> &'static str {
    match (item.heard, closed) {
        (Heard::NotHeard, false) if !item.released => "No papers released yet",
        (Heard::NotHeard, false) => "Not heard yet",
        (Heard::NotHeard, true) => "Not heard",
        (Heard::Opened, false) => "Opened",
        (Heard::Opened, true) => "Opened, no finding",
        (Heard::Found, _) => "Finding recorded",
    }
}

fn case_line(app: &App, actor: &Actor, whole: &acts::Whole, item: &acts::Item) -> CaseLine {
    let meeting = &whole.meeting;
    let here = actor.is(Role::Coordinator) || whole.room.here.iter().any(|one| one.is(actor.person));
    let closed = meeting.state == MeetingState::Closed;
    let facts = actor
        .facts(meeting.body)
        .seated(whole.seated)
        .conflicted(item.interest);
    let left_by = item
        .again
        .as_ref()
        .map(|again| format!("{}: {}", date_words(again.from), again.why.title().to_lowercase()));
    CaseLine {
        id: item.case.id,
        name: item.name(),
        group: app
            .packs
            .stratum_label(&whole.panel.record_kind, &item.case.stratum),
        left_by: left_by.unwrap_or_default(),
        heard: heard(item, closed),
        finding: item.finding.filter(|_| actor.may(Action::FindingRead, facts)),
        linked: here && meeting.state != MeetingState::Planned && actor.may(Action::FindingRead, facts),
        interest: item.interest,
    }
}

/// Those listed again, when there are any, before those of the draw.
fn groups(app: &App, actor: &Actor, whole: &acts::Whole) -> Vec<CaseGroup> {
    let group = |again: bool, title: String| CaseGroup {
        title,
        again,
        cases: whole
            .items
            .iter()
            .filter(|item| item.again.is_some() == again)
            .map(|item| case_line(app, actor, whole, item))
            .collect(),
    };
    let mut groups = vec![group(true, "Listed again from earlier meetings".to_owned())];
    groups.retain(|group| !group.cases.is_empty());
    groups.push(group(false, format!("Cases of {}", whole.draw.reference)));
    groups
}

fn feedback_row(line: &FeedbackLine) -> FeedbackRow {
    FeedbackRow {
        item: line.item,
        case_name: line.case_name.clone(),
        kind: line.kind_words(),
        stage: line.stage_words(),
        since: date_words(line.since.london_date()),
    }
}

fn cases_words(whole: &acts::Whole) -> String {
    let again = whole.items.iter().filter(|item| item.again.is_some()).count();
    let own = format!("{} of {}", whole.items.len() - again, whole.draw.reference);
    match again {
        0 => own,
        again => format!("{own}, and {again} listed again"),
    }
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
        Fact::new("Cases", cases_words(whole)),
        Fact::new("Scale", &scale.title),
        Fact::new("How it decides", whole.terms.decision_mode.title()),
    ];
    Ok(Page {
        frame: actor.frame("/meetings"),
        meeting: meeting.id,
        panel: whole.panel.id,
        panel_name: whole.panel.name.clone(),
        title: format!("Meeting of {}", date_words(meeting.held_on)),
        state: meeting.state.title(),
        colour: colour(meeting.state),
        facts: rows,
        updated: app.now().words(),
        quorum: whole.room.quorum.clone(),
        seats: whole.sittings.iter().map(seat_line).collect(),
        feedback: whole.feedback.iter().map(feedback_row).collect(),
        groups: groups(app, actor, whole),
        all: whole.items.len(),
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
