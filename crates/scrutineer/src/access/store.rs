//! Rows of people and their roles, of invitations, and of sessions.

mod invitations;
mod people;
mod sessions;

pub use invitations::{
    add_invitation, consume_invitation, invitation_by_token, open_invitations, renew_invitation,
};
pub use people::{
    add_body, add_grant, add_person, bodies, body, change_person, end_grant, everybody, grants_of, people_of,
    person_by_email, person_by_id, set_marking,
};
pub use sessions::{
    actor, add_failure, add_session, end_session, end_sessions_of, failures_since, forget_failures,
    live_session, session_seen,
};
