//! What people do with draws: plan and commit one, enter its seed, let a case leave, look, take the published files.

mod choosing;
mod drawing;
mod grouping;
mod leaving;
mod looking;
mod planning;
mod showing;

pub use choosing::{choose, chosen_of, unchoose};
pub use drawing::seed;
pub use leaving::{Departure, departure, withdraw};
pub use looking::{Listed, Seen, files, list, look, published};
pub use planning::{Choices, abandon, choices, commit, draft};
pub use showing::{Order, order};

use stats::sampling::Plan;

use super::{
    model::{Draw, Fault},
    store,
};
use crate::{
    access::{Action, Actor},
    body,
    platform::{
        db::{DbError, Tx},
        ids::DrawId,
        refusal::{Answer, Refusal},
    },
};

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::conflict(fault.to_string())
    }
}

/// The draw, for somebody who may do this to it.
///
/// # Errors
/// [`Refusal::NotFound`] for a draw that is not there or not theirs.
pub async fn draw_for(tx: &mut Tx, actor: &Actor, action: Action, id: DrawId) -> Answer<Draw> {
    let draw = store::draw(tx, id).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(tx, draw.panel, actor.person).await?;
    actor.allow(action, actor.facts(draw.body).seated(seated))?;
    Ok(draw)
}

/// The draw's plan as `stats::sampling` reads it.
///
/// # Errors
/// A plan in the database that is none.
pub fn plan_of(draw: &Draw) -> Answer<Plan> {
    Plan::parse(&draw.plan).map_err(|fault| DbError::inconsistent(format!("draw {}", draw.id), fault).into())
}
