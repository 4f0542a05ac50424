use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::LedgerError;

/// A SHA-256 value; written and read as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| LedgerError::NotAHash)?;
        let hash = Hash(bytes);
        // One value, one text: upper-case digits are refused.
        if hash.to_string() == text {
            Ok(hash)
        } else {
            Err(LedgerError::NotAHash)
        }
    }
}

/// The leaf of the tree for one entry: SHA-256(0x00 || `bytes`), RFC 6962 section 2.1.
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    digest(&[&[0], bytes])
}

/// The node above two others: SHA-256(0x01 || left || right), RFC 6962 section 2.1.
pub(crate) fn node_hash(left: Hash, right: Hash) -> Hash {
    digest(&[&[1], &left.0, &right.0])
}

/// The root of a tree without leaves: SHA-256 of nothing, RFC 6962 section 2.1.
pub(crate) fn empty_root() -> Hash {
    digest(&[])
}

fn digest(parts: &[&[u8]]) -> Hash {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part);
    }
    Hash(sha.finalize().into())
}
