//! Scrutineer: scrutiny panels from the register of records to published, checkable results.
//!
//! The folders are the stages of a case's journey, in order; ARCHITECTURE.md walks one case through them.

pub mod platform;

pub mod audit;

pub mod access;

pub mod inspection;

pub mod body;

pub mod browse;
pub mod flags;
pub mod register;

pub mod draw;

pub mod pack;

pub mod review;

pub mod meeting;

pub mod finding;

pub mod feedback;

pub mod report;

pub mod publication;

pub mod cli;
pub mod demo;
pub mod desk;
pub mod duties;
pub mod site;
pub mod welcome;

#[cfg(test)]
pub mod testing;
