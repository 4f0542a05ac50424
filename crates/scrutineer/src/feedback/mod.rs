//! What becomes of a panel's message for the officer of a case: praise and learning travel the same way, and every step is
//! kept with who took it, when and what they noted (field notes, panels 1.10; Leicestershire's annual report of 2024 asks
//! that feedback be tracked).
//!
//! ```text
//! recorded -> allocated -> with_supervisor -> delivered -> responded (accepted | disputed | clarified) -> closed
//! ```
//!
//! The officer is never named here: the force knows whose case it was. Mail says that feedback is waiting, never what.

pub mod acts;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
