//! The register of records a force uploads: extracts are read, checked line by line, and loaded.
//!
//! Every later stage rests on this one: a draw is only as fair as the register it is drawn from. So nothing is dropped
//! silently: of n lines, a are accepted and r refused with a reason, and a + r = n. Rows alike in every cell are kept
//! and flagged, because a file without references (data.police.uk publishes none) cannot tell a repeat from a second
//! event. What a record holds is data: a [`Kind`](crate::platform::packs::Kind) from `packs/kinds`.
//!
//! ```text
//! bytes -> source (any file as text in UTF-8) -> Lines (rows, places) -> Mapping (columns to fields) -> checking (cells) -> Line::{Accepted, Refused}
//!              |                        |
//!              +-> FileFault            +-> FileFault: nothing is loaded
//! ```
//!
//! A file comes by the browser as an upload, is looked at, and is then loaded or discarded; from the command line it is
//! loaded at once. One file is one batch, loaded in one act; the same file again changes nothing.
//!
//! ```text
//! upload: waiting -> loaded (a batch and its records)
//!                 -> discarded
//! ```

pub mod acts;
pub mod archive;
mod checking;
mod column;
mod fault;
#[cfg(test)]
pub mod fixtures;
mod known;
pub mod layout;
mod lines;
mod mapping;
pub mod model;
pub mod pages;
mod reading;
mod record;
mod rejects;
mod repeats;
mod row;
pub mod source;
pub mod store;
mod summary;
pub mod survey;
pub mod synth;
#[cfg(test)]
mod tests;

pub use checking::Rule;
pub use fault::{At, FileFault};
pub use lines::Limits;
pub use mapping::{MappedColumn, Mapping};
pub use reading::Reading;
pub use record::{Line, Month, NewRecord, Notice, Refused};
pub use rejects::{MendFault, Rejects, WHY_REFUSED, write_mendable};
pub use source::{Detected, Encoding, Format, How, Separator, WorkbookFault};
pub use summary::{Place, RuleCount, Summary};
