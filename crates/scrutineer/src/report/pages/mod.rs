//! Pages of reports.

pub mod document;
pub mod meeting;
