//! The ground floor: what every stage stands on.

pub mod assets;
pub mod form;
pub mod frame;
pub mod govuk;
pub mod packs;
