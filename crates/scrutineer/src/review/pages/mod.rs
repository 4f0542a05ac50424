//! Pages of review.

pub mod case;
pub mod class;
pub mod interest;
pub mod progress;
pub mod reading;
pub mod seal;
