//! The proof that one record was in the committed frame, for whoever holds that record's salt.

use super::published::{bytes, fixed};
use super::seed::{commitment_of, plan_hash};
use super::{FORMAT, Frame, Hash, Plan, Record, SamplingError, merkle};
use crate::json;
use serde::{Deserialize, Serialize};

/// The name of the file's form.
const PROOF: &str = "inclusion";

/// A record, its salt, its place in the frame and the hashes that lead from its leaf to the root (RFC 9162 section 2.1.3).
/// It tells nothing of any other record but their number. Written as JSON with hashes in hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    format: String,
    proof: String,
    #[serde(rename = "ref")]
    ref_: String,
    stratum: String,
    size: u32,
    salt: String,
    n: usize,
    index: usize,
    path: Vec<String>,
    plan_hash: String,
}

/// What a proof that holds shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The record.
    pub record: Record,
    /// Records in the frame.
    pub n: usize,
    /// The root of the frame.
    pub root: Hash,
    /// The commitment to the frame and the plan.
    pub commitment: Hash,
}

impl Proof {
    /// The proof for `ref_` (in NFC). `None` when the frame has no such ref. Hashes every record of the frame.
    pub fn of(frame: &Frame, plan: &Plan, ref_: &str) -> Option<Self> {
        let record = frame.find(ref_)?;
        let (index, path) = frame.inclusion(ref_)?;
        Some(Self {
            format: FORMAT.to_owned(),
            proof: PROOF.to_owned(),
            ref_: record.ref_().to_owned(),
            stratum: record.stratum().to_owned(),
            size: record.size(),
            salt: hex::encode(record.salt()),
            n: frame.len(),
            index,
            path: path.iter().map(hex::encode).collect(),
            plan_hash: hex::encode(plan_hash(plan)),
        })
    }

    /// Reads a proof from JSON.
    ///
    /// # Errors
    /// Bad JSON, a missing, repeated or unknown key, another form than this.
    pub fn parse(text: &str) -> Result<Self, SamplingError> {
        let read = json::strict(text)
            .and_then(|value| serde_json::from_value::<Self>(value).map_err(|why| why.to_string()));
        let proof = read.map_err(SamplingError::Proof)?;
        if proof.format != FORMAT || proof.proof != PROOF {
            return Err(SamplingError::Proof(format!(
                "its format is {:?} and {:?} where {FORMAT:?} and {PROOF:?} are known",
                proof.format, proof.proof
            )));
        }
        Ok(proof)
    }

    /// Follows the path to the root and works out the commitment.
    ///
    /// # Errors
    /// Text that is no salt or hash, a record that could not be one, or a path that does not fit the place.
    pub fn follow(&self) -> Result<Proven, SamplingError> {
        let salt = fixed("salt", &self.salt).map_err(SamplingError::Proof)?;
        let record = Record::new(&self.ref_, &self.stratum, self.size, salt)?;
        if (record.ref_(), record.stratum()) != (self.ref_.as_str(), self.stratum.as_str()) {
            return Err(SamplingError::Proof(
                "its text is not in Unicode form NFC".to_owned(),
            ));
        }
        let hash = |digits: &String| {
            let bytes = bytes(digits).ok().and_then(|bytes| Hash::try_from(bytes).ok());
            bytes.ok_or_else(|| SamplingError::Proof("its path holds something other than hashes".to_owned()))
        };
        let path: Vec<Hash> = self.path.iter().map(hash).collect::<Result<_, _>>()?;
        let plan_hash = fixed("plan_hash", &self.plan_hash).map_err(SamplingError::Proof)?;
        let root = merkle::root_from(self.n, self.index, &record.leaf(), &path);
        let root = root.ok_or_else(|| {
            SamplingError::Proof(format!(
                "its path does not lead from place {} of {} to a root",
                self.index, self.n
            ))
        })?;
        Ok(Proven {
            record,
            n: self.n,
            root,
            commitment: commitment_of(self.n, &root, &plan_hash),
        })
    }

    /// Whether the record was in the frame behind this published commitment.
    ///
    /// # Errors
    /// As [`Proof::follow`]; another commitment.
    pub fn check(&self, commitment: &Hash) -> Result<Proven, SamplingError> {
        let proven = self.follow()?;
        if proven.commitment != *commitment {
            return Err(SamplingError::OtherCommitment {
                ref_: self.ref_.clone(),
                found: hex::encode(proven.commitment),
            });
        }
        Ok(proven)
    }
}
