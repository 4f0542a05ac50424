//! The pages of the log.

pub mod log;
