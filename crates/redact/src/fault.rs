//! What is refused, as one plain sentence.

/// Why nothing could be done. Tells places, never what stands there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A pack cannot be read or used.
    #[error("{file}, {place}: {says}")]
    Pack {
        /// The pack, as it was named when it was read.
        file: String,
        /// The key or line.
        place: String,
        /// What is wrong.
        says: String,
    },
    /// No pack knows the force.
    #[error("there is no force {given}; choose one of {known}")]
    Force {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
    /// The list of names holds none.
    #[error("the list of names is empty: write one name on each line, such as \"victim: NAME\"")]
    NoNames,
    /// A name so short that it would be found everywhere.
    #[error(
        "line {line} of the names: a name of one letter would be found everywhere; give at least two letters"
    )]
    ShortName {
        /// Line, from 1.
        line: usize,
    },
    /// A role that is not known.
    #[error(
        "line {line} of the names: the word before the colon must be victim, suspect, witness, officer, person or place"
    )]
    Role {
        /// Line, from 1.
        line: usize,
    },
    /// Finds that do not belong to the text: out of it, out of order or one over another.
    #[error("the finds do not fit the text at character {at}")]
    Spans {
        /// First character that does not fit.
        at: usize,
    },
}
