//! The public pages.

pub mod health;
pub mod start;
pub mod statements;
