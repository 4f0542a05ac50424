//! What the panel finds on a case: the class it agrees, how it voted, why, and what it observed. Both axes are kept beside
//! the panel's own class so that findings of panels with different scales can be compared (field notes, panels 1.7);
//! decision modes are those of 1.8, themes and destinations those of 4.1 and 4.2.
//!
//! A finding is recorded once and never changes: the database refuses it. What becomes known later is a supplement beside
//! it. A finding needs the quorum for its case and is recorded after the chair has opened the sealed classes.

pub mod acts;
#[cfg(test)]
pub mod fixtures;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
