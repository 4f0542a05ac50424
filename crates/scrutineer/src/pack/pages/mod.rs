//! The pages of the stage. What members see is written once for preview and check, in `shown.html`; the page where a member
//! reads a case shows the same circumstances and facts of the same pack.

pub mod certificate;
pub mod check;
pub mod document;
pub mod documents;
pub mod handover;
pub mod papers;
mod posted;
pub mod prepare;
pub mod redact;
pub mod release;
pub mod tasks;
pub mod withdraw;
