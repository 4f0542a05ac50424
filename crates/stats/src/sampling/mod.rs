//! `sdraw/1`: a random draw that anybody can repeat with a hash function and a text editor.
//!
//! The frame (every record that could be drawn) and the plan (how many from each stratum, and which seed sources)
//! are hashed into a *commitment* that is published first. Only then are the seed sources read: dice rolled in the
//! meeting, a named round of a public beacon, or both. Each record's *ticket* is the SHA-256 of the seed and its
//! reference; the smallest tickets of a stratum are the sample and the next ones are its reserves. This is Rivest's
//! consistent sampling with a byte-exact preimage, strata, exact unequal probabilities and lawful withdrawal.
//!
//! Hashes are SHA-256; integers are big-endian; text is the UTF-8 of its NFC form; `lp(b)` is a two-byte length and
//! then `b`.
//!
//! ```text
//! leaf       H(0x00 || salt || lp(ref) || lp(stratum) || u32(size))
//! root       RFC 9162 tree over the leaves in ascending byte order of ref
//! commitment H("sdraw/1 commit\n" || u64(N) || root || H("sdraw/1 plan\n" || canonical plan))
//! seed       H("sdraw/1 seed\n" || commitment || u16(k) || lp(label) || lp(value) for each of the k sources)
//! ticket     H("sdraw/1 ticket\n" || seed || lp(ref))
//! ```

mod certainty;
mod draw;
mod error;
mod frame;
mod inclusion;
pub mod merkle;
mod pareto;
mod plan;
mod proof;
mod publish;
mod published;
mod record;
mod rivest;
mod seed;
mod systematic;
mod telling;
mod ticket;
mod verify;
mod withdrawal;

pub use draw::{Drawn, StratumDraw, draw, draw_borrowed};
pub use error::SamplingError;
pub use frame::{Frame, FrameBuilder};
pub use inclusion::{Inclusion, NoInclusion};
pub use plan::{Method, Plan, TARGETED};
pub use proof::{Proof, Proven};
pub use publish::{PublishedDraw, publish};
pub use published::{PublishedSeed, published_seed};
pub use record::{Record, RecordRef};
pub use rivest::rivest_2011;
pub use seed::{Source, SourceValue, commitment, commitment_to, dice, plan_hash, seed};
pub use systematic::systematic;
pub use telling::Telling;
pub use ticket::ticket;
pub use verify::{Report, verify};
pub use withdrawal::{CODES, Leaving, Withdrawal, eligible_share, heard, many_withdrawn, replace};

/// A SHA-256 value: 32 bytes.
pub type Hash = [u8; 32];

/// The name of the method, as written in every published draw.
pub const FORMAT: &str = "sdraw/1";
