//! The packs of redaction: words and patterns by which identifiers are found, read when a text is to be redacted.

use redact::{Fault, Lexicon, Packs};

use super::pack_text;

const REDACTION: Packs<'static> = Packs {
    references: pack_text!("redaction/references.toml"),
    words: pack_text!("redaction/words.toml"),
    nicknames: pack_text!("redaction/nicknames.toml"),
    capitals: pack_text!("redaction/capitals.toml"),
};

/// Reads the packs built into the program.
///
/// # Errors
/// [`Fault`] for the first that cannot be read. The tests read every one, so a released program does not fail here.
pub fn redaction_packs() -> Result<Lexicon, Fault> {
    Lexicon::read(REDACTION)
}

/// Paths of the packs, under `packs/`.
#[cfg(test)]
pub(super) fn paths() -> [&'static str; 4] {
    let Packs {
        references,
        words,
        nicknames,
        capitals,
    } = REDACTION;
    [references.0, words.0, nicknames.0, capitals.0]
}
