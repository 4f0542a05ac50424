//! Loading an upload behind its page: whoever asked waits a moment for a small file, and is shown how far a large one is.

use std::{sync::Arc, time::Duration};

use super::{load_upload, upload_for};
use crate::{
    access::Actor,
    platform::{
        app::App,
        ids::UploadId,
        refusal::{Answer, Refusal},
        under_way::Work,
    },
    register::model::{Loaded, Upload},
};

/// How long somebody waits for the load to end before they are shown how far it is.
const A_MOMENT: Duration = Duration::from_millis(1500);

/// What is said of a load that did not come to its end.
const GIVEN_UP: &str = "the load was given up; nothing has been loaded, and the file waits as it was";

/// What became of a load that was asked for.
pub enum Started {
    /// It is done.
    Done(Box<Loaded>),
    /// It goes on; its page tells how far it is.
    GoesOn,
}

/// Loads an upload, or says that it goes on. Asked for a second time while it goes on, it goes on.
///
/// # Errors
/// As [`load_upload`].
pub async fn start_load(app: &App, actor: &Actor, id: UploadId) -> Answer<Started> {
    let mut tx = app.db.read("register.start").await?;
    let upload = upload_for(&mut tx, actor, id).await?;
    drop(tx);
    let rows = upload.preview.summary.rows;
    let Some(work) = app.under_way.begin(id.0, app.now(), rows) else {
        return Ok(Started::GoesOn);
    };
    let (app, actor) = (app.clone(), actor.clone());
    let load = tokio::spawn(async move { finish(&app, &actor, id, work).await });
    match tokio::time::timeout(A_MOMENT, load).await {
        Err(_) => Ok(Started::GoesOn),
        Ok(ended) => {
            let loaded = ended.map_err(|error| Refusal::Unavailable(error.to_string()))??;
            Ok(Started::Done(Box::new(loaded)))
        }
    }
}

/// Loads to the end, and keeps a fault for the page: nobody may be waiting any more.
async fn finish(app: &App, actor: &Actor, id: UploadId, work: Arc<Work>) -> Answer<Loaded> {
    let watched = Arc::clone(&work);
    let mut ending = Ending {
        work: &work,
        over: false,
    };
    let loaded = load_upload(app, actor, id, move |rows| watched.goes_on(rows)).await;
    ending.over = true;
    match &loaded {
        Ok(_) => app.under_way.end(id.0),
        Err(refusal) => work.fail(words(refusal)),
    }
    loaded
}

/// However the work ends, a fault of the program's own too, it does not stay under way for ever: the file can be loaded again.
struct Ending<'w> {
    work: &'w Work,
    /// Whether it came to its end, well or not.
    over: bool,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.work.fail(GIVEN_UP.to_owned());
        }
    }
}

fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid(errors) => {
            let sentences: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
            sentences.join("; ")
        }
        Refusal::Conflict(sentence) => sentence.clone(),
        _ => "the database could not be written; nothing has been loaded, and the file waits as it was"
            .to_owned(),
    }
}

/// An upload and the load of it that goes on or has failed.
///
/// # Errors
/// [`Refusal::NotFound`] for an upload that is not there or not theirs.
pub async fn loading(app: &App, actor: &Actor, id: UploadId) -> Answer<(Upload, Option<Arc<Work>>)> {
    let mut tx = app.db.read("register.loading").await?;
    let upload = upload_for(&mut tx, actor, id).await?;
    Ok((upload, app.under_way.work(id.0)))
}

/// Calls the load of an upload off: nothing of it stays, and the file waits as it was.
///
/// # Errors
/// As [`loading`].
pub async fn call_off(app: &App, actor: &Actor, id: UploadId) -> Answer<()> {
    let (_, work) = loading(app, actor, id).await?;
    if let Some(work) = work {
        work.call_off();
    }
    Ok(())
}
