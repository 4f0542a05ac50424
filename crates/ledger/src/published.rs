use crate::{Checkpoint, Entry, Hash, LedgerError, Report, Signer, VerifierKey, leaf_hash, root_of, verify};

/// The act that records a publication.
pub const PUBLISH: &str = "publication.publish";

/// The log as it is published beside the results: the four files of a folder `log/`.
///
/// It shows the hash of every entry, and the content of one only: the entry that records the publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedLog {
    /// `leaves.txt`: the leaf of every entry from number 0, each on a line of its own.
    pub leaves: String,
    /// `checkpoint.txt`: a signed checkpoint over all of them.
    pub checkpoint: String,
    /// `key.txt`: the verifier key, with a line break.
    pub key: String,
    /// `entry.json`: the canonical bytes of the entry that records the publication.
    pub entry: Vec<u8>,
}

impl PublishedLog {
    /// The log over `leaves`, of which the leaf of `entry` is one, signed for `origin`.
    pub fn new(leaves: &[Hash], entry: &Entry, origin: &str, signer: &Signer) -> PublishedLog {
        let checkpoint = Checkpoint {
            origin: origin.to_owned(),
            size: leaves.len() as u64,
            root: root_of(leaves),
        };
        PublishedLog {
            leaves: leaves.iter().map(|leaf| format!("{leaf}\n")).collect(),
            checkpoint: signer.sign(&checkpoint),
            key: format!("{}\n", signer.verifier_key()),
            entry: entry.canonical(),
        }
    }

    /// Checks that the leaves give the signed root and that the entry is one of them; gives the entry too, whose
    /// detail `manifest_sha256` is for the caller to compare.
    ///
    /// # Errors
    /// [`LedgerError`] with the first thing found wrong.
    pub fn verify(&self) -> Result<(Report, Entry), LedgerError> {
        let damaged = |what| LedgerError::BadPublishedLog(what);
        let leaves = self.read_leaves()?;
        let entry = Entry::parse(&self.entry)?;
        let leaf = usize::try_from(entry.seq).ok().and_then(|seq| leaves.get(seq));
        if leaf != Some(&leaf_hash(&self.entry)) {
            return Err(damaged(
                "the entry is not the one that the log has under its number",
            ));
        }
        if entry.act != PUBLISH {
            return Err(damaged("the entry does not record a publication"));
        }
        let key = self
            .key
            .strip_suffix('\n')
            .ok_or(damaged("the key does not end with a line break"))?;
        let signed = verify(&self.checkpoint, &key.parse::<VerifierKey>()?)?;
        if leaves.len() as u64 != signed.size {
            return Err(damaged(
                "the checkpoint was not signed over this number of leaves",
            ));
        }
        if root_of(&leaves) != signed.root {
            return Err(damaged(
                "the leaves do not give the root in the signed checkpoint",
            ));
        }
        Ok((
            Report {
                size: signed.size,
                root: signed.root,
            },
            entry,
        ))
    }

    fn read_leaves(&self) -> Result<Vec<Hash>, LedgerError> {
        if !self.leaves.is_empty() && !self.leaves.ends_with('\n') {
            return Err(LedgerError::BadPublishedLog(
                "the list of leaves does not end with a line break",
            ));
        }
        self.leaves.split_terminator('\n').map(str::parse).collect()
    }
}
