//! Pages of feedback.

pub mod item;
pub mod record;
pub mod tracker;
