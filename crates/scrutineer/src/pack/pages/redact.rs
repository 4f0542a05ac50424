//! `/cases/{case}/pack/redact`: what is hidden of the preparer's words, each suggestion with its reason, before and after.

mod laid;
mod turning;

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use self::{
    laid::{Laid, Sentence},
    turning::Turning,
};
use crate::{
    access::{Actor, Posted, gate::At},
    draw::model::{Case, Draw},
    pack::{
        acts::{self, Addition, Deciding, HIDE, ROLES, UNDO, Workbench},
        cover::IDENTIFIED,
        model::{Pack, PackState},
        redaction::{Because, Decision, kind_of, kind_words, sentence_of, stretch},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
};

/// One question about a stretch or a word.
struct Question {
    name: String,
    label: String,
    hint: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pack/pages/redact.html")]
struct Redact {
    frame: Frame,
    form: Form,
    draw: Draw,
    case: Case,
    pack: Pack,
    edition: i64,
    marked: usize,
    turning: Turning,
    sentences: Vec<Sentence>,
    suggestions: Vec<Question>,
    queue: Vec<Question>,
    kinds: Vec<Choice>,
}

fn suggestions(bench: &Workbench, laid: &Laid, turning: &Turning) -> Vec<Question> {
    let sentences = bench.source.sentences();
    let marks = bench.source.marks.iter().zip(&laid.given).enumerate();
    marks
        .filter(|(_, (mark, _))| turning.shows(mark.begins))
        .map(|(place, (mark, token))| {
            let by_hand = mark.decision == Decision::Added;
            let mut choices = vec![Choice::new(HIDE, "Hide it")];
            if by_hand {
                choices.push(Choice::new(UNDO, "Do not hide it after all"));
            } else {
                let reasons = Because::ALL.iter();
                choices
                    .extend(reasons.map(|why| {
                        Choice::new(why.as_str(), format!("Leave it in: {}", lower(why.title())))
                    }));
            }
            let becomes = token.as_deref().map_or_else(
                || "Members will read it".to_owned(),
                |token| format!("Members will read {token}"),
            );
            Question {
                name: format!("mark-{}-{}", mark.begins, mark.ends),
                label: format!("{}. {}", place + 1, bench.source.words(mark)),
                hint: format!(
                    "Sentence {}: {}, {}. {becomes}",
                    sentence_of(&sentences, mark.begins),
                    kind_words(mark.kind),
                    laid::reason(&mark.rule),
                ),
                choices,
            }
        })
        .collect()
}

fn lower(words: &str) -> String {
    let (first, rest) = words.split_at_checked(1).unwrap_or_default();
    format!("{}{rest}", first.to_lowercase())
}

fn queue(bench: &Workbench, turning: &Turning) -> Vec<Question> {
    let choices = || {
        let roles = ROLES.map(|(code, title)| Choice::new(code, format!("Hide it: {}", lower(title))));
        std::iter::once(Choice::new("", "Leave it in: it names nobody"))
            .chain(roles)
            .collect()
    };
    let sentences = bench.source.sentences();
    let words = bench.queue.iter().filter(|word| turning.shows(word.start));
    words
        .map(|word| Question {
            name: format!("name-{}", word.start),
            label: stretch(&bench.source.original, word.start, word.end),
            hint: format!("Sentence {}", sentence_of(&sentences, word.start)),
            choices: choices(),
        })
        .collect()
}

/// What is decided so far.
fn decided(bench: &Workbench) -> Form {
    let mut form = Form::default();
    for mark in &bench.source.marks {
        let answer = mark.because.map_or(HIDE, Because::as_str);
        form.set(format!("mark-{}-{}", mark.begins, mark.ends), answer);
    }
    form
}

/// The page of the workbench that is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<String>,
}

async fn page_of(
    app: &App,
    actor: &Actor,
    id: CaseId,
    page: Option<usize>,
    form: Option<Form>,
) -> Answer<Redact> {
    let bench = acts::workbench(app, actor, id).await?;
    let mut form = form.unwrap_or_else(|| decided(&bench));
    let turning = Turning::to(&bench.source, page);
    if let Some(next) = turning.next.filter(|_| form.value("to_page").is_empty()) {
        form.set("to_page", next.to_string());
    }
    let laid = Laid::of(&bench.source)?;
    let shown = turning.part.sentences.clone();
    let mut kinds = vec![Choice::new("", "Choose a type")];
    kinds.extend(
        redact::Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), kind_words(*kind))),
    );
    Ok(Redact {
        frame: actor.frame("/panels").with_form(&form).marked(IDENTIFIED.title()),
        form,
        suggestions: suggestions(&bench, &laid, &turning),
        queue: queue(&bench, &turning),
        sentences: laid
            .sentences
            .into_iter()
            .skip(shown.start)
            .take(shown.len())
            .collect(),
        marked: bench.source.marks.len(),
        turning,
        edition: bench.source.edition,
        kinds,
        pack: Pack {
            summary: bench.summary,
            ..bench.pack
        },
        draw: bench.draw,
        case: bench.case,
    })
}

/// The page.
///
/// # Errors
/// As every page; a pack that is not being written.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let page = asked.page.and_then(|page| page.parse().ok());
    page::show(&page_of(&app, &actor, case, page, None).await?)
}

/// The places of the stretches that a form answers.
fn choices(form: &Form) -> BTreeMap<(usize, usize), &str> {
    let place = |name: &String| {
        let (begins, ends) = name.strip_prefix("mark-")?.split_once('-')?;
        Some(((begins.parse().ok()?, ends.parse().ok()?), form.value(name)))
    };
    form.values.keys().filter_map(place).collect()
}

fn named(form: &Form) -> BTreeMap<usize, &str> {
    let place = |name: &String| {
        let start = name.strip_prefix("name-")?.parse().ok()?;
        Some((start, form.value(name))).filter(|(_, role)| !role.is_empty())
    };
    form.values.keys().filter_map(place).collect()
}

/// The words to hide that a form adds; a half-filled answer is refused by field.
fn addition(form: &Form) -> Answer<Option<Addition<'_>>> {
    let filled = ["add_sentence", "add_words", "add_kind"].map(|field| form.value(field).trim());
    if filled.iter().all(|value| value.is_empty()) {
        return Ok(None);
    }
    let [sentence, words, kind] = filled;
    let kind = kind_of(kind).ok_or_else(|| Refusal::field("add_kind", "Choose what the words are"))?;
    Ok(Some(Addition {
        sentence: sentence.parse().unwrap_or_default(),
        words,
        kind,
    }))
}

/// The page that was sent; a text on one page sends none.
fn page_number(form: &Form) -> Option<usize> {
    form.value("page").parse().ok()
}

/// Where a saved page leads: back to itself, on to the next that nobody has looked at, or to the one that was chosen.
fn onward(case: CaseId, form: &Form) -> String {
    let page = match form.value("do") {
        "next" => form.value("next_page").parse().ok(),
        "go" => form.value("to_page").parse().ok(),
        _ => page_number(form),
    };
    let page = page.map(|page: usize| format!("?page={page}"));
    format!("/cases/{case}/pack/redact{}", page.unwrap_or_default())
}

async fn decide(app: &App, actor: &Actor, case: CaseId, form: &Form) -> Answer<Pack> {
    let number = |field: &str| form.value(field).parse().unwrap_or(-1);
    let deciding = Deciding {
        seen: (number("version"), number("edition")),
        page: page_number(form).unwrap_or(1),
        choices: choices(form),
        named: named(form),
        addition: addition(form)?,
        ready: form.value("do") == "ready",
    };
    acts::decide(app, actor, case, deciding).await
}

/// Keeps the decisions, or hands the pack to the checker.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match decide(&app, &actor, case, &form).await {
        Ok(pack) if pack.state == PackState::Prepared => {
            let draw = acts::draw_of(&app, &actor, case).await?;
            page::see_other(&format!("/draws/{draw}/packs"))
        }
        Ok(_) => page::see_other(&onward(case, &form)),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let page = page_number(&form);
            page::show_again(&page_of(&app, &actor, case, page, Some(form)).await?)
        }
        Err(other) => Err(other),
    }
}
