//! One round of a beacon, as published.

use super::BeaconError;
use crate::json;
use drand_verify::derive_randomness;
use serde_json::Value;

/// A round: its number and signature, and what else was published with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    number: u64,
    signature: Vec<u8>,
    previous: Vec<u8>,
    stated: Option<[u8; 32]>,
}

impl Round {
    /// Reads round number `planned` from what the beacon publishes (`https://HOST/CHAIN-HASH/public/NUMBER`, or
    /// `https://HOST/v2/beacons/NAME/rounds/NUMBER`), or from its signature alone, as hex.
    ///
    /// # Errors
    /// No JSON and no hex of a signature's length, a missing field, another round.
    pub fn parse(text: &str, planned: u64) -> Result<Self, BeaconError> {
        let text = text.trim();
        if !text.starts_with('{') {
            let signature = signature(text)?;
            return Ok(Self {
                number: planned,
                signature,
                previous: Vec::new(),
                stated: None,
            });
        }
        let file = json::strict(text).map_err(|why| BeaconError::Round(format!("is not JSON: {why}")))?;
        let Some(number) = file.get("round").and_then(Value::as_u64) else {
            return refuse("has no whole number under \"round\"");
        };
        if number != planned {
            return Err(BeaconError::OtherRound {
                given: number,
                planned,
            });
        }
        let text_of = |name| file.get(name).and_then(Value::as_str);
        let Some(given) = text_of("signature") else {
            return refuse("has no \"signature\"; copy the whole round from the beacon");
        };
        let previous = text_of("previous_signature").unwrap_or_default();
        let Ok(previous) = hex::decode(previous) else {
            return refuse("has a \"previous_signature\" that is not hex");
        };
        let stated = match text_of("randomness").map(|digits| hex::decode(digits).map(TryInto::try_into)) {
            None => None,
            Some(Ok(Ok(value))) => Some(value),
            Some(_) => return refuse("has a \"randomness\" that is not 64 hex digits"),
        };
        Ok(Self {
            number,
            signature: signature(given)?,
            previous,
            stated,
        })
    }

    /// Its number, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Its signature, 48 or 96 bytes by the beacon's scheme.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The signature before it, where the beacon chains them; else empty.
    pub(super) fn previous(&self) -> &[u8] {
        &self.previous
    }

    /// The value: the SHA-256 of the signature. Says nothing of whether the signature is the beacon's:
    /// [`Chain::check`](super::Chain::check) does.
    ///
    /// # Errors
    /// A stated value that is another one.
    pub fn value(&self) -> Result<[u8; 32], BeaconError> {
        let value = derive_randomness(&self.signature);
        if self.stated.is_some_and(|stated| stated != value) {
            return Err(BeaconError::Value(self.number));
        }
        Ok(value)
    }
}

fn refuse<T>(why: &str) -> Result<T, BeaconError> {
    Err(BeaconError::Round(why.to_owned()))
}

fn signature(digits: &str) -> Result<Vec<u8>, BeaconError> {
    match hex::decode(digits) {
        Ok(bytes) if bytes.len() == 48 || bytes.len() == 96 => Ok(bytes),
        _ => refuse("needs a signature of 96 or 192 hex digits, as the beacon publishes it"),
    }
}
