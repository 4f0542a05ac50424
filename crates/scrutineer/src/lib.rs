//! Scrutineer.

pub mod platform;
pub mod register;
