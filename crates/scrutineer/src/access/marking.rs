//! The protective marking of what a body's people read and take away.
//!
//! Source: Government Security Classifications Policy, 5 August 2024: everything is OFFICIAL or above, and some of it carries
//! the marking OFFICIAL-SENSITIVE with an instruction how to handle it.

use crate::codes;

codes! {
    /// The protective marking.
    Marking {
        /// No particular harm if it is lost.
        Official = "official", "OFFICIAL";
        /// People could be harmed if it is lost.
        OfficialSensitive = "official_sensitive", "OFFICIAL-SENSITIVE";
    }
}

impl Default for Marking {
    /// The stricter one, where nobody has chosen.
    fn default() -> Self {
        Self::OfficialSensitive
    }
}
