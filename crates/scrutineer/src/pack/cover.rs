//! What stands on the cover of a pack: its marking, how it is to be handled, and which facts are told less exactly.

use std::collections::BTreeMap;

pub use crate::access::Marking;
use crate::codes;

/// The marking of what names people: the identified record and the documents as they came, whatever a body chooses for the rest.
pub const IDENTIFIED: Marking = Marking::OfficialSensitive;

codes! {
    /// How papers are to be handled, beside their marking. A closed list: free words here could name somebody.
    Handling {
        /// Nothing beside the marking.
        Nothing = "", "No further instruction";
        /// Nobody else.
        PanelOnly = "panel_only", "For members of the panel only";
        /// No copies.
        DoNotCopy = "do_not_copy", "Do not copy, photograph or forward";
        /// About a child.
        Child = "child", "About a child: for members of the panel only";
    }
}

/// Which facts are told less exactly: by the code of the fact the name of the step.
pub type Wider = BTreeMap<String, String>;

/// The cover of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The marking.
    pub marking: Marking,
    /// How to handle it.
    pub handling: Handling,
    /// What is told less exactly.
    pub wider: Wider,
}

impl Default for Cover {
    /// The cover of what nobody has chosen a marking for: the stricter one.
    fn default() -> Self {
        Self {
            marking: Marking::OfficialSensitive,
            handling: Handling::Nothing,
            wider: Wider::new(),
        }
    }
}

impl Cover {
    /// The marking with its instruction, as every page of the case says it.
    #[must_use]
    pub fn words(&self) -> String {
        match self.handling {
            Handling::Nothing => self.marking.title().to_owned(),
            handling => format!("{}: {}", self.marking.title(), handling.title()),
        }
    }
}
