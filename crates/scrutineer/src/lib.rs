//! Scrutineer.

pub mod cli;
pub mod platform;
pub mod register;
