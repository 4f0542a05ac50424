//! The pages of findings.

pub mod finding;
pub mod record;
pub mod supplement;
