//! Inviting, setting up, signing in and out, and ending what must end. Each is one transaction with its log entry.

mod arriving;
mod codes;
mod managing;
mod re_enrolling;
mod several;
mod signing_in;

pub use arriving::{Arrival, consume, invitation_open, renew, set_up, set_up_secret};
pub use codes::{base32, code_now, demo_code, open_codes, seal_codes};
pub use managing::{end_role, invitable, invite, mark, people, send_invitation, suspend};
pub use re_enrolling::{re_enrol, re_enrol_everybody};
pub use several::bodies_where;
pub use signing_in::{Entry, enter_code, enter_passphrase, hash_passphrase, sign_out};

use crate::platform::{
    app::App,
    chance::{NoChance, bytes},
    ids::{BodyId, PersonId},
};

use super::{
    gate::hash_of,
    model::{Session, Stage},
};

/// A new secret token for a link or a cookie: 256 bits in hex.
pub(super) fn token(app: &App) -> Result<String, NoChance> {
    bytes::<32>(app.chance.as_ref()).map(hex::encode)
}

/// A new session and the token that opens it.
pub(super) fn new_session(
    app: &App,
    person: PersonId,
    body: Option<BodyId>,
    stage: Stage,
) -> Result<(Session, String), NoChance> {
    let token = token(app)?;
    let csrf = self::token(app)?;
    let now = app.now();
    let token_hash = hash_of(&token);
    Ok((
        Session {
            token_hash,
            person,
            body,
            stage,
            csrf,
            created_at: now,
            seen_at: now,
        },
        token,
    ))
}
