//! What the groups of a draw are called: the strata of a kind, and the themes by which a panel may have a stratum drawn in parts.

use rules::Pack;

use super::{Packs, RulePacks};

/// What stands between a stratum and a theme, as in `youth/Knife`.
pub const THEME: char = '/';

/// The records of a stratum that are in none of the themes chosen.
pub const OTHERS: &str = "others";

/// The stratum of cases that somebody chose: they are not part of the frame and of no rate.
pub const CHOSEN: &str = "chosen";

/// What the theme made of a rule's flags begins with, as in `flag-CR05`.
pub const FLAG: &str = "flag-";

impl Packs {
    /// What a stratum of a draw of the newest version of a kind is called; without such a kind or stratum, its code.
    #[must_use]
    pub fn stratum_label(&self, kind: &str, code: &str) -> String {
        if code == CHOSEN {
            return "Chosen, not drawn".to_owned();
        }
        let (stratum, theme) = match code.split_once(THEME) {
            Some((stratum, theme)) => (stratum, Some(theme)),
            None => (code, None),
        };
        let label = self
            .newest_kind(kind)
            .map_or(stratum, |kind| kind.stratum_label(stratum));
        match theme {
            Some(theme) => format!("{label}: {}", theme_label(kind, theme)),
            None => label.to_owned(),
        }
    }
}

/// What a theme is called for records of a kind; without such a theme, its code.
#[must_use]
pub fn theme_label(kind: &str, code: &str) -> String {
    if code == OTHERS {
        return "all others".to_owned();
    }
    let title = |pack: Option<&Pack>, id: &str| {
        let rule = pack?.outlines().find(|rule| rule.id == id)?;
        Some(rule.title.to_owned())
    };
    let Ok(packs) = RulePacks::of_program() else {
        return code.to_owned();
    };
    match code.strip_prefix(FLAG) {
        Some(rule) => title(packs.for_records(kind), rule).map(|title| format!("flag {rule}, {title}")),
        None => title(packs.themes(kind), code),
    }
    .unwrap_or_else(|| code.to_owned())
}
