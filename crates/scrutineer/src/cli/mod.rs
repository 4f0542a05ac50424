//! The commands.

pub mod analyse;
pub mod draw;
