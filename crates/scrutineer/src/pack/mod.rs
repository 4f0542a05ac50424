//! The pack: what members read of a drawn case. The force lead sees the identified record and writes the circumstances; what
//! identifies somebody in them is found and hidden, unless it is left in for a reason. The facts beside them are computed from
//! the record and hold only what the kind allows members to see. Somebody else checks that nobody can be recognised; the
//! coordinator releases; each opening is logged. What was written stays apart from what members read.
//!
//! ```text
//! pack: preparing -> prepared -> checked -> released -> withdrawn
//!                        \-> returned \----------------/
//! ```
//!
//! A returned or withdrawn version stays; work goes on in the next one.
//!
//! Source: terms of reference name a lead inspector who pulls the cases, writes a summary and anonymises it; a second
//! person, the versions and who opened them are what panels ask to have recorded.

pub mod acts;
pub mod cover;
pub mod crowd;
pub mod document;
#[cfg(test)]
pub mod fixtures;
pub mod handover;
pub mod intake;
pub mod model;
pub mod pages;
pub mod papers;
pub mod parts;
pub mod reader;
pub mod redaction;
pub mod store;
pub mod summary;
#[cfg(test)]
mod tests;
