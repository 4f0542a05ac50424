//! What `scrutineer open-pack` serves: the papers of one pack and a form to class each case, to a browser on the same machine.
//! It asks nothing of a network and keeps nothing but the file of classes, sealed, beside the pack.
//!
//! The address holds a secret that changes with each opening, so that no other page and no other program of the machine can
//! ask for the papers.

mod classes;
mod pages;
#[cfg(test)]
mod tests;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{Router, routing};
use tokio::sync::Notify;

pub use classes::Kept;

use super::content::{Content, Papers};
use crate::{
    platform::{
        assets,
        chance::{Chance, bytes},
        clock::Clock,
        refusal::{Answer, Refusal},
        web,
    },
    review::model::View,
};

/// An open pack.
#[derive(Clone)]
pub struct Desk {
    content: Arc<Content>,
    kept: Arc<Mutex<Kept>>,
    clock: Arc<dyn Clock>,
    secret: String,
    closed: Arc<Notify>,
}

impl Desk {
    /// A pack on the table, with what was classed of it before.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn of(content: Content, kept: Kept, clock: Arc<dyn Clock>, chance: &dyn Chance) -> Answer<Self> {
        Ok(Self {
            content: Arc::new(content),
            kept: Arc::new(Mutex::new(kept)),
            clock,
            secret: hex::encode(bytes::<16>(chance)?),
            closed: Arc::default(),
        })
    }

    /// The path under which it is served.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}/", self.secret)
    }

    /// Waits until the reader puts the pack away.
    pub async fn put_away(&self) {
        self.closed.notified().await;
    }

    /// Its pages.
    pub fn site(&self) -> Router {
        let path = self.path();
        let pages = Router::new()
            .route(&path, routing::get(pages::list))
            .route(&format!("{path}close"), routing::post(pages::close))
            .route(
                &format!("{path}cases/{{number}}"),
                routing::get(pages::get).post(pages::post),
            )
            .with_state(self.clone());
        web::dress(pages.route("/assets/{name}", routing::get(assets::serve)), false)
    }

    /// A case that may still be read, by its place from 1.
    fn case(&self, number: usize) -> Answer<&Papers> {
        let case = number
            .checked_sub(1)
            .and_then(|place| self.content.cases.get(place));
        case.filter(|case| self.may_read(case)).ok_or(Refusal::NotFound)
    }

    fn may_read(&self, case: &Papers) -> bool {
        self.clock.now() < case.until
    }

    fn may_class(&self, case: &Papers) -> bool {
        let over = case.closes_at.is_some_and(|closes| closes <= self.clock.now());
        !case.closed && !over
    }

    /// What the reader says of a case: here, or before they took it away.
    fn view(&self, case: &Papers) -> View {
        let kept = self.kept.lock();
        let written = kept.ok().and_then(|kept| kept.view(case.case).cloned());
        written.unwrap_or_else(|| case.view.clone())
    }

    fn keep(&self, case: &Papers, view: View) -> Answer<()> {
        let mut kept = self
            .kept
            .lock()
            .map_err(|_| Refusal::Unavailable("the classes are being written".to_owned()))?;
        kept.keep(case, view)
    }

    fn file(&self) -> PathBuf {
        self.kept
            .lock()
            .map(|kept| kept.path().to_owned())
            .unwrap_or_default()
    }
}
