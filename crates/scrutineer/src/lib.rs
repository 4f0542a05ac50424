//! Scrutineer.

pub mod platform;
