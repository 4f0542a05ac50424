use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine};

pub use crate::note::{Signer, VerifierKey};
use crate::{Hash, LedgerError};

/// The size and root of a log at one moment: C2SP tlog-checkpoint, without extension lines.
///
/// As text: the origin, the size in decimal and the root in base64, each on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name: one line, not empty.
    pub origin: String,
    /// Entries in the log.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}\n{}\n{}",
            self.origin,
            self.size,
            BASE64_STANDARD.encode(self.root.0)
        )
    }
}

impl FromStr for Checkpoint {
    type Err = LedgerError;

    /// # Errors
    /// [`LedgerError::BadNote`] for any text that [`Checkpoint`] would not write itself.
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let [origin, size, root] = text.lines().collect::<Vec<_>>()[..] else {
            return Err(LedgerError::BadNote(
                "it has not exactly three lines before the signature",
            ));
        };
        let root = BASE64_STANDARD
            .decode(root)
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        let checkpoint = Checkpoint {
            origin: origin.to_owned(),
            size: size
                .parse()
                .map_err(|_| LedgerError::BadNote("the second line is not a size"))?,
            root: Hash(root.ok_or(LedgerError::BadNote("the third line is not a root in base64"))?),
        };
        if origin.is_empty() || checkpoint.to_string() != text {
            return Err(LedgerError::BadNote("its lines are not written plainly"));
        }
        Ok(checkpoint)
    }
}

impl Signer {
    /// The checkpoint as a signed note: its three lines, an empty line and one signature line.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        self.sign_text(&checkpoint.to_string())
    }
}

/// Reads a checkpoint signed by `key` and by no other; every byte of `note` is checked.
///
/// # Errors
/// [`LedgerError::BadNote`] when `note` is not exactly what [`Signer::sign`] writes, and
/// [`LedgerError::BadSignature`] when another key signed it or it was changed after signing.
pub fn verify(note: &str, key: &VerifierKey) -> Result<Checkpoint, LedgerError> {
    key.open(note)?.parse()
}
