//! `/cases/{case}/class`: both axes, the class, reasons and observations; kept as a draft each time it is sent.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
    review::{
        acts,
        model::{MOST_REASONS, View},
    },
};

#[derive(Template)]
#[template(path = "review/pages/class.html")]
struct Class {
    frame: Frame,
    form: Form,
    case: CaseId,
    label: String,
    first: Vec<Choice>,
    second: Vec<Choice>,
    classes: Vec<Choice>,
    families: Vec<(String, Vec<Choice>)>,
    most: u32,
}

pub(in crate::review) fn form_of(view: &View) -> Form {
    let mut pairs = vec![
        ("class".to_owned(), view.class.clone()),
        ("appropriate".to_owned(), view.appropriate.clone()),
        ("consistent".to_owned(), view.consistent.clone()),
        ("reasons".to_owned(), view.reasons.clone()),
    ];
    pairs.extend(view.themes.iter().map(|code| ("themes".to_owned(), code.clone())));
    Form::read(pairs)
}

pub(in crate::review) fn view_of(form: &Form) -> View {
    View {
        class: form.value("class").to_owned(),
        appropriate: form.value("appropriate").to_owned(),
        consistent: form.value("consistent").to_owned(),
        reasons: form.value("reasons").trim().to_owned(),
        themes: form.all("themes").to_vec(),
    }
}

/// The answers on an axis; `unsure` is the code of not being able to say.
pub(in crate::review) fn axis(unsure: &str) -> Vec<Choice> {
    vec![
        Choice::new("yes", "Yes"),
        Choice::new("no", "No"),
        Choice::new(unsure, "I cannot say from these papers"),
    ]
}

fn page_for(app: &App, actor: &Actor, desk: acts::Desk, form: Form) -> Class {
    let observations = &app.packs.observations;
    let families = observations.families.iter().map(|family| {
        let themes = observations.themes_of(&family.code);
        (
            family.label.clone(),
            themes
                .map(|theme| Choice::new(&theme.code, &theme.label))
                .collect(),
        )
    });
    let frame = actor
        .frame("/reading")
        .with_form(&form)
        .marked(desk.papers.marking)
        .read_by(desk.papers.copy);
    Class {
        frame,
        form,
        case: desk.case.id,
        label: desk.case.label,
        first: axis("undetermined"),
        second: axis("unknown"),
        classes: desk
            .scale
            .values
            .iter()
            .map(|v| Choice::new(&v.code, format!("{}: {}", v.code, v.label)))
            .collect(),
        families: families.collect(),
        most: u32::try_from(MOST_REASONS).unwrap_or(u32::MAX),
    }
}

/// The form, with what was kept.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    let desk = acts::open(&app, &actor, case).await?;
    if !desk.open || desk.review.as_ref().is_some_and(|review| review.sealed()) {
        return page::see_other(&format!("/cases/{case}"));
    }
    let form = desk
        .review
        .as_ref()
        .map(|review| form_of(&review.view))
        .unwrap_or_default();
    page::show(&page_for(&app, &actor, desk, form))
}

/// Keeps the draft; on to checking the answers, or back to the list with "save for later".
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let view = view_of(&form);
    match acts::keep(&app, &actor, case, view.clone()).await {
        Ok(()) if form.value("then") == "later" => return page::see_other("/reading"),
        Ok(()) => {}
        Err(Refusal::Invalid(errors)) => form.errors = errors,
        Err(other) => return Err(other),
    }
    let desk = acts::open(&app, &actor, case).await?;
    form.errors.extend(view.faults(&desk.scale));
    if form.ok() {
        return page::see_other(&format!("/cases/{case}/seal"));
    }
    page::show_again(&page_for(&app, &actor, desk, form))
}
