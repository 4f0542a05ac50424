//! Documents for packs, read: in a process of its own each, by the crate `intake`.

pub mod inside;
mod outside;

use intake::Fault;
use serde::{Deserialize, Serialize};

pub use outside::{open, unpack};

/// The one line of JSON with which the reading ends.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    /// It went well.
    Read,
    /// It did not.
    Fault(Fault),
}

/// One document of a bundle, as it is announced before its bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Announced {
    path: String,
    bytes: usize,
}
