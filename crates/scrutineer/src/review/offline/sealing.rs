//! The age files: a pack under its passphrase, classes under the key of their pack.
//!
//! Source: the age file encryption format, version 1 (C2SP, age-encryption.org/v1); the alphabet of passphrases is that of
//! BIP 173, chosen so that no sign is read as another.

use age::{DecryptError, scrypt, secrecy::ExposeSecret, x25519};

use crate::platform::chance::{Chance, NoChance, bytes};

/// Five bits a letter; sixteen letters are 80 bits, beyond any search through scrypt.
const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const LETTERS: usize = 16;
const GROUP: usize = 4;
/// log2 of the work of scrypt: 32 MB and some tenths of a second on a small laptop. The strength is the passphrase's.
const WORK: u8 = 15;
/// The most work that opening will do, so that a made-up file costs no more.
const MOST_WORK: u8 = 20;

/// Why a file was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The passphrase is another.
    #[error("the passphrase does not open this file; check each letter and try again")]
    WrongPassphrase,
    /// It is an age file for somebody else, or was altered on the way.
    #[error("the file does not open: it belongs to another pack, or it was altered or cut off")]
    DoesNotOpen,
    /// It is no age file.
    #[error("this is not an encrypted file of Scrutineer")]
    NoFile,
    /// The key of a pack is none.
    #[error("the key of the pack is damaged")]
    NoKey,
    /// It could not be sealed.
    #[error("the file could not be encrypted")]
    NotSealed,
}

/// A new passphrase: four groups of four letters and digits.
///
/// # Errors
/// When there is no randomness.
pub fn passphrase(chance: &dyn Chance) -> Result<String, NoChance> {
    let drawn = bytes::<LETTERS>(chance)?;
    let letters = drawn.map(|byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
    Ok(grouped(letters.into_iter()))
}

/// As it was shown, however somebody typed it.
#[must_use]
pub fn as_shown(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    grouped(letters.map(|letter| letter.to_ascii_lowercase()))
}

fn grouped(letters: impl Iterator<Item = char>) -> String {
    let letters: Vec<char> = letters.collect();
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// Seals a pack.
///
/// # Errors
/// [`Fault::NotSealed`].
pub fn seal(passphrase: &str, content: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut recipient = scrypt::Recipient::new(passphrase.to_owned().into());
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, content).map_err(|_| Fault::NotSealed)
}

/// Opens a pack.
///
/// # Errors
/// What is wrong with the file or the passphrase.
pub fn open(passphrase: &str, file: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut identity = scrypt::Identity::new(as_shown(passphrase).into());
    identity.set_max_work_factor(MOST_WORK);
    age::decrypt(&identity, file).map_err(|error| match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => Fault::WrongPassphrase,
        error => fault(&error),
    })
}

/// A new key for the classes of a pack.
#[must_use]
pub fn new_key() -> String {
    x25519::Identity::generate()
        .to_string()
        .expose_secret()
        .to_owned()
}

/// Seals classes to the key of their pack.
///
/// # Errors
/// [`Fault::NoKey`], [`Fault::NotSealed`].
pub fn seal_to(key: &str, content: &[u8]) -> Result<Vec<u8>, Fault> {
    let identity: x25519::Identity = key.parse().map_err(|_| Fault::NoKey)?;
    age::encrypt(&identity.to_public(), content).map_err(|_| Fault::NotSealed)
}

/// Opens classes with the key of their pack.
///
/// # Errors
/// What is wrong with the file or the key.
pub fn open_with(key: &str, file: &[u8]) -> Result<Vec<u8>, Fault> {
    let identity: x25519::Identity = key.parse().map_err(|_| Fault::NoKey)?;
    age::decrypt(&identity, file).map_err(|error| fault(&error))
}

fn fault(error: &DecryptError) -> Fault {
    match error {
        DecryptError::InvalidHeader | DecryptError::UnknownFormat | DecryptError::Io(_) => Fault::NoFile,
        _ => Fault::DoesNotOpen,
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};

    use super::*;
    use crate::platform::chance::SetChance;

    /// Made by another implementation of the format: age-encryption 0.3.1 for JavaScript, with a work factor of 10.
    const BY_ANOTHER: &str = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBDQnNjT2hnZzV3eERkMmoxZkZQQkFRIDEwCmdEcWVyZWtxVzM5dy9PU1BpdjliQ3AzUFNuSnV5dUxnT3dEWW4xS3Z5cUEKLS0tIGxTcEQzSzdYOXB0MjhBQ2pPVVdIeWowS20vaDc2cUljR1dVai9sbzZDN1UKIsoCqTAKn3fCP2hqZ3iUX4t7zUashztCEAMg5Wmr9Ys9IOZvZ/Si8gGO+AfqTZOf81g=";

    #[test]
    fn a_file_of_another_implementation_opens() {
        let file = BASE64_STANDARD.decode(BY_ANOTHER).unwrap();
        assert_eq!(open("ya3h-ewwg-d509-086s", &file).unwrap(), b"Two people argued.");
    }

    #[test]
    fn a_pack_opens_with_its_passphrase_however_it_is_typed() {
        let passphrase = passphrase(&SetChance::from_seed("offline")).unwrap();
        assert_eq!(passphrase.len(), LETTERS + 3);
        let file = seal(&passphrase, b"Two people argued.").unwrap();
        assert!(file.starts_with(b"age-encryption.org/v1\n-> scrypt "));
        let typed = format!(" {} ", passphrase.to_uppercase().replace('-', " "));
        assert_eq!(open(&typed, &file).unwrap(), b"Two people argued.");
        assert_eq!(open("qqqq-qqqq-qqqq-qqqq", &file), Err(Fault::WrongPassphrase));
        assert_eq!(open(&passphrase, b"Two people argued."), Err(Fault::NoFile));
        assert_eq!(open(&passphrase, b""), Err(Fault::NoFile));
        let cut = &file[..file.len() - 3];
        assert!(open(&passphrase, cut).is_err());
    }

    #[test]
    fn classes_open_with_the_key_of_their_pack_alone() {
        let (key, other) = (new_key(), new_key());
        let file = seal_to(&key, b"class 3").unwrap();
        assert!(!file.windows(7).any(|part| part == b"class 3"));
        assert_eq!(open_with(&key, &file).unwrap(), b"class 3");
        assert_eq!(open_with(&other, &file), Err(Fault::DoesNotOpen));
        assert_eq!(open_with("AGE-SECRET-KEY-1", &file), Err(Fault::NoKey));
        assert_eq!(open_with(&key, b"class 3"), Err(Fault::NoFile));
    }
}
