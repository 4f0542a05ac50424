//! `/register/upload`: choose a file and say what it holds.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, PostedFile},
    platform::{
        app::App,
        form::{Choice, FieldError, Form},
        frame::Frame,
        packs::{Kind, Packs},
        page,
        refusal::{Answer, Refusal},
    },
    register::{
        Encoding, How, Separator,
        acts::{self, Incoming, Taken},
        layout::{Layout, OWN},
    },
};

#[derive(Template)]
#[template(path = "register/pages/upload.html")]
struct Upload {
    frame: Frame,
    form: Form,
    formats: Vec<Choice>,
    encodings: Vec<Choice>,
    separators: Vec<Choice>,
    sources: Vec<Choice>,
    /// Whether something was said about how to read it, so that it is seen.
    how_open: bool,
    most_megabytes: u64,
}

async fn page_with(app: &App, actor: &Actor, form: Form) -> Answer<Upload> {
    let layouts = acts::layouts(app, actor).await?;
    let said = |name| !form.value(name).is_empty();
    Ok(Upload {
        how_open: said("encoding")
            || said("separator")
            || said("sheet")
            || form.errors.iter().any(|error| error.field != "format"),
        encodings: found_out(Encoding::ALL.map(|encoding| (encoding.code(), encoding.words()))),
        separators: found_out(Separator::ALL.map(|separator| (separator.code(), separator.words()))),
        sources: sources(&app.packs),
        frame: actor.frame("/register").with_form(&form),
        form,
        formats: formats(&app.packs, &layouts),
        most_megabytes: app.config.upload_bytes / 1_048_576,
    })
}

/// The choices of a question that is answered by the file itself unless somebody knows better.
fn found_out<const N: usize>(codes: [(&str, &str); N]) -> Vec<Choice> {
    let first = std::iter::once(Choice::new("", "Find out from the file"));
    first
        .chain(codes.into_iter().map(|(code, words)| Choice::new(code, words)))
        .collect()
}

/// Where a file may come from.
fn sources(packs: &Packs) -> Vec<Choice> {
    let first = std::iter::once(Choice::new("", "Find out from its headings"));
    let known = packs.sources.iter();
    first
        .chain(known.map(|source| Choice::new(&source.id, &source.title)))
        .collect()
}

/// What the form says about how to read the file. A code that no choice has is as good as none.
fn how(packs: &Packs, form: &Form) -> How {
    let sheet = form.value("sheet").trim();
    How {
        encoding: form.value("encoding").parse().ok(),
        separator: form.value("separator").parse().ok(),
        sheet: (!sheet.is_empty()).then(|| sheet.to_owned()),
        source: Some(form.value("source").to_owned()).filter(|id| packs.source(id).is_some()),
    }
}

/// What a file can hold: each layout that was made for a force, each profile of the newest version of each kind, and a
/// layout nobody has named yet; as `kind/profile`.
fn formats(packs: &Packs, layouts: &[Layout]) -> Vec<Choice> {
    let newest = |id: &str| packs.newest_kind(id).map(|kind| kind.version);
    let kinds = packs
        .kinds
        .iter()
        .filter(|kind| newest(&kind.id) == Some(kind.version));
    let choice = |kind: &Kind, id: &str, title: &str| {
        Choice::new(format!("{}/{id}", kind.id), format!("{}: {title}", kind.title))
    };
    kinds
        .flat_map(|kind| {
            let made = layouts.iter().filter(|layout| layout.kind == kind.id);
            made.map(|layout| choice(kind, &layout.id.to_string(), &layout.title()))
                .chain(
                    kind.profiles
                        .iter()
                        .map(|profile| choice(kind, &profile.id, &profile.title)),
                )
                .chain([choice(
                    kind,
                    OWN,
                    "other headings, and you say which column is which",
                )])
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    page::show(&page_with(&app, &actor, Form::default()).await?)
}

/// Takes the file and leads to its preview, or to the batch it was loaded as before.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    posted: Result<PostedFile, Refusal>,
) -> Answer<Response> {
    let mut form = Form::default();
    let taken = match posted {
        Ok(PostedFile(posted)) => {
            form = posted.form;
            take(&app, &actor, &mut form, posted.file_name, posted.content).await
        }
        Err(refusal) => Err(refusal),
    };
    match taken {
        Ok(Taken::Waiting(upload)) => page::see_other(&format!("/register/uploads/{upload}")),
        Ok(Taken::Loaded(batch)) => page::see_other(&format!("/register/batches/{batch}?again")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors.into_iter().map(on_the_form).collect();
            page::show_again(&page_with(&app, &actor, form).await?)
        }
        Err(other) => Err(other),
    }
}

async fn take(
    app: &App,
    actor: &Actor,
    form: &mut Form,
    file_name: String,
    content: Vec<u8>,
) -> Answer<Taken> {
    let format = form.need("format", "Choose what the file holds");
    if file_name.is_empty() && content.is_empty() {
        form.fail("file", "Choose the file");
    }
    if !form.ok() {
        return Err(Refusal::Invalid(std::mem::take(&mut form.errors)));
    }
    let (kind, profile) = format.split_once('/').unwrap_or((&format, ""));
    let incoming = Incoming {
        kind: kind.to_owned(),
        profile: profile.to_owned(),
        how: how(&app.packs, form),
        file_name,
        content,
    };
    acts::upload(app, actor, incoming).await
}

/// What the acts say about a kind belongs to the question asked here; and a message begins with a capital.
fn on_the_form(error: FieldError) -> FieldError {
    let field = if error.field == "file" { "file" } else { "format" };
    let mut letters = error.message.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    FieldError {
        field: field.to_owned(),
        message: first + letters.as_str(),
    }
}
