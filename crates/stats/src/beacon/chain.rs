//! The beacon: its key, its clock and its name, from the file its operators publish.

use super::{BeaconError, Named, Round, SECONDS_AFTER_COMMITMENT};
use crate::json;
use drand_verify::{G1Pubkey, G2PubkeyFastnet, G2PubkeyRfc, Pubkey};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt;

/// A beacon as its operators describe it: `https://HOST/CHAIN-HASH/info`, or `https://HOST/v2/beacons/NAME/info`.
pub struct Chain {
    name: String,
    hash: [u8; 32],
    genesis: i64,
    period: u32,
    key: Key,
}

/// The public key by the scheme of its signatures.
enum Key {
    /// `pedersen-bls-chained` and `pedersen-bls-unchained`.
    OnG1(Box<G1Pubkey>, Chained),
    /// `bls-unchained-on-g1`.
    Fastnet(Box<G2PubkeyFastnet>),
    /// `bls-unchained-g1-rfc9380`, as quicknet has it.
    Rfc(Box<G2PubkeyRfc>),
}

/// Whether a round signs the signature before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chained {
    Yes,
    No,
}

impl Chain {
    /// Reads the file. The hash it states is worked out anew from key, clock and name, so that a file in which one of them
    /// was changed is refused; compare [`Chain::hash`] with the one the beacon's operators publish elsewhere.
    ///
    /// # Errors
    /// No JSON, a missing or unusable field, a scheme that is not known, a hash that is not that of the file.
    pub fn parse(text: &str) -> Result<Self, BeaconError> {
        let value = json::strict(text).map_err(|why| BeaconError::Chain(format!("is not JSON: {why}")))?;
        let Value::Object(file) = &value else {
            return refuse("is not a JSON object");
        };
        let (public_key, genesis_seed) = (
            bytes(file, &["public_key"])?,
            bytes(file, &["groupHash", "genesis_seed"])?,
        );
        let period = number(file, "period")?
            .try_into()
            .ok()
            .filter(|period: &u32| *period > 0);
        let Some(period) = period else {
            return refuse("has a \"period\" that is no number of seconds");
        };
        let genesis = number(file, "genesis_time")?;
        let beacon_id = file.get("metadata").and_then(|metadata| metadata.get("beaconID"));
        let name = match beacon_id
            .or_else(|| file.get("beacon_id"))
            .and_then(Value::as_str)
        {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => "default".to_owned(),
        };
        let mut hash = Sha256::new();
        hash.update(period.to_be_bytes());
        hash.update(genesis.to_be_bytes());
        hash.update(&public_key);
        hash.update(&genesis_seed);
        if name != "default" {
            hash.update(&name);
        }
        let hash: [u8; 32] = hash.finalize().into();
        if bytes(file, &["hash", "chain_hash"])? != hash {
            return refuse(
                "states a hash that is not that of its key, times and name; copy it again from the beacon",
            );
        }
        let key = Key::read(text_of(file, &["schemeID", "scheme"])?, &public_key)?;
        Ok(Self {
            name,
            hash,
            genesis,
            period,
            key,
        })
    }

    /// The beacon's name, such as `quicknet`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What identifies the beacon: the hash of its key, times and name.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// When a round (from 1) comes out, in seconds since 1970: `genesis + (round - 1) * period`.
    pub fn round_at(&self, round: u64) -> i64 {
        let since = i64::try_from(round.saturating_sub(1)).unwrap_or(i64::MAX);
        self.genesis
            .saturating_add(since.saturating_mul(self.period.into()))
    }

    /// The first round that comes out at or after this second since 1970.
    pub fn round_after(&self, second: i64) -> u64 {
        let since = second.saturating_sub(self.genesis).max(0).unsigned_abs();
        since.div_ceil(self.period.into()) + 1
    }

    /// Whether a plan's label names a round of this beacon.
    ///
    /// # Errors
    /// The name of another beacon.
    pub fn names(&self, named: Named<'_>) -> Result<(), BeaconError> {
        if named.beacon == self.name {
            return Ok(());
        }
        Err(BeaconError::OtherBeacon {
            planned: named.beacon.to_owned(),
            known: self.name.clone(),
        })
    }

    /// Whether nobody could know the round when the frame was committed, at this second since 1970.
    ///
    /// # Errors
    /// A round less than [`SECONDS_AFTER_COMMITMENT`] after the commitment, or before it.
    pub fn unknown_at(&self, round: u64, committed: i64) -> Result<(), BeaconError> {
        let after = self.round_at(round).saturating_sub(committed);
        if after >= SECONDS_AFTER_COMMITMENT {
            return Ok(());
        }
        let side = if after < 0 { "before" } else { "after" };
        Err(BeaconError::KnownBefore {
            round,
            when: format!("{} seconds {side}", after.unsigned_abs()),
        })
    }

    /// The value of the round, once its signature is found to be the beacon's.
    ///
    /// # Errors
    /// Another key's signature, another round's, or a value that is not the signature's hash.
    pub fn check(&self, round: &Round) -> Result<[u8; 32], BeaconError> {
        if !self.key.signed(round) {
            return Err(BeaconError::Signature(round.number()));
        }
        round.value()
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({} {})", self.name, hex::encode(self.hash))
    }
}

impl Key {
    fn read(scheme: &str, key: &[u8]) -> Result<Self, BeaconError> {
        let wrong = |_| BeaconError::Chain("has a \"public_key\" that is not one of its scheme".to_owned());
        let on_g1 = |chained| {
            let key = G1Pubkey::from_variable(key).map_err(wrong)?;
            Ok(Self::OnG1(Box::new(key), chained))
        };
        match scheme {
            "pedersen-bls-chained" => on_g1(Chained::Yes),
            "pedersen-bls-unchained" => on_g1(Chained::No),
            "bls-unchained-on-g1" => Ok(Self::Fastnet(Box::new(
                G2PubkeyFastnet::from_variable(key).map_err(wrong)?,
            ))),
            "bls-unchained-g1-rfc9380" => Ok(Self::Rfc(Box::new(
                G2PubkeyRfc::from_variable(key).map_err(wrong)?,
            ))),
            other => refuse(format!("has the scheme {other:?}, which is not known here")),
        }
    }

    fn signed(&self, round: &Round) -> bool {
        let (number, signature) = (round.number(), round.signature());
        let verdict = match self {
            Self::OnG1(key, Chained::Yes) => key.verify(number, round.previous(), signature),
            Self::OnG1(key, Chained::No) => key.verify(number, &[], signature),
            Self::Fastnet(key) => key.verify(number, &[], signature),
            Self::Rfc(key) => key.verify(number, &[], signature),
        };
        // An error is a signature that is no point of its curve: not the beacon's either.
        verdict.unwrap_or(false)
    }
}

fn refuse<T>(why: impl Into<String>) -> Result<T, BeaconError> {
    Err(BeaconError::Chain(why.into()))
}

/// The text under the first of these names that is there.
fn text_of<'a>(file: &'a Map<String, Value>, names: &[&str]) -> Result<&'a str, BeaconError> {
    let found = names
        .iter()
        .find_map(|name| file.get(*name))
        .and_then(Value::as_str);
    found.map_or_else(
        || refuse(format!("has no text under \"{}\"", names.join("\" or \""))),
        Ok,
    )
}

fn bytes(file: &Map<String, Value>, names: &[&str]) -> Result<Vec<u8>, BeaconError> {
    let digits = text_of(file, names)?;
    hex::decode(digits).or_else(|_| {
        refuse(format!(
            "has something other than hex under \"{}\"",
            names.join("\" or \"")
        ))
    })
}

fn number(file: &Map<String, Value>, name: &str) -> Result<i64, BeaconError> {
    let found = file.get(name).and_then(Value::as_i64);
    found.map_or_else(|| refuse(format!("has no whole number under {name:?}")), Ok)
}
