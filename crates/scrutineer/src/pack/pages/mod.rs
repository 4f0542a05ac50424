//! The pages of the stage. What members see is written once, in `shown.html`; the page where a member reads a case takes
//! it from here.

pub mod check;
pub mod prepare;
pub mod release;
pub mod tasks;
pub mod withdraw;
