//! `/meetings/{meeting}/cases/{case}`: one case while the panel is in the room.

use askama::Template;
use axum::{extract::State, response::Response};
use documents::{Bar, Chart};

use super::meeting::{SeatLine, seat_line};
use crate::{
    access::{Action, Actor, Posted, gate::At},
    body::model::Verdict,
    meeting::{
        acts::{self, Hearing},
        model::{Again, MOST_DISCUSSION, MeetingState, Spread, Why},
    },
    pack::acts::{Papers, papers_of},
    platform::{
        app::App,
        chart::BarChart,
        clock::date_words,
        form::Form,
        frame::Frame,
        ids::{CaseId, FindingId, MeetingId},
        page,
        refusal::{Answer, Refusal},
    },
};

/// What the sealed classes say, ready to be shown.
struct Shown {
    total: usize,
    chart: BarChart,
    reasons: Vec<(String, String)>,
    themes: Vec<(String, usize)>,
    withdrawn: usize,
}

/// Why a case is here that is not of the meeting's own draw.
fn again_words(again: &Again) -> String {
    let left = match again.why {
        Why::NotHeard => "did not hear it",
        Why::NoFinding => "opened it and came to no finding",
        Why::NotConcluded => "found a class that does not end the case",
    };
    format!("Listed again: the meeting of {} {left}.", date_words(again.from))
}

#[derive(Template)]
#[template(path = "meeting/pages/case.html")]
struct Page {
    frame: Frame,
    form: Form,
    meeting: MeetingId,
    case: CaseId,
    name: String,
    again: String,
    found_before: Vec<(String, FindingId)>,
    updated: String,
    sealed: i64,
    spread: Option<Shown>,
    opened_at: String,
    discussion: String,
    quorum: Verdict,
    here: Vec<SeatLine>,
    withdrawn: Vec<SeatLine>,
    votes: i64,
    finding: Option<FindingId>,
    closed: bool,
    may_read: bool,
    may_open: bool,
    may_declare: bool,
    may_record: bool,
    most: u32,
}

fn shown(app: &App, spread: Spread) -> Shown {
    let total = spread.total();
    let bar = |(code, short, count): &(String, String, usize)| Bar {
        label: format!("{code}: {short}"),
        value: f64::from(u32::try_from(*count).unwrap_or(u32::MAX)),
        low: None,
        high: None,
        text: format!("{count} of {total}"),
    };
    let chart = Chart {
        title: "Classes sealed before the meeting".to_owned(),
        description: "How many members sealed each class of the scale.".to_owned(),
        bars: spread.classes.iter().map(bar).collect(),
        table: None,
    };
    let label = |code: &String| {
        app.packs
            .observations
            .theme(code)
            .map_or_else(|| code.clone(), |one| one.label.clone())
    };
    Shown {
        total,
        chart: BarChart::from(&chart),
        themes: spread
            .themes
            .iter()
            .map(|(code, count)| (label(code), *count))
            .collect(),
        reasons: spread.reasons,
        withdrawn: spread.withdrawn,
    }
}

fn page_for(
    app: &App,
    actor: &Actor,
    (hearing, sealed, spread): (Hearing, i64, Option<Spread>),
    papers: Papers,
    form: Option<Form>,
) -> Page {
    let meeting = &hearing.meeting;
    let running = meeting.state == MeetingState::Open;
    // They are in the room without an interest, else there were no page.
    let facts = actor
        .facts(meeting.body)
        .seated(hearing.room.here.iter().any(|one| one.is(actor.person)));
    let discussion = hearing
        .opened
        .as_ref()
        .map(|one| one.discussion.clone())
        .unwrap_or_default();
    let form = form.unwrap_or_else(|| Form::read([("discussion", discussion.clone())]));
    let frame = actor
        .frame("/meetings")
        .with_form(&form)
        .marked(papers.marking)
        .read_by(papers.copy);
    Page {
        frame,
        form,
        meeting: meeting.id,
        case: hearing.case.id,
        name: hearing.name(),
        again: hearing.again.as_ref().map(again_words).unwrap_or_default(),
        found_before: hearing
            .found_before
            .iter()
            .map(|(day, finding)| (date_words(*day), *finding))
            .collect(),
        updated: app.now().words(),
        sealed,
        opened_at: hearing
            .opened
            .as_ref()
            .map(|one| one.at.words())
            .unwrap_or_default(),
        discussion,
        quorum: hearing.room.quorum.clone(),
        here: hearing.room.here.iter().map(seat_line).collect(),
        withdrawn: hearing.room.withdrawn.iter().map(seat_line).collect(),
        votes: hearing.room.votes(),
        finding: hearing.finding,
        closed: !running,
        // Papers are for those who sit; the coordinator has prepared them.
        may_read: hearing.room.here.iter().any(|one| one.is(actor.person)),
        may_open: running && hearing.opened.is_none() && actor.may(Action::MeetingRun, facts),
        may_declare: running && hearing.finding.is_none() && actor.may(Action::FindingRecord, facts),
        may_record: running && hearing.opened.is_some() && actor.may(Action::FindingRecord, facts),
        spread: spread.map(|spread| shown(app, spread)),
        most: MOST_DISCUSSION,
    }
}

/// The page. Once the case is open, asking for it is logged.
///
/// # Errors
/// Not found for whoever is not in the room for this case.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
) -> Answer<Response> {
    let seen = acts::look_at_case(&app, &actor, meeting, case).await?;
    let papers = papers_of(&app, &actor, case).await?;
    page::show(&page_for(&app, &actor, seen, papers, None))
}

/// Opens the sealed classes.
///
/// # Errors
/// As every page.
pub async fn open(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::open_case(&app, &actor, meeting, case).await?;
    page::see_other(&format!("/meetings/{meeting}/cases/{case}"))
}

/// Records what was said.
///
/// # Errors
/// As every page.
pub async fn discuss(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::discuss(&app, &actor, meeting, case, form.value("discussion")).await {
        Ok(()) => page::see_other(&format!("/meetings/{meeting}/cases/{case}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let seen = acts::look_at_case(&app, &actor, meeting, case).await?;
            let papers = papers_of(&app, &actor, case).await?;
            page::show_again(&page_for(&app, &actor, seen, papers, Some(form)))
        }
        Err(other) => Err(other),
    }
}
