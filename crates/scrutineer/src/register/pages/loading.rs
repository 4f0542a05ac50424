//! `/register/uploads/{upload}/loading`: how far the load of a large file is, and calling it off.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{app::App, frame::Frame, ids::UploadId, page, refusal::Answer},
    register::acts,
};

#[derive(Template)]
#[template(path = "register/pages/loading.html")]
struct Page {
    frame: Frame,
    href: String,
    file_name: String,
    done: u64,
    of: u64,
    rate: Option<u64>,
    called_off: bool,
    /// Why it failed, if it has.
    fault: Option<String>,
}

/// How far it is; the batch or the upload once it has ended.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<UploadId>) -> Answer<Response> {
    let (upload, work) = acts::loading(&app, &actor, id).await?;
    let Some(work) = work else {
        let (_, batch) = acts::uploaded(&app, &actor, id).await?;
        return page::see_other(&match batch {
            Some(batch) => format!("/register/batches/{}?loaded", batch.id),
            None => format!("/register/uploads/{id}"),
        });
    };
    page::show(&Page {
        frame: actor.frame("/register"),
        href: format!("/register/uploads/{id}"),
        file_name: upload.file_name,
        done: work.done(),
        of: work.of,
        rate: work.rate(app.now()),
        called_off: work.is_called_off(),
        fault: work.fault(),
    })
}

/// Calls it off.
///
/// # Errors
/// As every page.
pub async fn call_off(
    State(app): State<App>,
    actor: Actor,
    At(id): At<UploadId>,
    _: Posted,
) -> Answer<Response> {
    acts::call_off(&app, &actor, id).await?;
    page::see_other(&format!("/register/uploads/{id}/loading"))
}
