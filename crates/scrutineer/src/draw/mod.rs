//! The draw: which cases of a period come before a panel, chosen by chance so that anybody can check that nobody chose.
//! The method is `sdraw/1` (`stats::sampling`): the frame and the plan are frozen, hashed and logged first; only then is
//! the seed made, from dice rolled in the meeting, a named round of a public beacon, or both. A drawn case may leave with a
//! reason of `packs/reasons/withdrawal.toml` only, and the next ticket of its stratum comes in.
//!
//! ```text
//! draw: draft -> committed -> drawn
//!         \----------\----------> abandoned      (an abandoned commitment stays visible)
//! case: reserve -> drawn -> withdrawn            (drawn at once, or brought in for one that left)
//! ```
//!
//! Source of the order "commit, then seed": panels' own minutes say cases were "chosen at random by the responsible
//! officer", which nobody can check.

pub mod acts;
pub mod beacon;
#[cfg(test)]
pub mod fixtures;
pub mod model;
pub mod pages;
pub mod plan;
pub mod store;
#[cfg(test)]
mod tests;
