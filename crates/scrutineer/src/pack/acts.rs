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
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    platform::{
        db::Tx,
        ids::CaseId,
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
    let case = draw::store::case(tx, id).await?.filter(|case| case.standing == Standing::Drawn);
    let case = case.ok_or(Refusal::NotFound)?;
    let draw = draw::store::draw(tx, case.draw).await?.ok_or(Refusal::NotFound)?;
    Ok((case, draw))
}

/// What people call a case, such as `WM-OOCR-2024-03/A07`.
#[must_use]
pub fn reference(draw: &Draw, case: &Case) -> String {
    format!("{}/{}", draw.reference, case.label)
}

fn check_reason(reason: &str, message: &str) -> Answer<()> {
    match reason.trim().chars().count() {
        0 => Err(Refusal::field("reason", message)),
        length if length > REASON_LONGEST => {
            Err(Refusal::field("reason", format!("Shorten the reason to {REASON_LONGEST} characters or fewer")))
        }
        _ => Ok(()),
    }
}
