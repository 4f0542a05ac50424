use crate::Hash;

/// What can be wrong with a piece of the log, each as one sentence that repeats none of the entry's content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The bytes are no entry of the log.
    #[error("the bytes are not a log entry: {0}")]
    NotAnEntry(String),
    /// The bytes hold an entry, but not in its one canonical form (RFC 8785).
    #[error(
        "the bytes are a log entry but not in its canonical form: keep entries exactly as they were written"
    )]
    NotCanonical,
    /// The word is none of the six operations of DPA 2018 s.62(1).
    #[error(
        "\"{0}\" is not a logged operation: use collection, alteration, consultation, disclosure, combination or erasure"
    )]
    UnknownOperation(String),
    /// The text is no hash.
    #[error("a hash is 64 lower-case hexadecimal digits")]
    NotAHash,
    /// The text is no right edge of a tree.
    #[error("the stored right edge of the tree is damaged: {0}")]
    NotAFrontier(&'static str),
    /// An index or a size lies outside the tree.
    #[error("position {position} is outside a tree of {size} leaves")]
    OutsideTree {
        /// The leaf index or the smaller tree's size that was asked for.
        position: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// A proof leads to another root than the one it should lead to.
    #[error("the proof does not lead to the root {0}")]
    ProofFails(Hash),
    /// A key's name cannot stand in a signed note.
    #[error("a key's name is not empty and holds no space, line break or plus sign")]
    BadKeyName,
    /// The text is no verifier key.
    #[error("the verifier key is not of the form name+8 hexadecimal digits+base64: {0}")]
    BadKey(&'static str),
    /// The text is no checkpoint signed by one key.
    #[error("the checkpoint is not a signed note in its exact form: {0}")]
    BadNote(&'static str),
    /// The note is well formed but signed by another key, or changed after signing.
    #[error("the signature on the checkpoint is not that of the key {0}")]
    BadSignature(String),
    /// The four files of a published log do not agree.
    #[error("the published log does not hold: {0}")]
    BadPublishedLog(&'static str),
}
