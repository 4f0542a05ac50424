//! Randomness for ids, salts, tokens and secrets. Passed in like the clock, so that tests repeat exactly.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

/// A source of random bytes.
pub trait Chance: Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance>;
}

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoChance;

/// A fresh array of random bytes, for salts and tokens.
///
/// # Errors
/// As [`Chance::fill`].
pub fn bytes<const N: usize>(chance: &dyn Chance) -> Result<[u8; N], NoChance> {
    let mut out = [0; N];
    chance.fill(&mut out)?;
    Ok(out)
}

/// The operating system's generator.
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for chance"
    )]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        getrandom::fill(bytes).map_err(|_| NoChance)
    }
}

/// A repeatable sequence: SHA-256 of a seed and a counter. Never for production: whoever knows the seed knows it all.
pub struct SetChance {
    seed: Vec<u8>,
    counter: Mutex<u64>,
}

impl SetChance {
    /// The sequence that belongs to `seed`.
    #[must_use]
    pub fn from_seed(seed: &str) -> Self {
        Self {
            seed: seed.as_bytes().to_vec(),
            counter: Mutex::new(0),
        }
    }
}

impl Chance for SetChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        let mut counter = self.counter.lock().map_err(|_| NoChance)?;
        for chunk in bytes.chunks_mut(32) {
            *counter += 1;
            let block = Sha256::new()
                .chain_update(&self.seed)
                .chain_update(counter.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}
