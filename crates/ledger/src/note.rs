use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::LedgerError;

/// The number that C2SP signed-note gives Ed25519.
const ED25519: u8 = 1;
/// Begins a signature line: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// A named Ed25519 key that signs checkpoints: C2SP signed-note.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// The key made from a secret seed of 32 bytes (RFC 8032 section 5.1.5).
    ///
    /// # Errors
    /// [`LedgerError::BadKeyName`] when the name is empty or holds a space, a line break or a plus sign.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Signer, LedgerError> {
        check_name(name)?;
        Ok(Signer {
            name: name.to_owned(),
            key: SigningKey::from_bytes(&seed),
        })
    }

    /// The public half, to be published.
    pub fn verifier_key(&self) -> VerifierKey {
        VerifierKey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    pub(crate) fn sign_text(&self, text: &str) -> String {
        let mut signature = self.verifier_key().id().to_vec();
        signature.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!(
            "{text}\n{DASH}{} {}\n",
            self.name,
            BASE64_STANDARD.encode(signature)
        )
    }
}

/// The public half of a [`Signer`]; as text `name+key id+base64(0x01 || public key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    /// The name that stands on the signature line.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First four bytes of SHA-256(name || "\n" || 0x01 || public key).
    fn id(&self) -> [u8; 4] {
        let sha = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519]);
        let [a, b, c, d, ..] = <[u8; 32]>::from(sha.chain_update(self.key.as_bytes()).finalize());
        [a, b, c, d]
    }

    /// The signed text of a note that carries exactly one signature, and that one by this key.
    pub(crate) fn open<'note>(&self, note: &'note str) -> Result<&'note str, LedgerError> {
        let (text, line) = note
            .rsplit_once("\n\n")
            .and_then(|(text, line)| Some((note.get(..=text.len())?, line)))
            .ok_or(LedgerError::BadNote("no empty line parts text and signature"))?;
        let signature = line
            .strip_prefix(DASH)
            .and_then(|line| line.strip_suffix('\n'))
            .and_then(|line| line.split_once(' '))
            .ok_or(LedgerError::BadNote("it does not end with one signature line"))?;
        let other = || LedgerError::BadSignature(self.name.clone());
        let bytes = BASE64_STANDARD.decode(signature.1);
        let bytes = bytes.map_err(|_| LedgerError::BadNote("the signature is not base64"))?;
        let bytes = bytes
            .strip_prefix(&self.id())
            .filter(|_| signature.0 == self.name)
            .ok_or_else(other)?;
        let signature = Signature::from_slice(bytes).map_err(|_| other())?;
        self.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| other())?;
        Ok(text)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend(self.key.as_bytes());
        write!(
            f,
            "{}+{}+{}",
            self.name,
            hex::encode(self.id()),
            BASE64_STANDARD.encode(key)
        )
    }
}

impl FromStr for VerifierKey {
    type Err = LedgerError;

    /// # Errors
    /// [`LedgerError::BadKey`] or [`LedgerError::BadKeyName`] for any text that [`VerifierKey`] would not write.
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(LedgerError::BadKey("a part is missing"));
        };
        check_name(name)?;
        let bytes = BASE64_STANDARD
            .decode(key)
            .map_err(|_| LedgerError::BadKey("the key is not base64"))?;
        let Some((&ED25519, key)) = bytes.split_first() else {
            return Err(LedgerError::BadKey("it is not an Ed25519 key"));
        };
        let key = VerifyingKey::try_from(key).map_err(|_| LedgerError::BadKey("it is not an Ed25519 key"))?;
        let key = VerifierKey {
            name: name.to_owned(),
            key,
        };
        if key.to_string() == text {
            Ok(key)
        } else {
            Err(LedgerError::BadKey("the key id is not that of the key"))
        }
    }
}

fn check_name(name: &str) -> Result<(), LedgerError> {
    let bad = name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
    if bad { Err(LedgerError::BadKeyName) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of C2SP signed-note, from golang.org/x/mod/sumdb/note: key, text and signature as published.
    const SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    fn published() -> Signer {
        let secret = BASE64_STANDARD.decode(SECRET).unwrap();
        Signer::from_seed("PeterNeumann", secret[1..].try_into().unwrap()).unwrap()
    }

    #[test]
    fn the_published_note_is_signed_and_opened() {
        assert_eq!(published().verifier_key().to_string(), KEY);
        assert_eq!(published().sign_text(TEXT), format!("{TEXT}\n{LINE}"));
        let key: VerifierKey = KEY.parse().unwrap();
        assert_eq!(key.name(), "PeterNeumann");
        assert_eq!(key.open(&format!("{TEXT}\n{LINE}")), Ok(TEXT));
    }

    #[test]
    fn a_note_with_a_second_signature_or_another_form_is_refused() {
        let key: VerifierKey = KEY.parse().unwrap();
        for bad in [
            format!("{TEXT}{LINE}"),
            format!("{TEXT}\n{LINE}{LINE}"),
            format!("{TEXT}\n{LINE}\n"),
            format!("{TEXT}\n\n{LINE}"),
            format!("{TEXT}\n{}", LINE.trim_end()),
            format!("{TEXT}\n{}", LINE.replace("— ", "- ")),
            format!("{TEXT}\n{}", LINE.replace("AM=", "AN=")),
            format!("{TEXT}\n{}", LINE.replace("AM=", "AM")),
            format!("{TEXT}\n{}", LINE.replace("PeterNeumann ", "PeterNeumann2 ")),
            format!("{}\n{LINE}", TEXT.replace("problem is", "Problem is")),
            String::new(),
        ] {
            assert!(key.open(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_is_read_back_only_as_written() {
        for at in 0..KEY.len() {
            assert!(KEY[..at].parse::<VerifierKey>().is_err());
            let mut bytes = KEY.as_bytes().to_vec();
            bytes[at] ^= 1;
            assert!(
                String::from_utf8(bytes).unwrap().parse::<VerifierKey>().is_err(),
                "byte {at}"
            );
        }
        for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b"] {
            assert_eq!(
                Signer::from_seed(name, [0; 32]).err(),
                Some(LedgerError::BadKeyName)
            );
        }
    }
}
