//! `/cases/{case}/pack/check`: exactly what members will see, and a list of what would give somebody away.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    draw::model::{Case, Draw},
    pack::{
        acts::{self, Checking, Verdict},
        cover::IDENTIFIED,
        crowd::StandsOut,
        model::Pack,
        redaction::{Because, Mark, Source, kind_words},
    },
    platform::{
        app::App,
        form::{Choice, Fact, Form},
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
};

/// What a checker looks for: the identifiers panels' own guidance has stripped from a case.
const IDENTIFIERS: [(&str, &str); 7] = [
    ("names", "Names of people, also of officers and witnesses"),
    ("addresses", "Addresses and places that point to a home"),
    ("births", "Dates of birth"),
    ("vehicles", "Vehicle registration marks"),
    ("collars", "Collar numbers and warrant numbers"),
    ("phones", "Phone numbers, email addresses and account names"),
    ("schools", "Schools, colleges and employers"),
];

#[derive(Template)]
#[template(path = "pack/pages/check.html")]
struct Check {
    frame: Frame,
    form: Form,
    draw: Draw,
    case: Case,
    pack: Pack,
    kept: Vec<Fact>,
    hidden: usize,
    queue: Vec<String>,
    stands_out: Option<StandsOut>,
    identifiers: Vec<Choice>,
}

/// What was left in, in its words, with the reason why.
fn kept(source: &Source) -> Vec<Fact> {
    let kept = source.marks.iter().filter(|mark| !mark.hides());
    let line = |mark: &Mark| {
        let why = mark.because.map(Because::title).unwrap_or_default();
        let place = source.sentence_of(mark.begins);
        let said = format!(
            "Might be {}, in sentence {place}. Left in: {}",
            kind_words(mark.kind),
            why.to_lowercase()
        );
        Fact::new(source.words(mark), said)
    };
    kept.map(line).collect()
}

async fn page_of(app: &App, actor: &Actor, id: CaseId, form: Form) -> Answer<Check> {
    let Checking {
        draw,
        case,
        pack,
        source,
        queue,
        stands_out,
    } = acts::to_check(app, actor, id).await?;
    Ok(Check {
        frame: actor.frame("/panels").with_form(&form).marked(IDENTIFIED.title()),
        form,
        draw,
        case,
        pack,
        kept: kept(&source),
        hidden: source.hidden().len(),
        queue,
        stands_out,
        identifiers: IDENTIFIERS.map(|(value, text)| Choice::new(value, text)).to_vec(),
    })
}

/// The page.
///
/// # Errors
/// As every page; a pack that does not wait to be checked, the reader's own work.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, case, Form::default()).await?)
}

/// Passes the pack or sends it back.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let passed = form.value("do") == "checked";
    if passed && !IDENTIFIERS.iter().all(|(value, _)| form.has("looked", value)) {
        form.fail(
            "looked",
            "Tick each one when you have looked for it and found none",
        );
        return page::show_again(&page_of(&app, &actor, case, form).await?);
    }
    let version = form.value("version").parse().unwrap_or_default();
    let verdict = if passed {
        Verdict::Passed
    } else {
        Verdict::SentBack(form.value("reason"))
    };
    let draw = acts::draw_of(&app, &actor, case).await?;
    match acts::check(&app, &actor, case, version, verdict).await {
        Ok(_) => page::see_other(&format!("/draws/{draw}/packs")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, case, form).await?)
        }
        Err(other) => Err(other),
    }
}
