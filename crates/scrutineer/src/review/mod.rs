//! A member's own view of a case before anybody else's is known: read the pack, declare an interest or class the case, and
//! seal. Pre-reading with a class in mind is the one change of process that panels report as clearly better (Leicestershire
//! annual report, June 2024, 8.1); sealing is what keeps the views independent (methods, section 3).
//!
//! ```text
//! not started -> draft -> sealed        until the reading window closes
//!        \         \        \
//!         +---------+--------+-> interest declared     until the chair opens the case; then it is recorded in the meeting
//! ```
//!
//! An interest takes the case from the member for good. What they had sealed is taken out before the case is opened: nobody
//! sees it, it is not counted, and the log keeps that it was there.
//!
//! Sealed means: no page, count, export, log entry or command shows the class, or how many chose it, to anybody - the chair
//! and the administrator included - until the chair opens the case in the meeting. The log holds a salted hash.

pub mod acts;
#[cfg(test)]
pub mod fixtures;
pub mod model;
pub mod offline;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
