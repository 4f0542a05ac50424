//! Pages of the desk.

pub mod home;
