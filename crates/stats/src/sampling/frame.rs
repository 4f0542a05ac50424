//! The frame: every record that could be drawn.

use super::{Hash, Record, SamplingError, merkle};
use std::collections::BTreeMap;

/// Records in ascending byte order of ref, no ref twice. The order in which they were given leaves no trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    records: Vec<Record>,
}

impl Frame {
    /// Sorts and checks the records.
    ///
    /// # Errors
    /// No records, or a ref that appears twice (also when the two differed only in Unicode form).
    pub fn new(mut records: Vec<Record>) -> Result<Self, SamplingError> {
        if records.is_empty() {
            return Err(SamplingError::EmptyFrame);
        }
        records.sort_unstable_by(|a, b| a.ref_().cmp(b.ref_()));
        if let Some(pair) = records.windows(2).find(|pair| pair[0].ref_() == pair[1].ref_()) {
            return Err(SamplingError::DuplicateRef(pair[0].ref_().to_owned()));
        }
        Ok(Self { records })
    }

    /// The records in ascending byte order of ref.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Never true: a frame holds at least one record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Number of records in each stratum.
    pub fn strata(&self) -> BTreeMap<String, usize> {
        let mut strata: BTreeMap<String, usize> = BTreeMap::new();
        for record in &self.records {
            match strata.get_mut(record.stratum()) {
                Some(count) => *count += 1,
                None => {
                    strata.insert(record.stratum().to_owned(), 1);
                }
            }
        }
        strata
    }

    /// Root of the Merkle tree over the leaves. Hashes every record: keep the answer.
    pub fn root(&self) -> Hash {
        merkle::root(&self.leaves())
    }

    /// Place of `ref_` in the frame and its inclusion path: with the record's own salt, the proof that this record
    /// was in the committed frame. `None` when the frame has no such ref.
    pub fn inclusion(&self, ref_: &str) -> Option<(usize, Vec<Hash>)> {
        let index = self
            .records
            .binary_search_by(|record| record.ref_().cmp(ref_))
            .ok()?;
        Some((index, merkle::path(&self.leaves(), index)?))
    }

    fn leaves(&self) -> Vec<Hash> {
        self.records.iter().map(Record::leaf).collect()
    }
}
