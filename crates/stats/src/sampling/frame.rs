//! The frame: every record that could be drawn.

use super::record::{RecordRef, checked};
use super::{Hash, Record, SamplingError, merkle};
use std::collections::BTreeMap;

/// Records in ascending byte order of ref, no ref twice. The order in which they were given leaves no trace. All refs
/// lie in one text, so a million records are a few blocks of memory and not two million.
#[derive(Debug, Clone)]
pub struct Frame {
    text: String,
    rows: Vec<Row>,
    strata: Vec<(String, usize)>,
    total: u64,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    starts: usize,
    length: u8,
    stratum: u32,
    size: u32,
    salt: [u8; 16],
}

/// A frame that is being read.
#[derive(Debug, Clone)]
pub struct FrameBuilder {
    frame: Frame,
    known: BTreeMap<String, u32>,
    in_order: bool,
}

impl Default for FrameBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl FrameBuilder {
    /// A frame with no record yet.
    pub fn new() -> Self {
        Self {
            frame: Frame {
                text: String::new(),
                rows: Vec::new(),
                strata: Vec::new(),
                total: 0,
            },
            known: BTreeMap::new(),
            in_order: true,
        }
    }

    /// Adds a record; the order in which records come does not matter. Arguments and refusals as [`Record::new`].
    ///
    /// # Errors
    /// As [`Record::new`], and sizes that together pass 2^64 - 1.
    pub fn add(&mut self, ref_: &str, stratum: &str, size: u32, salt: [u8; 16]) -> Result<(), SamplingError> {
        let (ref_, stratum) = checked(ref_, stratum, size)?;
        let stratum = self.stratum(&stratum);
        let frame = &mut self.frame;
        frame.total = added(frame.total, size)?;
        frame.strata[stratum as usize].1 += 1;
        self.in_order = self.in_order && frame.rows.last().is_none_or(|last| frame.ref_of(last) < &*ref_);
        frame.rows.push(Row {
            starts: frame.text.len(),
            length: ref_.len() as u8,
            stratum,
            size,
            salt,
        });
        frame.text.push_str(&ref_);
        Ok(())
    }

    fn stratum(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let next = self.frame.strata.len() as u32;
        self.frame.strata.push((name.to_owned(), 0));
        self.known.insert(name.to_owned(), next);
        next
    }

    /// The frame of the records added.
    ///
    /// # Errors
    /// No records, or a ref that appears twice (also when the two differed only in Unicode form).
    pub fn finish(self) -> Result<Frame, SamplingError> {
        let mut frame = self.frame;
        if frame.rows.is_empty() {
            return Err(SamplingError::EmptyFrame);
        }
        if !self.in_order {
            frame.sort();
            let twice = frame
                .rows
                .windows(2)
                .find(|pair| frame.ref_of(&pair[0]) == frame.ref_of(&pair[1]));
            if let Some(pair) = twice {
                return Err(SamplingError::DuplicateRef(frame.ref_of(&pair[0]).to_owned()));
            }
        }
        Ok(frame)
    }
}

/// The running total of sizes.
fn added(total: u64, size: u32) -> Result<u64, SamplingError> {
    total
        .checked_add(u64::from(size))
        .ok_or(SamplingError::SizesOverflow)
}

impl Frame {
    /// Sorts and checks the records.
    ///
    /// # Errors
    /// As [`FrameBuilder::finish`] and [`FrameBuilder::add`].
    pub fn new(records: Vec<Record>) -> Result<Self, SamplingError> {
        let mut builder = FrameBuilder::new();
        for record in records {
            builder.add(record.ref_(), record.stratum(), record.size(), *record.salt())?;
        }
        builder.finish()
    }

    /// The records in ascending byte order of ref.
    pub fn records(&self) -> impl ExactSizeIterator<Item = RecordRef<'_>> + Clone {
        self.rows.iter().map(|row| self.record(row))
    }

    /// The record with this ref (in NFC).
    pub fn find(&self, ref_: &str) -> Option<RecordRef<'_>> {
        self.place(ref_).map(|place| self.record(&self.rows[place]))
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Never true: a frame holds at least one record.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of records in each stratum.
    pub fn strata(&self) -> BTreeMap<String, usize> {
        self.strata.iter().cloned().collect()
    }

    /// The strata in the order in which [`Self::listed`] numbers them, with their numbers of records.
    pub(super) fn numbered_strata(&self) -> &[(String, usize)] {
        &self.strata
    }

    /// Ref, number of the stratum and size of each record.
    pub(super) fn listed(&self) -> impl Iterator<Item = super::draw::Listed<'_>> {
        self.rows.iter().map(|row| super::draw::Listed {
            ref_: self.ref_of(row),
            stratum: row.stratum as usize,
            size: row.size,
        })
    }

    /// Root of the Merkle tree over the leaves. Hashes every record: keep the answer.
    pub fn root(&self) -> Hash {
        merkle::root(self.records().map(|record| record.leaf()))
    }

    /// Place of `ref_` in the frame and its inclusion path: with the record's own salt, the proof that this record
    /// was in the committed frame. `None` when the frame has no such ref.
    pub fn inclusion(&self, ref_: &str) -> Option<(usize, Vec<Hash>)> {
        let place = self.place(ref_)?;
        let leaves: Vec<Hash> = self.records().map(|record| record.leaf()).collect();
        Some((place, merkle::path(&leaves, place)?))
    }

    fn place(&self, ref_: &str) -> Option<usize> {
        self.rows.binary_search_by(|row| self.ref_of(row).cmp(ref_)).ok()
    }

    fn ref_of(&self, row: &Row) -> &str {
        &self.text[row.starts..row.starts + usize::from(row.length)]
    }

    fn record<'a>(&'a self, row: &'a Row) -> RecordRef<'a> {
        RecordRef {
            ref_: self.ref_of(row),
            stratum: &self.strata[row.stratum as usize].0,
            size: row.size,
            salt: &row.salt,
        }
    }

    /// Sorts by the eight bytes after what all refs begin with, which for most frames are enough; the whole ref decides
    /// among equals.
    fn sort(&mut self) {
        let shared = self.shared_beginning();
        let key = |row: &Row| {
            let mut first = [0; 8];
            let rest = &self.ref_of(row).as_bytes()[shared..];
            let taken = rest.len().min(8);
            first[..taken].copy_from_slice(&rest[..taken]);
            u64::from_be_bytes(first)
        };
        let mut order: Vec<(u64, usize)> = self.rows.iter().map(key).zip(0..).collect();
        let ref_at = |place: usize| self.ref_of(&self.rows[place]);
        order.sort_unstable_by(|one, other| {
            one.0
                .cmp(&other.0)
                .then_with(|| ref_at(one.1).cmp(ref_at(other.1)))
        });
        // The text goes into the same order, so that whoever walks through the records walks through the memory.
        let mut text = String::with_capacity(self.text.len());
        let moved = order.iter().map(|&(_, place)| {
            let row = &self.rows[place];
            let starts = text.len();
            text.push_str(self.ref_of(row));
            Row { starts, ..*row }
        });
        self.rows = moved.collect();
        self.text = text;
    }

    /// How many bytes all refs have in common at their beginning.
    fn shared_beginning(&self) -> usize {
        let mut refs = self.rows.iter().map(|row| self.ref_of(row).as_bytes());
        let mut shared = refs.next().unwrap_or_default();
        for ref_ in refs {
            let same = shared
                .iter()
                .zip(ref_)
                .take_while(|(one, other)| one == other)
                .count();
            shared = &shared[..same];
        }
        shared.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_overflow_are_refused() {
        assert_eq!(added(u64::MAX - 7, 7), Ok(u64::MAX));
        assert_eq!(
            added(u64::MAX - 7, 8).unwrap_err().to_string(),
            "the sizes add up to more than 18446744073709551615; give sizes in a larger unit"
        );
    }

    #[test]
    fn refs_longer_than_the_sorting_key_go_by_all_their_bytes() {
        let given = [
            "same-beginning-2",
            "same-beginning-10",
            "same-beginning-1",
            "same-beginning",
            "sama",
        ];
        let mut builder = FrameBuilder::new();
        for ref_ in given {
            builder.add(ref_, "all", 1, [0; 16]).unwrap();
        }
        let frame = builder.finish().unwrap();
        let mut sorted = given;
        sorted.sort_unstable();
        assert!(frame.records().map(|record| record.ref_()).eq(sorted));
        assert_eq!(frame.find("same-beginning-1").unwrap().ref_(), "same-beginning-1");
    }
}
