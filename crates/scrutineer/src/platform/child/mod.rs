//! What strangers' files are taken apart by: this very program, run once more. It gets the bytes of one file and nothing
//! else - no settings, no environment, no folder - and limits on memory and time that it sets itself before it looks at the
//! first byte. What a file does wrong costs that file and nothing beside it.
//!
//! ```text
//! bytes -> standard input   -> [limits, then the reading] -> standard output: what was read
//!                                                         -> standard error: one line of JSON: told, or a fault
//! ```
//!
//! So many of them run at once and no more ([`turns`]): each may take the memory that its limits allow.

pub mod inside;
mod outside;
mod turns;

use std::time::Duration;

pub use outside::{Child, NotStarted};
pub use turns::allow;

/// How much a child may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory.
    pub memory: u64,
    /// Seconds of a processor.
    pub processor_seconds: u64,
    /// Time by the clock, for whoever takes what it reads may be slow.
    pub wall: Duration,
}

/// How a child ended, when it ended without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Its time was over.
    Time,
    /// It asked for more memory than it may have.
    Memory,
    /// It gave up over what it read.
    Fault,
}
