//! The certificate of destruction: every copy of a draw's papers that was issued, and what became of it.

use super::reading::draw_ends;
use crate::{
    access::{Action, Actor},
    audit::Note,
    draw::{self, model::Draw},
    pack::store::{self, Issued},
    platform::{app::App, clock::Moment, ids::DrawId, refusal::Answer},
};

/// A copy, and what became of it.
#[derive(Debug)]
pub struct Line {
    /// The copy.
    pub issued: Issued,
    /// When its reader could no longer open it; nothing while they can.
    pub ended: Option<Moment>,
}

impl Line {
    /// Whether nobody can read it any more.
    #[must_use]
    pub fn gone(&self) -> bool {
        self.ended.is_some()
    }
}

/// Every copy of the papers of a draw.
#[derive(Debug)]
pub struct Certificate {
    /// The draw.
    pub draw: Draw,
    /// By case, version and number.
    pub lines: Vec<Line>,
    /// When it was drawn up.
    pub at: Moment,
}

impl Certificate {
    /// Whether every copy is gone, so that the certificate says so.
    #[must_use]
    pub fn complete(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(Line::gone)
    }
}

/// Draws up the certificate. That it was is logged.
///
/// # Errors
/// A draw that is not theirs.
pub async fn certificate(app: &App, actor: &Actor, id: DrawId) -> Answer<Certificate> {
    let mut act = actor.begin(app, "pack.certificate").await?;
    let draw = draw::acts::draw_for(&mut act.tx, actor, Action::PackRelease, id).await?;
    let ends = draw_ends(&mut act.tx, &draw).await?;
    let copies = store::copies_of_draw(&mut act.tx, id).await?;
    let now = act.now;
    let line = |issued: Issued| {
        let over = ends.iter().find(|(case, _)| case.id == issued.case);
        let left = over.and_then(|(case, _)| case.withdrawn_at);
        let over = over.and_then(|(_, ends)| *ends).filter(|ends| *ends <= now);
        let ended = [issued.withdrawn_at, left, over].into_iter().flatten().min();
        // A file that was taken away can be read on its own until its time is over.
        let ended = match issued.offline_until {
            Some(until) if until > now => None,
            Some(until) => ended.map(|ended| ended.max(until)),
            None => ended,
        };
        Line { issued, ended }
    };
    let lines: Vec<Line> = copies.into_iter().map(line).collect();
    act.log(Note::consulted("draw", id).with("copies", lines.len()))
        .await?;
    act.commit().await?;
    Ok(Certificate { draw, lines, at: now })
}
