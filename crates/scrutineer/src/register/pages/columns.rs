//! `/register/uploads/{upload}/columns`: say which column of a file is which. What a column holds is told in kind, never shown.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::UploadId,
        packs::Kind,
        page,
        refusal::{Answer, Refusal},
    },
    register::{
        acts::{self, Answered, Named, Sheet},
        layout::Days,
        survey::{self, Column},
    },
};

/// The answer that a column is not read.
const PASSED_OVER: &str = "-";

struct Question {
    name: String,
    heading: String,
    looks: String,
}

#[derive(Template)]
#[template(path = "register/pages/columns.html")]
struct Columns {
    frame: Frame,
    form: Form,
    file_name: String,
    upload: UploadId,
    kind: String,
    before: String,
    questions: Vec<Question>,
    fields: Vec<Choice>,
    days: Vec<Choice>,
}

fn kind_of<'a>(app: &'a App, sheet: &Sheet) -> Answer<&'a Kind> {
    let kind = app.packs.newest_kind(&sheet.upload.kind);
    kind.ok_or(Refusal::NotFound)
}

fn page_of(app: &App, actor: &Actor, sheet: Sheet, form: Form) -> Answer<Columns> {
    let kind = kind_of(app, &sheet)?;
    let question = |(place, column): (usize, &Column)| Question {
        name: format!("column-{place}"),
        heading: column.heading.clone(),
        looks: looks(column),
    };
    let first = [
        Choice::new("", "Choose"),
        Choice::new(PASSED_OVER, "Nothing: pass the column over"),
    ];
    let field = |field: &crate::platform::packs::Field| {
        let must = if field.required {
            " (every record needs it)"
        } else {
            ""
        };
        Choice::new(&field.name, format!("{}{must}", field.label))
    };
    Ok(Columns {
        frame: actor.frame("/register").with_form(&form),
        form,
        upload: sheet.upload.id,
        kind: kind.title.clone(),
        before: sheet.before.map(|layout| layout.title()).unwrap_or_default(),
        questions: sheet.columns.iter().enumerate().map(question).collect(),
        fields: first.into_iter().chain(kind.fields.iter().map(field)).collect(),
        days: Days::ALL
            .map(|(_, code, example)| Choice::new(code, example))
            .to_vec(),
        file_name: sheet.upload.file_name,
    })
}

/// What a column looks like, in words that give away nothing it holds.
fn looks(column: &Column) -> String {
    if column.rows == column.blank {
        return format!("Blank in the first {} rows", column.rows);
    }
    let holds = match (&column.values, column.written()) {
        (_, Some(_)) => "Days".to_owned(),
        (Some(values), None) if values.len() == 1 => "Always the same".to_owned(),
        (Some(values), None) => format!("{} different values", values.len()),
        (None, None) => "Numbers, references or words".to_owned(),
    };
    match column.blank * 100 / column.rows.max(1) {
        0 if column.blank == 0 => holds,
        0 => format!("{holds}; seldom blank"),
        share => format!("{holds}; {share}% blank"),
    }
}

/// The form with what is suggested.
fn suggested(app: &App, sheet: &Sheet) -> Answer<Form> {
    let kind = kind_of(app, sheet)?;
    let mut form = Form::default();
    let before = sheet.before.as_ref();
    let plan = before.map(|layout| &layout.plan);
    for (place, field) in survey::suggest(kind, &sheet.columns, plan)
        .into_iter()
        .enumerate()
    {
        let passed = plan.is_some_and(|plan| {
            let heading = sheet.columns.get(place).map(|column| &column.heading);
            let same = plan.columns.iter().find(|one| Some(&one.heading) == heading);
            same.is_some_and(|one| one.field.is_none())
        });
        let unsure = if passed { PASSED_OVER } else { "" };
        let name = field.map_or(unsure, |field| field.name.as_str());
        form.set(format!("column-{place}"), name);
    }
    let days = sheet.columns.iter().find_map(Column::written);
    let days = before.map(|layout| layout.plan.days).or(days).unwrap_or_default();
    let code = Days::ALL.iter().find(|one| one.0 == days).map(|one| one.1);
    form.set("days", code.unwrap_or_default());
    form.set("force", before.map_or("", |layout| layout.force.as_str()));
    Ok(form)
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<UploadId>) -> Answer<Response> {
    let sheet = acts::columns(&app, &actor, id).await?;
    let form = suggested(&app, &sheet)?;
    page::show(&page_of(&app, &actor, sheet, form)?)
}

/// Keeps the layout and reads the file by it.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<UploadId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let sheet = acts::columns(&app, &actor, id).await?;
    let answered = match named(&mut form, sheet.columns.len()) {
        Some(named) => acts::map(&app, &actor, &sheet, named).await,
        None => Err(Refusal::Invalid(std::mem::take(&mut form.errors))),
    };
    match answered {
        Ok(Answered::Values) => page::see_other(&format!("/register/uploads/{id}/values")),
        Ok(Answered::Done) => page::see_other(&format!("/register/uploads/{id}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, sheet, form)?)
        }
        Err(other) => Err(other),
    }
}

/// What the form says; `None` when something is wrong with it.
fn named(form: &mut Form, columns: usize) -> Option<Named> {
    let mut fields = Vec::with_capacity(columns);
    for place in 0..columns {
        let says = form.need(
            &format!("column-{place}"),
            "Choose what the column holds, or that it is passed over",
        );
        fields.push((says != PASSED_OVER).then_some(says));
    }
    let days = Days::of(form.value("days"));
    if days.is_none() {
        form.fail("days", "Choose how days are written");
    }
    let force = form.need("force", "Enter the force that wrote the file");
    if force.chars().count() > 100 {
        form.fail("force", "The force’s name must be 100 characters or fewer");
    }
    let since = form.date("since", "day since when its extract is laid out so");
    if !form.ok() {
        return None;
    }
    Some(Named {
        force,
        since: since?,
        days: days?,
        fields,
    })
}
