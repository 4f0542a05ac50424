//! `/meetings/{meeting}/cases/{case}/finding`: votes, class, reasons and observations of the panel.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    finding::{
        acts,
        model::{MOST_REASONS, OBSERVATIONS, Observed, Polarity, Said},
    },
    meeting::acts::{Hearing, scale_of},
    pack::acts::papers_of,
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::{CaseId, MeetingId},
        page,
        refusal::{Answer, Refusal},
    },
};

/// The names of the fields of one row of observations.
struct Row {
    number: usize,
    theme: String,
    polarity: String,
    severity: String,
    destination: String,
    note: String,
}

#[derive(Template)]
#[template(path = "finding/pages/record.html")]
struct Record {
    frame: Frame,
    form: Form,
    meeting: MeetingId,
    case: CaseId,
    label: String,
    votes: i64,
    decides: &'static str,
    first: Vec<Choice>,
    second: Vec<Choice>,
    classes: Vec<Choice>,
    rows: Vec<Row>,
    themes: Vec<Choice>,
    polarities: Vec<Choice>,
    severities: Vec<Choice>,
    destinations: Vec<Choice>,
    most: u32,
}

fn rows() -> Vec<Row> {
    let name = |field: &str, number: usize| format!("{field}-{number}");
    (1..=OBSERVATIONS)
        .map(|number| Row {
            number,
            theme: name("theme", number),
            polarity: name("polarity", number),
            severity: name("severity", number),
            destination: name("destination", number),
            note: name("note", number),
        })
        .collect()
}

fn said(form: &Form) -> Said {
    let text = |field: &str| form.value(field).to_owned();
    let observed = |row: Row| Observed {
        theme: text(&row.theme),
        polarity: text(&row.polarity),
        severity: text(&row.severity),
        destination: text(&row.destination),
        note: text(&row.note),
    };
    Said {
        class: text("class"),
        appropriate: text("appropriate"),
        consistent: text("consistent"),
        votes_for: text("votes_for"),
        votes_against: text("votes_against"),
        abstained: text("abstained"),
        reasons: text("reasons"),
        observations: rows().into_iter().map(observed).collect(),
    }
}

/// A list that begins with nothing chosen.
fn optional<'a>(none: &str, rest: impl Iterator<Item = (&'a str, String)>) -> Vec<Choice> {
    std::iter::once(Choice::new("", none))
        .chain(rest.map(|(code, label)| Choice::new(code, label)))
        .collect()
}

fn axis(unsure: &str) -> Vec<Choice> {
    vec![
        Choice::new("yes", "Yes"),
        Choice::new("no", "No"),
        Choice::new(unsure, "Cannot say"),
    ]
}

async fn page_for(app: &App, actor: &Actor, hearing: &Hearing, form: Form) -> Answer<Record> {
    let papers = papers_of(app, actor, hearing.case.id).await?;
    let scale = scale_of(app, &hearing.terms)?;
    let pack = &app.packs.observations;
    let family = |code: &str| {
        pack.families
            .iter()
            .find(|one| one.code == code)
            .map_or("", |one| one.label.as_str())
    };
    let themes = pack.themes.iter().map(|one| {
        (
            one.code.as_str(),
            format!("{}: {}", family(&one.family), one.label),
        )
    });
    let polarities = [Polarity::Positive, Polarity::Negative, Polarity::Neutral];
    let class = |code: &str, label: &str, ends: bool| {
        let choice = Choice::new(code, format!("{code}: {label}"));
        if ends {
            choice
        } else {
            choice.hint("The case will be listed again at the next meeting")
        }
    };
    let frame = actor
        .frame("/meetings")
        .with_form(&form)
        .marked(papers.marking)
        .read_by(papers.copy);
    Ok(Record {
        frame,
        form,
        meeting: hearing.meeting.id,
        case: hearing.case.id,
        label: hearing.case.label.clone(),
        votes: hearing.room.votes(),
        decides: hearing.terms.decision_mode.title(),
        first: axis("undetermined"),
        second: axis("unknown"),
        classes: scale
            .values
            .iter()
            .map(|one| class(&one.code, &one.label, one.ends_case))
            .collect(),
        rows: rows(),
        themes: optional("Choose a theme", themes),
        polarities: optional(
            "As the theme says",
            polarities
                .iter()
                .map(|one| (one.as_str(), one.title().to_owned())),
        ),
        severities: optional(
            "None",
            pack.severities
                .iter()
                .map(|one| (one.code.as_str(), one.label.clone())),
        ),
        destinations: optional(
            "Choose whom it is for",
            pack.destinations
                .iter()
                .map(|one| (one.code.as_str(), one.label.clone())),
        ),
        most: MOST_REASONS,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
) -> Answer<Response> {
    let hearing = acts::to_record(&app, &actor, meeting, case).await?;
    page::show(&page_for(&app, &actor, &hearing, Form::default()).await?)
}

/// Records the finding and goes to it, where the message for the officer is the next step.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::record(&app, &actor, meeting, case, &said(&form)).await {
        Ok(finding) => page::see_other(&format!("/findings/{finding}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let hearing = acts::to_record(&app, &actor, meeting, case).await?;
            page::show_again(&page_for(&app, &actor, &hearing, form).await?)
        }
        Err(other) => Err(other),
    }
}
