//! The offline pack: a member's cases in one encrypted file, for a train or a hall without a network. The file is an age file
//! (age-encryption.org/v1) under a passphrase that is shown once and kept nowhere. Inside is one HTML page that any browser
//! shows, with the same papers as data for `scrutineer open-pack`, which lets the member class them.
//!
//! What they class is written into a second age file, which only this installation and the pack itself can open, and comes
//! back by upload as drafts: nothing is sealed by it, and nothing that was written meanwhile is overwritten.
//!
//! ```text
//! taken away -> read until it expires -> brought back: taken | same | kept
//!                                                      \-> waits -> taken or kept, as the member decides
//!                                                      \-> sealed | late | gone | long: nothing is changed
//! ```
//!
//! Whether papers may be taken away is the panel's to say ([`crate::pack::papers::Rules`]). That the file expires is stated
//! and kept to by `open-pack`; it is no lock, for a clock can be set back.

pub mod content;
pub mod document;
pub mod model;
pub mod opener;
pub mod sealing;
