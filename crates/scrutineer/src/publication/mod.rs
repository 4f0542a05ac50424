//! What the public gets to see: a meeting's results without small counts, names or anything out of a case, cleared by two
//! people who did not prepare them (field notes, panels 1.11; usability and security D9 to D11; methods 5.2).
//!
//! ```text
//! prepared -> cleared (by two) -> published -> withdrawn
//!     \-> returned (refused once; a new version is prepared)
//! ```
//!
//! `scrutineer publish` writes everything published as one folder that `verify/verify.py` checks without trusting us.

pub mod acts;
pub mod content;
pub mod folder;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;
