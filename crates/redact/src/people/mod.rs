//! The case's own names: its people, officers and places. Nothing else is taken for a name.
//!
//! ```text
//! names file: "victim: Mared ap Testwell"      -> Name: role, words
//! words of a name -> forms: as written, nickname, joined, without apostrophe; every form with one letter taken out
//! words of the text -> hits: exact, one edit away (Damerau), an initial -> runs of hits of one person -> find
//! ```
//!
//! Source: spec of methods, 5.4 (names only by the case's own list, inflected and misspelt).

mod forms;
mod matching;
mod misspelt;

pub(crate) use matching::People;

use crate::fault::Fault;
use crate::folded::Folded;
use crate::kind::Kind;
use crate::words::words;

/// One name on the case's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What the person or place is in the case.
    pub role: Kind,
    /// The name as written.
    pub written: String,
}

/// The case's own names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<Name>);

impl Names {
    /// Reads a list: one name on each line, with the role and a colon before it or without. Empty lines and those that begin
    /// with `#` are passed over. `Testwell, Mared` is read as `Mared Testwell`.
    ///
    /// # Errors
    /// [`Fault`] for a list without names, a name of one letter, or a role that is not known.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let mut names = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (role, written) = match line.split_once(':') {
                Some((role, written)) => (role_of(role).ok_or(Fault::Role { line: index + 1 })?, written),
                None => (Kind::Person, line),
            };
            let written = match written.split_once(',').filter(|_| role != Kind::Place) {
                Some((surname, given)) => format!("{} {}", given.trim(), surname.trim()),
                None => written.trim().to_owned(),
            };
            if letters(&written) < 2 {
                return Err(Fault::ShortName { line: index + 1 });
            }
            names.push(Name { role, written });
        }
        Self::of(names)
    }

    /// The names of a list.
    ///
    /// # Errors
    /// [`Fault::NoNames`] for none.
    pub fn of(names: Vec<Name>) -> Result<Self, Fault> {
        if names.is_empty() {
            return Err(Fault::NoNames);
        }
        Ok(Self(names))
    }

    /// The names, in the order of the list.
    #[must_use]
    pub fn all(&self) -> &[Name] {
        &self.0
    }
}

fn role_of(word: &str) -> Option<Kind> {
    // "Victim 1:" is a victim as well.
    let word = word.trim_end_matches(|last: char| last.is_ascii_digit() || matches!(last, ' ' | '#' | '.'));
    Some(match word.trim().to_lowercase().as_str() {
        "victim" | "complainant" | "aggrieved" => Kind::Victim,
        "suspect" | "offender" | "accused" | "defendant" | "detainee" => Kind::Suspect,
        "witness" | "informant" | "caller" => Kind::Witness,
        "officer" | "oic" | "police" | "staff" => Kind::Officer,
        "person" | "name" | "other" | "family" => Kind::Person,
        "place" | "location" | "address" | "premises" => Kind::Place,
        _ => return None,
    })
}

/// Letters and digits in the longest word.
fn letters(written: &str) -> usize {
    let folded = Folded::of(written, std::iter::empty());
    words(&folded)
        .iter()
        .map(|word| word.plain.len())
        .max()
        .unwrap_or_default()
}
