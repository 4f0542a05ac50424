//! `/cases/{case}`: the pack as a member reads it, and what they can do with it.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, Facts, gate::At},
    platform::{
        app::App,
        form::Fact,
        frame::Frame,
        ids::{CaseId, DrawId},
        packs::Scale,
        page,
        refusal::Answer,
    },
    review::{acts, model::View},
};

/// The member's own answers, in words.
pub struct Answers {
    /// Pairs of question and answer.
    pub rows: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "review/pages/case.html")]
struct Case {
    frame: Frame,
    case: CaseId,
    label: String,
    reference: String,
    circumstances: String,
    facts: Vec<Fact>,
    sealed: Option<Answers>,
    draw: DrawId,
    started: bool,
    may_write: bool,
    may_class: bool,
    may_declare: bool,
    closes: String,
    ends: String,
    flags: Vec<(String, String)>,
}

/// What somebody said of a case, in the scale's own words.
#[must_use]
pub fn answers(app: &App, desk: &acts::Desk) -> Answers {
    match &desk.review {
        Some(review) => answers_of(app, &desk.scale, &review.view),
        None => Answers { rows: Vec::new() },
    }
}

/// A view in the words of a scale.
#[must_use]
pub fn answers_of(app: &App, scale: &Scale, view: &View) -> Answers {
    let class = scale
        .value(&view.class)
        .map_or_else(String::new, |value| format!("{}: {}", value.code, value.label));
    let themes: Vec<String> = view
        .themes
        .iter()
        .filter_map(|code| app.packs.observations.theme(code))
        .map(|theme| theme.label.clone())
        .collect();
    Answers {
        rows: vec![
            ("Appropriate?", in_words(&view.appropriate)),
            ("Consistent with policy?", in_words(&view.consistent)),
            ("Class", class),
            ("Reasons", view.reasons.clone()),
            (
                "Observations",
                if themes.is_empty() {
                    "None".to_owned()
                } else {
                    themes.join("; ")
                },
            ),
        ],
    }
}

fn in_words(answer: &str) -> String {
    match answer {
        "yes" => "Yes",
        "no" => "No",
        "undetermined" | "unknown" => "Cannot say",
        _ => "Not answered",
    }
    .to_owned()
}

/// The page. Asking for it is logged.
///
/// # Errors
/// Not found for a case that is not this person's to read.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    let desk = acts::open(&app, &actor, case).await?;
    let sealed = desk.review.as_ref().is_some_and(|review| review.sealed());
    let answers = sealed.then(|| answers(&app, &desk));
    let may_write = actor.may(Action::ReviewWrite, Facts::favourable());
    let frame = actor
        .frame("/reading")
        .marked(desk.papers.marking)
        .read_by(desk.papers.copy);
    page::show(&Case {
        frame,
        case,
        label: desk.case.label,
        reference: desk.reference,
        facts: desk.pack.facts(),
        circumstances: desk.pack.circumstances,
        started: desk.review.is_some(),
        draw: desk.case.draw,
        may_write,
        may_class: desk.open && !sealed && may_write,
        may_declare: may_write && !desk.opened,
        sealed: answers,
        closes: desk.closes.unwrap_or_default(),
        ends: desk.ends.unwrap_or_default(),
        flags: desk.flags,
    })
}
