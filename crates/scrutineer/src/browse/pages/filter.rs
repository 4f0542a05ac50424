//! `/register/records/filter`: which records, in which order, with which columns. The form leads to the list by its address,
//! which holds codes alone.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::Pairs;
use crate::{
    access::Actor,
    browse::{
        acts,
        model::{Order, Reader, View, by_month, choices, orders},
        shelves::{Shelf, of_field},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        packs::{Field, Kind},
        page,
        refusal::Answer,
    },
};

/// How a field is asked about.
enum Asked {
    /// One of its codes.
    Codes(Vec<Choice>),
    /// From and to; true for months.
    Bounds(bool),
}

struct Question {
    is: String,
    from: String,
    to: String,
    label: String,
    asked: Asked,
}

#[derive(Template)]
#[template(path = "browse/pages/filter.html")]
struct Filter {
    frame: Frame,
    form: Form,
    title: String,
    kind: String,
    strata: Vec<Choice>,
    files: Vec<Choice>,
    rules: Vec<Choice>,
    repeats: Vec<Choice>,
    questions: Vec<Question>,
    orders: Vec<Choice>,
    columns: Vec<Choice>,
    /// Whether a field is asked about already or wrong, so that it is seen.
    fields_open: bool,
    /// Whether the order is another than the first.
    list_open: bool,
}

fn any(choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", "Any")).chain(choices).collect()
}

fn questions(kind: &Kind, reader: Reader) -> Vec<Question> {
    let question = |field: &Field| {
        let asked = match of_field(field) {
            Shelf::Codes => Asked::Codes(any(choices(field)
                .into_iter()
                .map(|(code, words)| Choice::new(code, words)))),
            Shelf::Digits { .. } => Asked::Bounds(by_month(field)),
            Shelf::Blanks => return None,
        };
        Some(Question {
            is: format!("is-{}", field.name),
            from: format!("from-{}", field.name),
            to: format!("to-{}", field.name),
            label: field.label.clone(),
            asked,
        })
    };
    reader.fields(kind).filter_map(question).collect()
}

/// The orders there are: each field that has one, rising and falling.
fn orders_of(kind: &Kind, reader: Reader) -> Vec<Choice> {
    const DAYS: [&str; 2] = ["oldest first", "newest first"];
    let both = |name: &str, label: &str, ways: [&str; 2]| {
        let order = |falling| Order {
            by: name.to_owned(),
            falling,
        };
        [false, true].map(|falling| {
            let way = ways[usize::from(falling)];
            Choice::new(order(falling).code(), format!("{label}, {way}"))
        })
    };
    let of_field = |field: &Field| {
        let ways = match of_field(field) {
            _ if by_month(field) => DAYS,
            Shelf::Digits { .. } => ["lowest first", "highest first"],
            _ => ["as the list of values goes", "as the list goes, from its end"],
        };
        both(&field.name, &field.label, ways)
    };
    let [oldest, newest] = both("", "Month", DAYS);
    let fields = reader.fields(kind).filter(|field| orders(field));
    [newest, oldest]
        .into_iter()
        .chain(fields.flat_map(of_field))
        .collect()
}

async fn page_of(app: &App, actor: &Actor, kind: &Kind, form: Form) -> Answer<Filter> {
    let reader = acts::reader(actor)?;
    let files = acts::files(app, actor, kind).await?;
    let rules = if reader.flags {
        acts::rules_of(kind)
    } else {
        Vec::new()
    };
    let questions = questions(kind, reader);
    let said = |name: &String| !form.value(name).is_empty() || form.error(name).is_some();
    let fields_open = questions
        .iter()
        .any(|one| [&one.is, &one.from, &one.to].into_iter().any(said));
    Ok(Filter {
        fields_open,
        list_open: !matches!(form.value("order"), "" | "month.desc"),
        frame: actor.frame("/register").with_form(&form),
        title: kind.title.clone(),
        kind: kind.id.clone(),
        strata: any(kind.strata().map(|(code, label)| Choice::new(code, label))),
        files: any(files
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))),
        rules: any(rules
            .into_iter()
            .map(|(id, title)| Choice::new(&id, format!("{id}: {title}")))),
        repeats: any([
            Choice::new("yes", "Only repeats"),
            Choice::new("no", "No repeats"),
        ]),
        questions,
        orders: orders_of(kind, reader),
        columns: reader
            .fields(kind)
            .map(|field| Choice::new(&field.name, &field.label))
            .collect(),
        form,
    })
}

/// The form, filled with what the address says.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, Query(pairs): Query<Pairs>) -> Answer<Response> {
    let reader = acts::reader(&actor)?;
    let mut form = Form::read(pairs);
    let (kind, view) = acts::view_of(&app, reader, &mut form)?;
    if !form.ok() {
        return again(&app, &actor, kind, form).await;
    }
    page::show(&page_of(&app, &actor, kind, filled(&view)).await?)
}

fn filled(view: &View) -> Form {
    let mut form = Form::read(view.pairs());
    form.set("order", view.order.code());
    form
}

/// The form again, with what is wrong with it.
///
/// # Errors
/// As every page.
pub(super) async fn again(app: &App, actor: &Actor, kind: &Kind, form: Form) -> Answer<Response> {
    page::show_again(&page_of(app, actor, kind, form).await?)
}
