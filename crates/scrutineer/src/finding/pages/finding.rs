//! `/findings/{finding}`: what the panel found, and what became known later.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, gate::At},
    finding::{acts, model::Observation},
    pack::acts::papers_of,
    platform::{
        app::App,
        form::Fact,
        frame::Frame,
        ids::{FeedbackId, FindingId, MeetingId},
        page,
        refusal::Answer,
    },
};

/// One observation in words.
struct Line {
    theme: String,
    polarity: &'static str,
    severity: String,
    destination: String,
    note: String,
}

#[derive(Template)]
#[template(path = "finding/pages/finding.html")]
struct Page {
    frame: Frame,
    finding: FindingId,
    meeting: MeetingId,
    label: String,
    held_on: String,
    again: bool,
    facts: Vec<Fact>,
    reasons: String,
    quorum: Vec<String>,
    observations: Vec<Line>,
    supplements: Vec<(String, String)>,
    feedback: Vec<(FeedbackId, String)>,
    may_feedback: bool,
    may_write_feedback: bool,
    may_supplement: bool,
}

fn axis(answer: &str) -> &'static str {
    match answer {
        "yes" => "Yes",
        "no" => "No",
        _ => "Cannot say",
    }
}

fn line(app: &App, one: Observation) -> Line {
    let pack = &app.packs.observations;
    let severity = pack
        .severities
        .iter()
        .find(|severity| severity.code == one.severity);
    Line {
        theme: pack
            .theme(&one.theme)
            .map_or_else(|| one.theme.clone(), |theme| theme.label.clone()),
        polarity: one.polarity.title(),
        severity: severity.map_or_else(|| "None".to_owned(), |severity| severity.label.clone()),
        destination: pack
            .destination(&one.destination)
            .map_or(one.destination, |place| place.label.clone()),
        note: one.note,
    }
}

fn facts(whole: &acts::Whole) -> Vec<Fact> {
    let finding = &whole.finding;
    let value = whole.scale.value(&finding.class);
    let class = value.map_or_else(
        || finding.class.clone(),
        |value| format!("{}: {}", value.code, value.label),
    );
    let votes = format!(
        "{} for, {} against, {} abstained",
        finding.votes_for, finding.votes_against, finding.abstained
    );
    vec![
        Fact::new("Class", class),
        Fact::new("Appropriate?", axis(&finding.appropriate)),
        Fact::new("Consistent with policy?", axis(&finding.consistent)),
        Fact::new("Votes", votes),
        Fact::new("Decided by", finding.decision_mode.title()),
        Fact::new(
            "Scale",
            format!("{}, version {}", whole.scale.title, finding.scale_version),
        ),
        Fact::new("Recorded", finding.recorded_at.words()),
    ]
}

/// The page. Asking for it is logged.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(finding): At<FindingId>) -> Answer<Response> {
    let whole = acts::read(&app, &actor, finding).await?;
    let facts_of = actor.facts(whole.meeting.body).seated(whole.seated);
    let may = |action: Action| actor.may(action, facts_of);
    let papers = papers_of(&app, &actor, whole.case.id).await?;
    let frame = actor
        .frame("/meetings")
        .marked(papers.marking)
        .read_by(papers.copy);
    page::show(&Page {
        frame,
        finding,
        meeting: whole.meeting.id,
        label: whole.case.label.clone(),
        held_on: crate::platform::clock::date_words(whole.meeting.held_on),
        again: whole
            .scale
            .value(&whole.finding.class)
            .is_some_and(|value| !value.ends_case),
        facts: facts(&whole),
        reasons: whole.finding.reasons.clone(),
        quorum: whole.finding.quorum_words.lines().map(str::to_owned).collect(),
        observations: whole
            .observations
            .into_iter()
            .map(|one| line(&app, one))
            .collect(),
        supplements: whole
            .supplements
            .into_iter()
            .map(|one| (one.added_at.words(), one.note))
            .collect(),
        feedback: whole.feedback,
        may_feedback: may(Action::FeedbackRead),
        may_write_feedback: may(Action::FindingRecord),
        may_supplement: may(Action::FindingSupplement),
    })
}
