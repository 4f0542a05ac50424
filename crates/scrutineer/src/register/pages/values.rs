//! `/register/uploads/{upload}/values`: what the file's own values stand for, where a list does not have them.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::UploadId,
        packs::{Field, FieldType, Kind},
        page,
        refusal::{Answer, Refusal},
    },
    register::{
        acts::{self, Words},
        survey::Stranger,
    },
};

/// The answers that are no code.
const REFUSE: &str = "-refuse";
const NOT_KNOWN: &str = "-blank";

struct Question {
    name: String,
    value: String,
    rows: u64,
    choices: Vec<Choice>,
}

struct Group {
    heading: String,
    label: String,
    questions: Vec<Question>,
}

#[derive(Template)]
#[template(path = "register/pages/values.html")]
struct Values {
    frame: Frame,
    form: Form,
    file_name: String,
    upload: UploadId,
    no_lists: Vec<String>,
    groups: Vec<Group>,
}

fn choices(field: &Field) -> Vec<Choice> {
    let mut choices = vec![Choice::new(REFUSE, "Refuse the rows that have it")];
    if !field.required {
        choices.push(Choice::new(NOT_KNOWN, "Not known: leave it blank"));
    }
    match (&field.holds, field.vocabulary()) {
        (FieldType::Boolean3, _) => {
            choices.extend([Choice::new("true", "Yes"), Choice::new("false", "No")]);
        }
        (_, Some(list)) => {
            choices.extend(
                list.entries
                    .iter()
                    .map(|entry| Choice::new(&entry.code, &entry.label)),
            );
        }
        _ => {}
    }
    choices
}

fn groups(kind: &Kind, strangers: &[Stranger]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (place, stranger) in strangers.iter().enumerate() {
        let Some(field) = kind.field(&stranger.field) else {
            continue;
        };
        if groups
            .last()
            .is_none_or(|group| group.heading != stranger.heading)
        {
            groups.push(Group {
                heading: stranger.heading.clone(),
                label: field.label.clone(),
                questions: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.questions.push(Question {
                name: format!("value-{place}"),
                value: stranger.value.clone(),
                rows: stranger.rows,
                choices: choices(field),
            });
        }
    }
    groups
}

/// What the layout says already, else what is guessed, else that the rows are refused.
fn suggested(words: &Words) -> Form {
    let mut form = Form::default();
    for (place, stranger) in words.strangers.iter().enumerate() {
        let said = words.layout.plan.values.get(&stranger.field);
        let said = said.and_then(|values| values.get(&stranger.value));
        let answer = match said.or(stranger.guess.as_ref()) {
            Some(code) if code.is_empty() => NOT_KNOWN,
            Some(code) => code,
            None => REFUSE,
        };
        form.set(format!("value-{place}"), answer);
    }
    form
}

fn page_of(app: &App, actor: &Actor, words: Words, form: Form) -> Answer<Values> {
    let kind = app
        .packs
        .newest_kind(&words.upload.kind)
        .ok_or(Refusal::NotFound)?;
    Ok(Values {
        frame: actor.frame("/register").with_form(&form),
        form,
        upload: words.upload.id,
        groups: groups(kind, &words.strangers),
        no_lists: words.no_lists,
        file_name: words.upload.file_name,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<UploadId>) -> Answer<Response> {
    let words = acts::strangers(&app, &actor, id).await?;
    let form = suggested(&words);
    page::show(&page_of(&app, &actor, words, form)?)
}

/// Keeps the meanings and reads the file by them.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<UploadId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let words = acts::strangers(&app, &actor, id).await?;
    let kind = app
        .packs
        .newest_kind(&words.upload.kind)
        .ok_or(Refusal::NotFound)?;
    let mut said = Vec::with_capacity(words.strangers.len());
    for (place, stranger) in words.strangers.iter().enumerate() {
        let name = format!("value-{place}");
        let answer = form.value(&name).to_owned();
        let field = kind.field(&stranger.field);
        let offered = field.map(choices).unwrap_or_default();
        if !offered.iter().any(|choice| choice.value == answer) {
            form.fail(name, "Choose what the value stands for");
        }
        said.push(match answer.as_str() {
            REFUSE => None,
            NOT_KNOWN => Some(String::new()),
            code => Some(code.to_owned()),
        });
    }
    if !form.ok() {
        return page::show_again(&page_of(&app, &actor, words, form)?);
    }
    acts::meanings(&app, &actor, words, &said).await?;
    page::see_other(&format!("/register/uploads/{id}"))
}
