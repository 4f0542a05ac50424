//! Pages of publications: the office's, and the public's.

pub mod list;
pub mod one;
pub mod prepare;
pub mod results;
