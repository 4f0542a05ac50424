//! Flags: what dated rules find in the records of the register, for a panel to look at. Every record is looked at, not only
//! those that are drawn; a rule decides nothing, and nothing here says that anybody was wrong.
//!
//! A rule is judged by the day that matters (offence or resolution), never by today. What a record does not tell is unknown:
//! neither flagged nor passed. A rule whose source nobody has read is off, and says so, until a body switches it on.
//!
//! ```text
//! batch loaded -> waits -> looked at (flags, counts by rule and month)
//!                   ^------------ a rule is switched on or off
//! ```

pub mod acts;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
