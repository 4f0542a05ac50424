//! Who may do what: accounts, invitations, sign-in, sessions, the roles people hold in a body, and the one policy.
//!
//! ```text
//! person:     invited -> active -> suspended
//! invitation: sent -> consumed            (or expired: a new one can be asked for)
//! session:    set_up -> full -> ended     (a first visit)
//!             code   -> full -> ended     (every other)
//! ```
//!
//! *Access* is about people and is decided here; *rules* are about cases and are decided nowhere near here.
//! Everything is refused that `policy.cedar` does not permit, and what a person may not know of looks absent.

pub mod action;
pub mod actor;
pub mod acts;
pub mod gate;
pub mod marking;
pub mod model;
pub mod navigation;
pub mod pages;
pub mod policy;
pub mod site;
pub mod store;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use actor::{Actor, Posted, PostedFile};
pub use marking::Marking;
pub use model::Role;
pub use policy::Facts;
pub use site::Site;
