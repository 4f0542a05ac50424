//! Is the log of acts what it was when it was signed?

use ledger::{Fault, LedgerError, Report, VerifierKey, verify, verify_log};

use super::store;
use crate::platform::db::{DbError, Tx};

/// Why a log is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Unsound {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] DbError),
    /// A checkpoint is not what the installation's key signed.
    #[error("a checkpoint of the log: {0}")]
    Checkpoint(#[from] LedgerError),
    /// A row was edited, removed, inserted or moved.
    #[error("the log does not hold: {0}")]
    Row(#[from] Fault),
    /// The rows agree with themselves, but the head kept beside them belongs to others.
    #[error(
        "the log does not hold: its head counts {head} entries and there are {rows}, or their roots differ"
    )]
    Head {
        /// Entries by the head.
        head: u64,
        /// Entries there.
        rows: u64,
    },
}

/// Checks every row of the log against itself, against every checkpoint signed by `key`, and against the head.
///
/// # Errors
/// The first thing found wrong.
pub async fn check(tx: &mut Tx, key: &VerifierKey) -> Result<Report, Unsound> {
    let notes = store::checkpoints(tx).await?;
    let checkpoints = notes
        .iter()
        .map(|note| verify(note, key))
        .collect::<Result<Vec<_>, _>>()?;
    let report = verify_log(store::raw(tx).await?, checkpoints)?;
    let (head, root) = store::head(tx).await?;
    if (head, root) == (report.size, report.root) {
        Ok(report)
    } else {
        Err(Unsound::Head {
            head,
            rows: report.size,
        })
    }
}
