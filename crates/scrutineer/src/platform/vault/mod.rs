//! Secrets that the database keeps for people, sealed with a key that is not in it: whoever has a copy of the database has
//! none of them. AES-256-GCM (NIST SP 800-38D) by `ring`, with a fresh 96-bit nonce for each sealing; what a secret belongs
//! to is authenticated with it, so that a row copied to another person's place does not open.
//!
//! ```text
//! sealed secret: 0x01 | nonce (12 bytes) | ciphertext (as long as the secret) | tag (16 bytes)
//! ```
//!
//! The database keeps a fingerprint of the key. A missing or wrong key file is therefore said when the product starts, not
//! when the first person fails to sign in.

pub mod store;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use super::{
    chance::{Chance, NoChance, bytes},
    clock::Moment,
    config::Config,
    db::{Db, DbError, FromColumn, Row, Tx, Value},
    refusal::Refusal,
    secret,
};

/// The first byte of a sealed secret: how it was sealed.
const FORM: u8 = 1;

/// A secret as the database keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

impl Sealed {
    /// As bytes, for what is kept outside the database.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Bytes kept outside the database, as they came back.
    #[must_use]
    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<Option<Sealed>> for Value {
    fn from(sealed: Option<Sealed>) -> Self {
        Self::Bytes(sealed.map(|sealed| sealed.0))
    }
}

impl FromColumn for Option<Sealed> {
    fn from_column(row: &Row, column: &str) -> Result<Self, DbError> {
        Option::<Vec<u8>>::from_column(row, column).map(|bytes| bytes.map(Sealed))
    }
}

/// Why a secret could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// No randomness for the nonce.
    #[error(transparent)]
    Chance(#[from] NoChance),
    /// The library refused the key or the length.
    #[error("a secret could not be sealed")]
    NotSealed,
    /// The product was opened for a command that has nothing to do with secrets.
    #[error("this command was started without the key to one-time codes")]
    Shut,
    /// Another key, another owner, or a changed row.
    #[error(
        "a sealed secret does not open: its row was changed or copied from another place, or the key is another"
    )]
    DoesNotOpen,
}

impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// The key, ready to use.
pub struct Vault {
    key: Option<LessSafeKey>,
    fingerprint: [u8; 32],
}

impl Vault {
    /// A vault that seals with this key.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`], in practice never: every 32 bytes are a key.
    pub fn new(key: &[u8; 32]) -> Result<Self, VaultError> {
        let unbound = UnboundKey::new(&AES_256_GCM, key).map_err(|_| VaultError::NotSealed)?;
        let fingerprint = Sha256::new()
            .chain_update(b"scrutineer codes key\n")
            .chain_update(key)
            .finalize();
        Ok(Self {
            key: Some(LessSafeKey::new(unbound)),
            fingerprint: fingerprint.into(),
        })
    }

    /// A vault without a key, for commands that seal and open nothing: they make no key and need none, wherever they are run.
    #[must_use]
    pub fn shut() -> Self {
        Self {
            key: None,
            fingerprint: [0; 32],
        }
    }

    /// The vault of an installation that serves: its key is read, or made when the database has nothing sealed yet.
    ///
    /// # Errors
    /// As [`Vault::look`], or a key that cannot be written.
    pub async fn of(config: &Config, db: &Db, chance: &dyn Chance, now: Moment) -> Result<Self, String> {
        let vault = match Self::look(config, db).await? {
            Some(vault) => vault,
            None => Self::anew(config, chance)?,
        };
        let words = |error: DbError| error.to_string();
        let mut tx = db.write("platform.vault").await.map_err(words)?;
        if store::fingerprint(&mut tx).await.map_err(words)?.is_none() {
            vault.adopt(&mut tx, now).await.map_err(words)?;
            tx.commit().await.map_err(words)?;
        }
        Ok(vault)
    }

    /// The vault of an installation as it stands; nothing when its key is yet to be made on the first start.
    ///
    /// # Errors
    /// One sentence: a key that is missing, that is not the database's, or that cannot be read.
    pub async fn look(config: &Config, db: &Db) -> Result<Option<Self>, String> {
        let words = |error: DbError| error.to_string();
        let mut tx = db.read("platform.vault").await.map_err(words)?;
        let known = store::fingerprint(&mut tx).await.map_err(words)?;
        let place = KeyPlace::of(config)?;
        let Some(key) = place.read()? else {
            return known.map_or(Ok(None), |_| Err(place.missing()));
        };
        let vault = Self::new(&key).map_err(|error| error.to_string())?;
        match known {
            Some(known) if known != vault.fingerprint => Err(place.wrong()),
            _ => Ok(Some(vault)),
        }
    }

    /// A vault with whatever key is there, or a new one, without asking the database: for the act that has everybody set up
    /// their codes anew, which ends with [`Vault::adopt`].
    ///
    /// # Errors
    /// One sentence: a key that cannot be read or written.
    pub fn anew(config: &Config, chance: &dyn Chance) -> Result<Self, String> {
        let place = KeyPlace::of(config)?;
        let key = match place.read()? {
            Some(key) => key,
            None => place.make(chance)?,
        };
        Self::new(&key).map_err(|error| error.to_string())
    }

    /// Writes into the database that its secrets are sealed with this key from now on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn adopt(&self, tx: &mut Tx, now: Moment) -> Result<(), DbError> {
        store::keep(tx, self.fingerprint, now).await
    }

    /// Seals a secret for its owner; `owner` says what it is and whose, and is needed to open it.
    ///
    /// # Errors
    /// No randomness, or [`VaultError::NotSealed`].
    pub fn seal(&self, owner: &str, secret: &[u8], chance: &dyn Chance) -> Result<Sealed, VaultError> {
        let key = self.key.as_ref().ok_or(VaultError::Shut)?;
        let nonce = bytes::<NONCE_LEN>(chance)?;
        let mut within = secret.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(owner.as_bytes()),
            &mut within,
        )
        .map_err(|_| VaultError::NotSealed)?;
        let mut sealed = vec![FORM];
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&within);
        Ok(Sealed(sealed))
    }

    /// Opens what was sealed for this owner with this key.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`].
    pub fn open(&self, owner: &str, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        let key = self.key.as_ref().ok_or(VaultError::Shut)?;
        let (form, rest) = sealed.0.split_first().ok_or(VaultError::DoesNotOpen)?;
        let (nonce, within) = rest
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(VaultError::DoesNotOpen)?;
        if *form != FORM {
            return Err(VaultError::DoesNotOpen);
        }
        let mut within = within.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = key.open_in_place(nonce, Aad::from(owner.as_bytes()), &mut within);
        opened
            .map(|secret| secret.to_vec())
            .map_err(|_| VaultError::DoesNotOpen)
    }
}

/// Where the key is, by the setting `codes_key`.
enum KeyPlace {
    /// In the setting itself.
    Given([u8; 32]),
    /// In a file.
    File(PathBuf),
}

impl KeyPlace {
    fn of(config: &Config) -> Result<Self, String> {
        let setting = config.codes_key.trim();
        if let Ok(bytes) = hex::decode(setting)
            && let Ok(key) = bytes.try_into()
        {
            return Ok(Self::Given(key));
        }
        match config.codes_key_file() {
            Some(path) => Ok(Self::File(path)),
            None => Err(NOT_A_KEY.to_owned()),
        }
    }

    fn read(&self) -> Result<Option<[u8; 32]>, String> {
        match self {
            Self::Given(key) => Ok(Some(*key)),
            Self::File(path) => secret::read(path),
        }
    }

    fn make(&self, chance: &dyn Chance) -> Result<[u8; 32], String> {
        match self {
            Self::Given(key) => Ok(*key),
            Self::File(path) => secret::make(path, chance),
        }
    }

    fn missing(&self) -> String {
        let place = match self {
            Self::Given(_) => "the setting codes_key".to_owned(),
            Self::File(path) => path.display().to_string(),
        };
        format!("{place} is missing: it holds the key to everybody's one-time codes. {PUT_BACK}")
    }

    fn wrong(&self) -> String {
        let place = match self {
            Self::Given(_) => "the setting codes_key".to_owned(),
            Self::File(path) => path.display().to_string(),
        };
        format!(
            "{place} holds another key than the one that sealed the one-time codes in this database. {PUT_BACK}"
        )
    }
}

/// What is wrong with a setting `codes_key` that looks like a key and is none.
pub const NOT_A_KEY: &str = "codes_key must be the path of a file, or a key of 64 hex digits; this looks like a key of another length";

const PUT_BACK: &str = "Put the file back from its backup; if it is lost, run `scrutineer account re-enrol --everybody`, \
     and everybody sets up their codes again";
