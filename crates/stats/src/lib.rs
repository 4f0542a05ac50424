//! The pure methods of panel scrutiny: the draw that anyone can check, exact intervals for small samples, and the
//! protection of small numbers. No database, no clock, no network and no source of chance: everything comes in as
//! an argument, so the same input gives the same output on every machine.

pub mod agreement;
pub mod beacon;
pub mod cases;
pub mod disparity;
mod distribution;
pub mod estimate;
pub mod interval;
mod json;
pub mod rates;
pub mod sampling;
pub mod suppression;
pub mod trend;
