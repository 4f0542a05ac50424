//! A meeting's report: what was planned and heard, what was found and how sure a sample lets one be, who was there, and how
//! the draw can be checked. The same [`documents::Document`] is the page and the PDF; the figures alone are a CSV file.
//!
//! The content follows the reports panels publish (field notes, panels 1.11; Leicestershire's annual report of June 2024):
//! planned cases that were not heard are counted, a class is never a bare percentage, and "no conclusion" is never dropped.

pub mod acts;
mod combined;
pub mod document;
pub mod figures;
#[cfg(test)]
pub mod fixtures;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;
