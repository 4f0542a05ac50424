//! The pages of an open pack: its cases, and one of them with a form to class it.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};

use super::Desk;
use crate::{
    pack::summary::facts,
    platform::{
        form::{Choice, Fact, Form},
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
        request, web,
    },
    review::{
        model::{MOST_REASONS, View},
        offline::content::Papers,
        pages::class::{axis, form_of, view_of},
    },
};

struct Line {
    label: String,
    number: usize,
    status: &'static str,
    colour: &'static str,
    open: bool,
}

#[derive(Template)]
#[template(path = "review/offline/opener/list.html")]
struct List {
    frame: Frame,
    path: String,
    reader: String,
    /// The cases of each draw.
    draws: Vec<(String, Vec<Line>)>,
    expires: String,
    file: String,
    classed: bool,
}

fn line(desk: &Desk, number: usize, case: &Papers) -> Line {
    let open = desk.may_read(case);
    let view = desk.view(case);
    let scale = desk.content.scales.get(case.scale);
    let complete = scale.is_some_and(|scale| view.faults(scale).is_empty());
    let (status, colour) = match (open, desk.may_class(case)) {
        (false, _) => ("Reading has ended", "grey"),
        (true, false) => ("To read only", ""),
        (true, true) if complete => ("Classed", "green"),
        (true, true) if view == View::default() => ("Not started", "blue"),
        (true, true) => ("In progress", "teal"),
    };
    Line {
        label: case.label.clone(),
        number,
        status,
        colour,
        open,
    }
}

fn list_of(desk: &Desk) -> List {
    let content = &desk.content;
    let mut draws: Vec<(String, Vec<Line>)> = Vec::new();
    for (number, case) in (1..).zip(&content.cases) {
        let line = line(desk, number, case);
        match draws
            .last_mut()
            .filter(|(reference, _)| *reference == case.reference)
        {
            Some((_, lines)) => lines.push(line),
            None => draws.push((case.reference.clone(), vec![line])),
        }
    }
    let file = desk.file();
    List {
        frame: Frame::public(&content.body).marked(content.marking()),
        path: desk.path(),
        reader: content.reader.clone(),
        draws,
        expires: content.expires_at.words(),
        classed: file.exists(),
        file: file.display().to_string(),
    }
}

/// The cases of the pack.
pub(super) async fn list(State(desk): State<Desk>) -> Response {
    shown(page::show(&list_of(&desk)))
}

#[derive(Template)]
#[template(path = "review/offline/opener/case.html")]
struct Case {
    frame: Frame,
    form: Form,
    path: String,
    label: String,
    reference: String,
    circumstances: String,
    facts: Vec<Fact>,
    until: String,
    may_class: bool,
    first: Vec<Choice>,
    second: Vec<Choice>,
    classes: Vec<Choice>,
    families: Vec<(String, Vec<Choice>)>,
    most: u32,
}

fn case_of(desk: &Desk, case: &Papers, form: Form) -> Case {
    let content = &desk.content;
    let choice = |(code, label): &(String, String)| Choice::new(code, label);
    let families = content.families.iter();
    let scale = content.scales.get(case.scale);
    let values = scale.into_iter().flat_map(|scale| &scale.values);
    Case {
        frame: Frame::public(&content.body)
            .with_form(&form)
            .marked(&case.marking)
            .read_by(Some(case.copy.clone())),
        form,
        path: desk.path(),
        label: case.label.clone(),
        reference: case.reference.clone(),
        circumstances: case.circumstances.clone(),
        facts: facts(&case.facts),
        until: case.until.words(),
        may_class: desk.may_class(case),
        first: axis("undetermined"),
        second: axis("unknown"),
        classes: values
            .map(|value| Choice::new(&value.code, format!("{}: {}", value.code, value.label)))
            .collect(),
        families: families
            .map(|family| (family.label.clone(), family.themes.iter().map(choice).collect()))
            .collect(),
        most: u32::try_from(MOST_REASONS).unwrap_or(u32::MAX),
    }
}

/// A case.
pub(super) async fn get(State(desk): State<Desk>, Path(number): Path<String>) -> Response {
    shown(case_page(&desk, &number))
}

fn case_page(desk: &Desk, number: &str) -> Answer<Response> {
    let case = desk.case(number.parse().unwrap_or_default())?;
    page::show(&case_of(desk, case, form_of(&desk.view(case))))
}

/// Keeps what the reader says of a case: whole with "save", as far as it goes with "save for later".
pub(super) async fn post(State(desk): State<Desk>, Path(number): Path<String>, request: Request) -> Response {
    shown(save(&desk, &number, request).await)
}

async fn save(desk: &Desk, number: &str, request: Request) -> Answer<Response> {
    own(&request)?;
    let case = desk.case(number.parse().unwrap_or_default())?;
    let mut form = request::read_form(request).await?;
    let view = view_of(&form);
    if !desk.may_class(case) {
        return Err(Refusal::conflict("the time to class this case is over"));
    }
    if view.reasons.chars().count() > MOST_REASONS {
        form.fail(
            "reasons",
            format!("Your reasons must be {MOST_REASONS} characters or fewer"),
        );
    } else if form.value("then") != "later"
        && let Some(scale) = desk.content.scales.get(case.scale)
    {
        form.errors = view.faults(scale);
    }
    if !form.ok() {
        return page::show_again(&case_of(desk, case, form));
    }
    desk.keep(case, view)?;
    page::see_other(&desk.path())
}

#[derive(Template)]
#[template(path = "review/offline/opener/closed.html")]
struct Closed {
    frame: Frame,
    file: String,
    classed: bool,
}

/// Puts the pack away: the program ends.
pub(super) async fn close(State(desk): State<Desk>, request: Request) -> Response {
    if let Err(refusal) = own(&request) {
        return shown(Err(refusal));
    }
    desk.closed.notify_one();
    let file = desk.file();
    shown(page::show(&Closed {
        frame: Frame::public(&desk.content.body),
        classed: file.exists(),
        file: file.display().to_string(),
    }))
}

/// Whether a form came from a page of the pack.
fn own(request: &Request) -> Answer<()> {
    if web::same_site(request) {
        return Ok(());
    }
    Err(Refusal::SwitchedOff(
        "this form did not come from the open pack; open the page again and send it from there".to_owned(),
    ))
}

/// An answer or its refusal, as a page.
fn shown(answer: Answer<Response>) -> Response {
    answer.unwrap_or_else(|refusal| {
        let sentence = match &refusal {
            Refusal::Conflict(sentence) | Refusal::SwitchedOff(sentence) => Some(sentence.clone()),
            Refusal::Invalid(fields) => fields.first().map(|field| field.message.clone()),
            _ => None,
        };
        let status = refusal.into_response().status();
        page::error(&Frame::public(""), status, sentence)
    })
}
