//! Who scrutinises: the organisations that send people, the panels, what each panel agreed to (its terms of reference)
//! and who sits on it.
//!
//! ```text
//! terms of reference: version 1 -> version 2 -> ...   (a version is never changed; each has the day it takes effect)
//! seat:               held <-> empty -> ended         (with substitutes named beforehand)
//! ```
//!
//! Panels differ in scale, in how they decide and in who must be there, and none of that is built in: a panel's terms name
//! a scale from `packs/`, a decision mode and a quorum in words the coordinator can read (comparison of panels run in
//! England and Wales; Home Affairs Committee, *Out-of-court disposals*, HC 799, 2015, asked for a victims' voice and a
//! senior officer on every panel). Seats belong to organisations, because attendance is published by organisation.

pub mod acts;
#[cfg(test)]
pub mod fixtures;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;

pub use model::{
    DecisionMode, Organisation, Panel, PanelKind, Present, Quorum, Seat, Sector, Terms, Verdict,
};
