//! Rounds of a public drand beacon, checked without asking anybody.
//!
//! A beacon publishes a value at fixed times that nobody can know before. Each value is the hash of a signature of its
//! round's number under the beacon's one public key, so that whoever has the key can check a round from a piece of paper.
//! The key is the operator's: a [`Chain`] is read from the file that the beacon's operators publish and is never part of
//! this program. See `docs/how-to/check-a-beacon.md`.
//!
//! Sources: drand's specification (docs.drand.love, "Specification" and "Cryptography"); its Go implementation for the
//! hash of a chain (`common/chain/info.go`) and for the time of a round (`common/time.go`).

mod chain;
mod label;
mod round;

pub use chain::Chain;
pub use label::{Named, named_in};
pub use round::Round;

/// Seconds that must lie between a commitment and the round it names, at least, so that the value cannot be known when
/// the frame is fixed.
pub const SECONDS_AFTER_COMMITMENT: i64 = 600;

/// Why a beacon's file or a round of it is refused, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeaconError {
    /// The file of the chain cannot be used.
    #[error("the beacon's file {0}")]
    Chain(String),
    /// What was given as a round is none.
    #[error("the beacon's round {0}")]
    Round(String),
    /// The round that was given is not the one the plan names.
    #[error("this is round {given} of the beacon; the plan names round {planned}")]
    OtherRound {
        /// The number given.
        given: u64,
        /// The number planned.
        planned: u64,
    },
    /// The plan names another beacon than the file is of.
    #[error("the plan names a round of {planned}; the beacon's file is of {known}")]
    OtherBeacon {
        /// The name in the plan.
        planned: String,
        /// The name in the file.
        known: String,
    },
    /// The signature is not the beacon's.
    #[error(
        "the signature is not that of round {0} under the beacon's key; copy the round again from the beacon"
    )]
    Signature(u64),
    /// The published value does not follow from the signature.
    #[error("the value of round {0} is not the hash of its signature; copy the round again from the beacon")]
    Value(u64),
    /// The value was known, or nearly so, when the frame was committed.
    #[error(
        "round {round} of the beacon came out {when} the commitment; it must come at least 10 minutes after it, so that \
         nobody can know it when the frame is fixed"
    )]
    KnownBefore {
        /// The round.
        round: u64,
        /// `95 seconds before` or `95 seconds after`.
        when: String,
    },
}
