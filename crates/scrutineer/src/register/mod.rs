//! The register of records a force uploads: extracts are read, checked line by line, and loaded.
//!
//! Every later stage rests on this one: a draw is only as fair as the register it is drawn from. So nothing is dropped
//! silently: of n lines, a are accepted and r refused with a reason, and a + r = n. Rows alike in every cell are kept
//! and flagged, because a file without references (data.police.uk publishes none) cannot tell a repeat from a second
//! event. What a record holds is data: a [`Kind`](crate::platform::packs::Kind) from `packs/kinds`.
//!
//! ```text
//! bytes -> Lines (rows, places) -> Mapping (columns to fields) -> checking (cells) -> Line::{Accepted, Refused}
//!              |                        |
//!              +-> FileFault            +-> FileFault: nothing is loaded
//! ```

mod checking;
mod fault;
mod lines;
mod mapping;
mod reading;
mod record;
mod rejects;
mod row;
mod summary;
pub mod synth;
#[cfg(test)]
mod tests;

pub use checking::Rule;
pub use fault::FileFault;
pub use lines::Limits;
pub use mapping::{MappedColumn, Mapping};
pub use reading::Reading;
pub use record::{Line, Month, NewRecord, Notice, Refused};
pub use rejects::Rejects;
pub use summary::{Place, RuleCount, Summary};
