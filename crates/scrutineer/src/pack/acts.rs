//! What people do with packs: prepare, check, release, withdraw, read.

mod checking;
mod preparing;
mod reading;
mod releasing;

pub use checking::{Checking, Verdict, check, to_check};
pub use preparing::{CIRCUMSTANCES_LONGEST, Identified, Writing, identified, write};
pub use reading::{ReadCase, read};
pub use releasing::{Task, Tasks, release, tasks, withdraw};

use super::model::Fault;
use crate::{
    access::{Action, Actor},
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    platform::{
        app::App,
        db::Tx,
        ids::{CaseId, DrawId},
        refusal::{Answer, Refusal},
    },
};

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::conflict(fault.to_string())
    }
}

/// A reason that is kept with the pack.
const REASON_LONGEST: usize = 1000;

/// A case that is up to be heard, with its draw. A reserve or a case that has left has no pack to show.
async fn heard(tx: &mut Tx, id: CaseId) -> Answer<(Case, Draw)> {
    let case = draw::store::case(tx, id)
        .await?
        .filter(|case| case.standing == Standing::Drawn);
    let case = case.ok_or(Refusal::NotFound)?;
    let draw = draw::store::draw(tx, case.draw).await?.ok_or(Refusal::NotFound)?;
    Ok((case, draw))
}

/// The draw of a case up to be heard, for whoever works on packs: where a page leads back to.
///
/// # Errors
/// A case that is not theirs.
pub async fn draw_of(app: &App, actor: &Actor, id: CaseId) -> Answer<DrawId> {
    let mut tx = app.db.read("pack.draw_of").await?;
    let (case, _) = heard(&mut tx, id).await?;
    actor.allow(Action::PackCheck, actor.facts(case.body))?;
    Ok(case.draw)
}

/// What people call a case, such as `WM-OOCR-2024-03/A07`.
#[must_use]
pub fn reference(draw: &Draw, case: &Case) -> String {
    format!("{}/{}", draw.reference, case.label)
}

fn check_reason(reason: &str, message: &str) -> Answer<()> {
    match reason.trim().chars().count() {
        0 => Err(Refusal::field("reason", message)),
        length if length > REASON_LONGEST => Err(Refusal::field(
            "reason",
            format!("Shorten the reason to {REASON_LONGEST} characters or fewer"),
        )),
        _ => Ok(()),
    }
}
