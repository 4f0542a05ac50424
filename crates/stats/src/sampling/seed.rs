//! The commitment and the seed, in that order.

use super::record::{add_name, name, nfc};
use super::{Frame, Hash, Plan, SamplingError};
use sha2::{Digest, Sha256};

/// Fewest decimal digits of dice: 20 are 66 bits, beyond trying one by one for a friendlier draw.
const FEWEST_DICE: usize = 20;

/// What a seed source gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceValue {
    /// Typed text; its UTF-8 in NFC enters the seed.
    Text(String),
    /// Bytes, such as a beacon's randomness.
    Bytes(Vec<u8>),
}

/// A labelled contribution to the seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    label: String,
    value: SourceValue,
}

impl Source {
    /// A source of typed text. A source labelled `dice` must pass [`dice`].
    ///
    /// # Errors
    /// An unusable label, an empty value or one over 65,535 bytes, bad dice.
    pub fn text(label: &str, value: &str) -> Result<Self, SamplingError> {
        Self::new(label, SourceValue::Text(nfc(value)))
    }

    /// A source of bytes. Errors as [`Source::text`].
    pub fn bytes(label: &str, value: Vec<u8>) -> Result<Self, SamplingError> {
        Self::new(label, SourceValue::Bytes(value))
    }

    fn new(label: &str, value: SourceValue) -> Result<Self, SamplingError> {
        let source = Self {
            label: name("source label", label)?,
            value,
        };
        let bytes = source.as_bytes();
        if bytes.is_empty() {
            return Err(SamplingError::Empty {
                field: "source value",
            });
        }
        let most = usize::from(u16::MAX);
        if bytes.len() > most {
            return Err(SamplingError::TooLong {
                field: "source value",
                bytes: bytes.len(),
                most,
            });
        }
        if source.label == "dice" {
            check_dice(bytes)?;
        }
        Ok(source)
    }

    /// The label, as in the plan.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What the source gave.
    pub fn value(&self) -> &SourceValue {
        &self.value
    }

    /// The bytes that enter the seed.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.value {
            SourceValue::Text(text) => text.as_bytes(),
            SourceValue::Bytes(bytes) => bytes,
        }
    }
}

/// Dice rolled in the meeting, as the source labelled `dice`.
///
/// # Errors
/// Anything but the digits 0 to 9, or fewer than 20 of them.
pub fn dice(digits: &str) -> Result<Source, SamplingError> {
    Source::text("dice", digits)
}

fn check_dice(digits: &[u8]) -> Result<(), SamplingError> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(SamplingError::DiceDigits);
    }
    if digits.len() < FEWEST_DICE {
        return Err(SamplingError::DiceShort(digits.len()));
    }
    Ok(())
}

/// The commitment to frame and plan, to be published before the seed can exist:
/// `H("sdraw/1 commit\n" || u64(N) || root || H("sdraw/1 plan\n" || plan))`. Run [`Plan::check`] first.
pub fn commitment(frame: &Frame, plan: &Plan) -> Hash {
    commitment_to(frame.len(), &frame.root(), plan)
}

/// The commitment to a frame of `n` records with this `root`, for whoever has the root already.
pub fn commitment_to(n: usize, root: &Hash, plan: &Plan) -> Hash {
    commitment_of(n, root, &plan_hash(plan))
}

/// The plan as it enters the commitment: `H("sdraw/1 plan\n" || plan)`.
pub fn plan_hash(plan: &Plan) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 plan\n");
    hash.update(plan.canonical().as_bytes());
    hash.finalize().into()
}

/// `H("sdraw/1 commit\n" || u64(n) || root || plan hash)`.
pub(super) fn commitment_of(n: usize, root: &Hash, plan_hash: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 commit\n");
    hash.update((n as u64).to_be_bytes());
    hash.update(root);
    hash.update(plan_hash);
    hash.finalize().into()
}

/// The seed: `H("sdraw/1 seed\n" || commitment || u16(k) || lp(label) || lp(value) ...)`. The commitment is inside, so
/// the same dice cannot be used again for a second, friendlier frame. Run [`Plan::check_sources`] first.
pub fn seed(commitment: &Hash, sources: &[Source]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"sdraw/1 seed\n");
    hash.update(commitment);
    hash.update((sources.len() as u16).to_be_bytes());
    for source in sources {
        add_name(&mut hash, &source.label);
        hash.update((source.as_bytes().len() as u16).to_be_bytes());
        hash.update(source.as_bytes());
    }
    hash.finalize().into()
}
