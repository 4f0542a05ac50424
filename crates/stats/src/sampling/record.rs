//! One record of the frame and its leaf.

use super::{Hash, SamplingError};
use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Longest ref, stratum or label, in bytes.
pub(super) const LONGEST_NAME: usize = 255;

/// A record that may be drawn. The ref is an opaque number made for the draw, not the crime number: it will be
/// published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    ref_: String,
    stratum: String,
    size: u32,
    salt: [u8; 16],
}

impl Record {
    /// A record with its text brought to NFC. `size` is the measure used by a draw in proportion to size (1 when
    /// every record counts the same); `salt` is 16 bytes of chance that stops a guesser from testing candidate refs
    /// against a published leaf.
    ///
    /// # Errors
    /// A ref or stratum that is empty, over 255 bytes or holds a control character; a size of 0.
    pub fn new(ref_: &str, stratum: &str, size: u32, salt: [u8; 16]) -> Result<Self, SamplingError> {
        let ref_ = name("ref", ref_)?;
        let stratum = name("stratum", stratum)?;
        if size == 0 {
            return Err(SamplingError::ZeroSize);
        }
        Ok(Self {
            ref_,
            stratum,
            size,
            salt,
        })
    }

    /// The reference, in NFC.
    pub fn ref_(&self) -> &str {
        &self.ref_
    }

    /// The stratum, in NFC.
    pub fn stratum(&self) -> &str {
        &self.stratum
    }

    /// The size, 1 or more.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// The salt that hides the leaf.
    pub fn salt(&self) -> &[u8; 16] {
        &self.salt
    }

    /// The leaf: `H(0x00 || salt || lp(ref) || lp(stratum) || u32(size))`.
    pub fn leaf(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update([0x00]);
        hash.update(self.salt);
        add_name(&mut hash, &self.ref_);
        add_name(&mut hash, &self.stratum);
        hash.update(self.size.to_be_bytes());
        hash.finalize().into()
    }
}

/// Brings `text` to NFC and checks that it is 1 to 255 bytes without control characters.
pub(super) fn name(field: &'static str, text: &str) -> Result<String, SamplingError> {
    let text = nfc(text);
    if text.is_empty() {
        return Err(SamplingError::Empty { field });
    }
    if text.len() > LONGEST_NAME {
        return Err(SamplingError::TooLong {
            field,
            bytes: text.len(),
            most: LONGEST_NAME,
        });
    }
    if text.chars().any(char::is_control) {
        return Err(SamplingError::Control { field });
    }
    Ok(text)
}

/// `text` in NFC.
pub(super) fn nfc(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

/// Adds `lp(text)` for a text already known to be at most 255 bytes.
pub(super) fn add_name(hash: &mut Sha256, text: &str) {
    debug_assert!(text.len() <= LONGEST_NAME);
    hash.update((text.len() as u16).to_be_bytes());
    hash.update(text.as_bytes());
}
