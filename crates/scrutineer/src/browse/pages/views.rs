//! `/register/views/new`: keeping a list to find it again; and deleting one.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{Pairs, Told, filter, told};
use crate::{
    access::{Actor, Posted, gate::At},
    browse::{acts, model::View},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::ViewId,
        packs::Kind,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "browse/pages/views.html")]
struct Page {
    frame: Frame,
    form: Form,
    title: String,
    told: Vec<Told>,
    whose: Vec<Choice>,
    pairs: Pairs,
    address: String,
}

async fn page_of(app: &App, actor: &Actor, (kind, view): (&Kind, &View), form: Form) -> Answer<Page> {
    let reader = acts::reader(actor)?;
    let files = acts::files(app, actor, kind).await?;
    Ok(Page {
        frame: actor.frame("/register").with_form(&form),
        title: kind.title.clone(),
        told: told(kind, view, reader, &files),
        whose: vec![
            Choice::new("own", "Me alone"),
            Choice::new("shared", "Everybody here who may look through the register")
                .hint("Each still sees only what they may see"),
        ],
        pairs: view.pairs(),
        address: view.address(),
        form,
    })
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn new(State(app): State<App>, actor: Actor, Query(pairs): Query<Pairs>) -> Answer<Response> {
    let reader = acts::reader(&actor)?;
    let mut form = Form::read(pairs);
    let (kind, view) = acts::view_of(&app, reader, &mut form)?;
    if !form.ok() {
        return filter::again(&app, &actor, kind, form).await;
    }
    let form = Form::read([("whose", "own")]);
    page::show(&page_of(&app, &actor, (kind, &view), form).await?)
}

/// Keeps it.
///
/// # Errors
/// As every page.
pub async fn add(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    let reader = acts::reader(&actor)?;
    let (kind, view) = acts::view_of(&app, reader, &mut form)?;
    if !form.ok() {
        return filter::again(&app, &actor, kind, form).await;
    }
    let name = form.value("name").to_owned();
    let shared = form.value("whose") == "shared";
    match acts::save(&app, &actor, &view, (&name, shared)).await {
        Ok(_) => page::see_other("/register/records"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, (kind, &view), form).await?)
        }
        Err(other) => Err(other),
    }
}

/// Deletes one.
///
/// # Errors
/// As every page.
pub async fn delete(State(app): State<App>, actor: Actor, At(id): At<ViewId>, _: Posted) -> Answer<Response> {
    acts::delete(&app, &actor, id).await?;
    page::see_other("/register/records")
}
