//! A member's review of a case, and what may be said in it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::platform::{
    clock::Moment,
    form::FieldError,
    ids::{CaseId, DrawId, PersonId},
    packs::{Appropriate, Consistent, Join, Scale, ScaleValue},
};

/// The longest reasons, in characters.
pub const MOST_REASONS: usize = 4000;

/// How far a review has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewState {
    /// Can still be changed.
    Draft,
    /// Handed in.
    Sealed {
        /// When.
        at: Moment,
        /// SHA-256 of what was handed in, with a salt.
        hash: [u8; 32],
    },
}

/// What a member says of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct View {
    /// The class, a code of the panel's scale.
    pub class: String,
    /// Was the decision appropriate: `yes`, `no` or `undetermined`.
    pub appropriate: String,
    /// Was it consistent with policy: `yes`, `no` or `unknown`.
    pub consistent: String,
    /// Why.
    pub reasons: String,
    /// Codes of the themes noted.
    pub themes: Vec<String>,
}

/// One member's review of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The case.
    pub case: CaseId,
    /// The member.
    pub person: PersonId,
    /// What they say.
    pub view: View,
    /// How far it has come.
    pub state: ReviewState,
}

impl Review {
    /// Whether it has been handed in.
    #[must_use]
    pub fn sealed(&self) -> bool {
        matches!(self.state, ReviewState::Sealed { .. })
    }

    /// Hands the review in.
    ///
    /// # Errors
    /// A sentence when it was handed in before.
    pub fn seal(mut self, at: Moment, salt: &[u8; 16]) -> Result<Self, &'static str> {
        if self.sealed() {
            return Err("you have sealed this case already; what you sealed stands");
        }
        self.state = ReviewState::Sealed {
            at,
            hash: self.view.hash(salt),
        };
        Ok(self)
    }
}

impl View {
    /// SHA-256 over the salt and the view with its lengths: what the log keeps of a sealed review. The salt stops anybody
    /// from trying out the few classes there are.
    #[must_use]
    pub fn hash(&self, salt: &[u8; 16]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"scrutineer review\n");
        hash.update(salt);
        let themes = self.themes.join(",");
        for part in [
            &self.class,
            &self.appropriate,
            &self.consistent,
            &self.reasons,
            &themes,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }

    /// What is missing or does not fit together, field by field. Empty when the view can be sealed.
    #[must_use]
    pub fn faults(&self, scale: &Scale) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, message: String| {
            faults.push(FieldError {
                field: field.to_owned(),
                message,
            });
        };
        let appropriate = appropriate(&self.appropriate);
        let consistent = consistent(&self.consistent);
        if appropriate.is_none() {
            fault(
                "appropriate",
                "Choose whether the decision was appropriate".into(),
            );
        }
        if consistent.is_none() {
            fault(
                "consistent",
                "Choose whether the decision was consistent with policy".into(),
            );
        }
        match (scale.value(&self.class), appropriate, consistent) {
            (None, _, _) => fault("class", "Choose a class".into()),
            (Some(value), Some(appropriate), Some(consistent)) if !fits(value, appropriate, consistent) => {
                fault(
                    "class",
                    format!(
                        "Class {} does not fit your two answers above. Change the class or the answers",
                        value.code
                    ),
                );
            }
            _ => {}
        }
        if self.reasons.trim().is_empty() {
            fault("reasons", "Enter your reasons".into());
        } else if self.reasons.chars().count() > MOST_REASONS {
            fault(
                "reasons",
                format!("Your reasons must be {MOST_REASONS} characters or fewer"),
            );
        }
        faults
    }
}

/// Whether a class of the scale can go with these two answers. A class that leaves an axis open fits any answer on it; one
/// that joins both by "or" needs only one of them.
#[must_use]
pub fn fits(value: &ScaleValue, appropriate: Appropriate, consistent: Consistent) -> bool {
    let first = value.appropriate == Appropriate::Undetermined || value.appropriate == appropriate;
    let second = value.consistent == Consistent::Unknown || value.consistent == consistent;
    match value.join {
        Join::And => first && second,
        Join::Or => first || second,
    }
}

/// The answer on the first axis that a form or a row holds.
#[must_use]
pub fn appropriate(text: &str) -> Option<Appropriate> {
    match text {
        "yes" => Some(Appropriate::Yes),
        "no" => Some(Appropriate::No),
        "undetermined" => Some(Appropriate::Undetermined),
        _ => None,
    }
}

/// The answer on the second axis that a form or a row holds.
#[must_use]
pub fn consistent(text: &str) -> Option<Consistent> {
    match text {
        "yes" => Some(Consistent::Yes),
        "no" => Some(Consistent::No),
        "unknown" => Some(Consistent::Unknown),
        _ => None,
    }
}

/// Where a case stands for one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing written yet.
    NotStarted,
    /// A draft.
    InProgress,
    /// Handed in.
    Sealed,
    /// Taken from the member by their interest.
    Interest,
}

/// The cases of one draw that a member reads for one meeting.
#[derive(Debug, Clone)]
pub struct Pile {
    /// The draw.
    pub draw: DrawId,
    /// The panel's name.
    pub panel: String,
    /// The draw's reference.
    pub reference: String,
    /// When the reading window closes.
    pub closes_at: Option<Moment>,
    /// The day of the meeting that has these cases on its agenda again, when an earlier one did not finish them.
    pub again_on: Option<Date>,
    /// How many there are.
    pub cases: i64,
    /// How many of them the member has sealed.
    pub sealed: i64,
    /// Those of the page that was asked for.
    pub tasks: Vec<Task>,
}

/// The most cases on one page of a reading list.
const A_PAGE: i64 = 100;

/// One page of a reading list, laid over its piles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The page, counted from one.
    pub page: usize,
    /// The last page.
    pub last: usize,
    /// What each pile gives to the page.
    pub shares: Vec<Share>,
}

/// A run of the cases of a pile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Cases before it.
    pub from: i64,
    /// The most cases in it.
    pub most: i64,
}

impl Part {
    /// The given page of piles of these sizes; the nearest when there is none such.
    #[must_use]
    pub fn of(sizes: &[i64], page: usize) -> Self {
        let last = ((sizes.iter().sum::<i64>() + A_PAGE - 1) / A_PAGE).max(1);
        let page = i64::try_from(page).unwrap_or(i64::MAX).clamp(1, last);
        let (mut before, mut left) = ((page - 1) * A_PAGE, A_PAGE);
        let mut share = |size: i64| {
            let from = before.min(size);
            let most = left.min(size - from);
            (before, left) = (before - from, left - most);
            Share { from, most }
        };
        let shares = sizes.iter().map(|size| share(*size)).collect();
        let number = |page: i64| usize::try_from(page).unwrap_or(1);
        Self {
            page: number(page),
            last: number(last),
            shares,
        }
    }
}

/// One line of a member's reading list.
#[derive(Debug, Clone)]
pub struct Task {
    /// The case.
    pub case: CaseId,
    /// The case's label.
    pub label: String,
    /// Where it stands.
    pub progress: Progress,
}

/// A member's interest in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interest<'a> {
    /// The case.
    pub case: CaseId,
    /// The member.
    pub person: PersonId,
    /// A code of [`NATURES`].
    pub nature: &'a str,
    /// Anything the chair should know.
    pub note: &'a str,
    /// Who recorded it in the meeting; nobody when the member declared it themselves.
    pub recorded_by: Option<PersonId>,
}

/// The ways in which a member can have an interest in a case (field notes, panels 1.9).
pub const NATURES: [(&str, &str); 4] = [
    ("knows", "I know somebody in the case"),
    ("handled", "I dealt with the case in my own work"),
    ("manages", "I manage, or am managed by, an officer in the case"),
    ("other", "Something else that a fair-minded person would mind"),
];

/// The same, as whoever records it for somebody else reads them.
pub const NATURES_OF_ANOTHER: [(&str, &str); 4] = [
    ("knows", "They know somebody in the case"),
    ("handled", "They dealt with the case in their own work"),
    (
        "manages",
        "They manage, or are managed by, an officer in the case",
    ),
    ("other", "Something else that a fair-minded person would mind"),
];

/// The longest note beside an interest, in characters.
pub const MOST_NOTE: usize = 500;

impl Interest<'_> {
    /// What is wrong with it as a form gave it, field by field.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, message: String| {
            faults.push(FieldError {
                field: field.to_owned(),
                message,
            });
        };
        if !NATURES.iter().any(|(code, _)| *code == self.nature) {
            let whose = if self.recorded_by.is_none() { "your" } else { "the" };
            fault("nature", format!("Choose what {whose} interest is"));
        }
        if self.note.chars().count() > MOST_NOTE {
            fault(
                "note",
                format!("What you add must be {MOST_NOTE} characters or fewer"),
            );
        }
        faults
    }
}
