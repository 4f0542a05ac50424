//! The panel in a room: who came, whether that is a quorum, and each case in turn. Attendance, substitutes and the
//! conditions of a quorum are as panels' terms of reference have them (field notes, panels 1.3 and 1.8); a member with an
//! interest in a case leaves for that case, has no vote and does not count towards the quorum (1.9).
//!
//! ```text
//! meeting   planned -> open -> closed
//! case      not heard -> opened (sealed classes are shown) -> finding recorded
//! ```
//!
//! Until the chair opens a case, no page here shows what anybody sealed. A case that is not heard by the end, is opened
//! without a finding, or is found in a class that does not end it (Cleveland's 4, field notes 1.7) stays in this meeting's
//! record as it is and is listed again at the panel's next meeting, as Leicestershire's fifteen youth cases of March 2024 were
//! put off to September (annual report of June 2024, 7.1 and 9.3). No figure of the later meeting takes it in: it belongs to
//! another draw. Where the feedback of earlier findings stands is on every agenda.

pub mod acts;
#[cfg(test)]
pub mod fixtures;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
