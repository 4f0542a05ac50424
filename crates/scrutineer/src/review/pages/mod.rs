//! Pages of review.

pub mod brought;
pub mod case;
pub mod class;
pub mod interest;
pub mod offline;
pub mod progress;
pub mod reading;
pub mod seal;
