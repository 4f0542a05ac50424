use std::collections::VecDeque;

use crate::{Checkpoint, Entry, Frontier, Hash, LedgerError, leaf_hash};

/// What a sound log comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Entries in the log.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// The first thing found wrong with a log, as one sentence that names the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A row stands where another belongs: rows were removed, inserted, repeated or moved.
    #[error(
        "entry {expected} is not in its place: entry {found} stands there, so rows were removed, inserted or moved"
    )]
    OutOfPlace {
        /// The number due at this place.
        expected: u64,
        /// The number found.
        found: u64,
    },
    /// A row's bytes are no entry.
    #[error("entry {seq} cannot be read: {error}")]
    Unreadable {
        /// The row's number.
        seq: u64,
        /// Why.
        error: LedgerError,
    },
    /// A row's bytes are an entry of another number.
    #[error("entry {seq} was moved: its content says that it is entry {written}")]
    Moved {
        /// The row's number.
        seq: u64,
        /// The number inside its bytes.
        written: u64,
    },
    /// A row's bytes do not have the hash stored beside them.
    #[error("entry {seq} was edited: its content does not have the hash stored beside it")]
    Edited {
        /// The row's number.
        seq: u64,
    },
    /// Rows agree with themselves but not with a checkpoint signed earlier.
    #[error("an entry from {from} to {to} was changed after the checkpoint at {} was signed: the roots differ", to + 1)]
    CheckpointDiffers {
        /// First entry not covered by a checkpoint that agrees.
        from: u64,
        /// Last entry that the checkpoint covers.
        to: u64,
    },
    /// A checkpoint was signed over more entries than there are.
    #[error("entry {seq} is missing: a checkpoint was signed over {signed} entries")]
    Missing {
        /// First number that is not there.
        seq: u64,
        /// Entries that the checkpoint covers.
        signed: u64,
    },
}

impl Fault {
    /// The number of the entry at which the fault was found; for a checkpoint that differs, the first in question.
    pub fn seq(&self) -> u64 {
        match self {
            Fault::OutOfPlace { expected, .. } => *expected,
            Fault::CheckpointDiffers { from, .. } => *from,
            Fault::Unreadable { seq, .. }
            | Fault::Moved { seq, .. }
            | Fault::Edited { seq }
            | Fault::Missing { seq, .. } => *seq,
        }
    }
}

/// Checks a log row by row, so that its rows may come in pages.
///
/// Rows after the last checkpoint are only checked against the hash stored beside them: whoever can rewrite both can
/// rewrite those. Sign often, and keep checkpoints where the log's keeper cannot reach them.
#[derive(Debug)]
pub struct LogCheck {
    frontier: Frontier,
    /// By size, those already passed taken off.
    checkpoints: VecDeque<Checkpoint>,
    /// Size of the last checkpoint passed.
    agreed: u64,
}

impl LogCheck {
    /// Starts at entry 0, with every checkpoint whose signature has been verified.
    pub fn new(mut checkpoints: Vec<Checkpoint>) -> LogCheck {
        checkpoints.sort_by_key(|checkpoint| checkpoint.size);
        LogCheck {
            frontier: Frontier::new(),
            checkpoints: checkpoints.into(),
            agreed: 0,
        }
    }

    /// Takes the next row: its number, its canonical bytes and the leaf stored beside them.
    ///
    /// # Errors
    /// The [`Fault`] that this row shows.
    pub fn row(&mut self, seq: u64, bytes: &[u8], leaf: Hash) -> Result<(), Fault> {
        let expected = self.frontier.size();
        if seq != expected {
            return Err(Fault::OutOfPlace { expected, found: seq });
        }
        self.passed()?;
        if leaf_hash(bytes) != leaf {
            return Err(Fault::Edited { seq });
        }
        let entry = Entry::parse(bytes).map_err(|error| Fault::Unreadable { seq, error })?;
        if entry.seq != seq {
            return Err(Fault::Moved {
                seq,
                written: entry.seq,
            });
        }
        self.frontier.append(leaf);
        self.passed()
    }

    /// Ends the check.
    ///
    /// # Errors
    /// [`Fault::Missing`] when a checkpoint covers more rows than were given.
    pub fn finish(mut self) -> Result<Report, Fault> {
        self.passed()?;
        let size = self.frontier.size();
        match self.checkpoints.front() {
            Some(checkpoint) => Err(Fault::Missing {
                seq: size,
                signed: checkpoint.size,
            }),
            None => Ok(Report {
                size,
                root: self.frontier.root(),
            }),
        }
    }

    /// Compares the tree with every checkpoint of its present size.
    fn passed(&mut self) -> Result<(), Fault> {
        let size = self.frontier.size();
        while let Some(checkpoint) = self
            .checkpoints
            .pop_front_if(|checkpoint| checkpoint.size == size)
        {
            if checkpoint.root != self.frontier.root() {
                return Err(Fault::CheckpointDiffers {
                    from: self.agreed,
                    to: size.saturating_sub(1),
                });
            }
            self.agreed = size;
        }
        Ok(())
    }
}

/// Checks a whole log against itself and against checkpoints whose signatures have been verified.
///
/// Finds any edited, removed, repeated, inserted or moved row up to the last checkpoint; see [`LogCheck`] for those
/// after it.
///
/// # Errors
/// The first [`Fault`] found.
pub fn verify_log(
    rows: impl IntoIterator<Item = (u64, Vec<u8>, Hash)>,
    checkpoints: Vec<Checkpoint>,
) -> Result<Report, Fault> {
    let mut check = LogCheck::new(checkpoints);
    for (seq, bytes, leaf) in rows {
        check.row(seq, &bytes, leaf)?;
    }
    check.finish()
}
