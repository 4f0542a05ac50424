//! Pages of access.

pub mod code;
pub mod invitation;
pub mod people;
pub mod set_up;
pub mod sign_in;
