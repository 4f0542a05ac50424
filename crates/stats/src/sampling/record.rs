//! One record of the frame and its leaf.

use super::{Hash, SamplingError};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
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
        let (ref_, stratum) = checked(ref_, stratum, size)?;
        Ok(Self {
            ref_: ref_.into_owned(),
            stratum: stratum.into_owned(),
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
        self.as_ref().leaf()
    }

    /// The record as a frame shows it.
    pub fn as_ref(&self) -> RecordRef<'_> {
        RecordRef {
            ref_: &self.ref_,
            stratum: &self.stratum,
            size: self.size,
            salt: &self.salt,
        }
    }
}

/// A record of a [`Frame`](super::Frame), which keeps all its text in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordRef<'a> {
    pub(super) ref_: &'a str,
    pub(super) stratum: &'a str,
    pub(super) size: u32,
    pub(super) salt: &'a [u8; 16],
}

impl<'a> RecordRef<'a> {
    /// The reference, in NFC.
    pub fn ref_(&self) -> &'a str {
        self.ref_
    }

    /// The stratum, in NFC.
    pub fn stratum(&self) -> &'a str {
        self.stratum
    }

    /// The size, 1 or more.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// The salt that hides the leaf.
    pub fn salt(&self) -> &'a [u8; 16] {
        self.salt
    }

    /// The leaf: `H(0x00 || salt || lp(ref) || lp(stratum) || u32(size))`.
    pub fn leaf(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update([0x00]);
        hash.update(self.salt);
        add_name(&mut hash, self.ref_);
        add_name(&mut hash, self.stratum);
        hash.update(self.size.to_be_bytes());
        hash.finalize().into()
    }
}

/// Ref and stratum in NFC, when they and the size can be those of a record.
pub(super) fn checked<'a>(
    ref_: &'a str,
    stratum: &'a str,
    size: u32,
) -> Result<(Cow<'a, str>, Cow<'a, str>), SamplingError> {
    let names = (checked_name("ref", ref_)?, checked_name("stratum", stratum)?);
    if size == 0 {
        return Err(SamplingError::ZeroSize);
    }
    Ok(names)
}

/// Brings `text` to NFC and checks that it is 1 to 255 bytes without control characters.
pub(super) fn name(field: &'static str, text: &str) -> Result<String, SamplingError> {
    checked_name(field, text).map(Cow::into_owned)
}

/// As [`name`], without a copy of a text that is in NFC already.
fn checked_name<'a>(field: &'static str, text: &'a str) -> Result<Cow<'a, str>, SamplingError> {
    let text = if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    };
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
    text.nfc().collect()
}

/// Adds `lp(text)` for a text already known to be at most 255 bytes.
pub(super) fn add_name(hash: &mut Sha256, text: &str) {
    debug_assert!(text.len() <= LONGEST_NAME);
    hash.update((text.len() as u16).to_be_bytes());
    hash.update(text.as_bytes());
}
