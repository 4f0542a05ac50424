//! The log of acts as a tamper-evident tree, pure: no input or output, no clock, no chance.
//!
//! Every act is an [`Entry`] with one canonical form of bytes. The hash of those bytes is a leaf of the tree of
//! RFC 6962 (the same as RFC 9162 section 2.1), and a signed [`Checkpoint`] fixes the size and the root of that
//! tree. Whoever holds an old checkpoint can tell whether anything before it was changed.

mod checkpoint;
mod entry;
mod error;
mod hash;
mod note;
mod operation;
mod proof;
mod published;
mod tree;
mod verify;

pub use checkpoint::{Checkpoint, Signer, VerifierKey, verify};
pub use entry::Entry;
pub use error::LedgerError;
pub use hash::{Hash, leaf_hash};
pub use operation::Operation;
pub use proof::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
pub use published::{PUBLISH, PublishedLog};
pub use tree::{Frontier, root_of};
pub use verify::{Fault, LogCheck, Report, verify_log};
