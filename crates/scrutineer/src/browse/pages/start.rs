//! `/register/records`: the kinds of record that can be looked through, and the views somebody has saved.

use askama::Template;
use axum::{extract::State, response::Response};

use super::records;
use crate::{
    access::Actor,
    browse::{acts, model::View},
    platform::{app::App, frame::Frame, page, refusal::Answer},
};

struct KindLine {
    title: String,
    href: String,
    records: String,
    /// Where a record is found by its reference, for those who may.
    find: Option<String>,
}

struct ViewLine {
    name: String,
    kind: String,
    href: String,
    /// Whose it is, where it is not the reader's own.
    saver: Option<String>,
    shared: bool,
    /// Where to delete it, for its owner.
    delete: Option<String>,
}

#[derive(Template)]
#[template(path = "browse/pages/start.html")]
struct Start {
    frame: Frame,
    kinds: Vec<KindLine>,
    views: Vec<ViewLine>,
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let reader = acts::reader(&actor)?;
    let held = acts::held(&app, &actor).await?;
    let kinds = held.iter().filter_map(|(id, standing)| {
        let kind = app.packs.newest_kind(id)?;
        Some(KindLine {
            title: kind.title.clone(),
            href: format!("/register/records/list?{}", View::of(kind, reader).address()),
            records: records(usize::try_from(*standing).unwrap_or_default()),
            find: reader
                .refers(kind)
                .then(|| format!("/register/records/find?kind={id}")),
        })
    });
    let kinds = kinds.collect();
    let views = acts::views(&app, &actor).await?.into_iter().map(|view| {
        let own = view.person == actor.person;
        ViewLine {
            kind: app
                .packs
                .newest_kind(&view.kind)
                .map_or(view.kind.clone(), |kind| kind.title.clone()),
            href: format!("/register/records/list?{}", view.address),
            saver: (!own).then_some(view.saver),
            shared: view.shared,
            delete: own.then(|| format!("/register/views/{}/delete", view.id)),
            name: view.name,
        }
    });
    page::show(&Start {
        frame: actor.frame("/register"),
        kinds,
        views: views.collect(),
    })
}
