//! What one meeting hands to the panel's next: cases it did not finish, and feedback that is on its way.

use jiff::civil::Date;

use crate::{
    codes,
    platform::{
        clock::Moment,
        ids::{CaseId, FeedbackId, MeetingId},
    },
};

codes! {
    /// Why a case is on an agenda again.
    Why {
        /// The meeting was closed before the chair opened it.
        NotHeard = "not_heard", "Not heard";
        /// It was opened and discussed, and nothing was found.
        NoFinding = "no_finding", "Opened, no finding";
        /// What was found does not end the case on the panel's scale: more information was asked for, say.
        NotConcluded = "not_concluded", "The class did not end the case";
    }
}

/// How a case comes to be on an agenda again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Why.
    pub why: Why,
    /// The day of the meeting that left it.
    pub from: Date,
    /// The reference of its own draw, which is not this meeting's.
    pub reference: String,
}

/// A case as a closed meeting left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The case.
    pub case: CaseId,
    /// The closed meeting.
    pub meeting: MeetingId,
    /// Whether the chair had opened it.
    pub opened: bool,
    /// The class found, if there was a finding.
    pub class: Option<String>,
    /// The scale of that meeting and its version.
    pub scale: (String, i64),
}

impl Unfinished {
    /// Why it comes back; nothing when it is finished. `ends` says whether a class of the meeting's scale ends a case.
    #[must_use]
    pub fn why(&self, ends: impl Fn(&str) -> bool) -> Option<Why> {
        match (&self.class, self.opened) {
            (Some(class), _) if ends(class) => None,
            (Some(_), _) => Some(Why::NotConcluded),
            (None, true) => Some(Why::NoFinding),
            (None, false) => Some(Why::NotHeard),
        }
    }
}

/// Where one message for an officer stands, for the agenda of the next meeting. Not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackLine {
    /// The message.
    pub item: FeedbackId,
    /// The case.
    pub case: CaseId,
    /// What people call the case.
    pub case_name: String,
    /// `praise` or `learning`.
    pub kind: String,
    /// The code of its stage.
    pub stage: String,
    /// Since when.
    pub since: Moment,
}

impl FeedbackLine {
    /// Whether the panel is told of it: it is under way, or was closed since the panel last met.
    #[must_use]
    pub fn on_agenda(&self, last_met: Option<Moment>) -> bool {
        self.stage != "closed" || last_met.is_none_or(|met| self.since > met)
    }

    /// The stage in words.
    #[must_use]
    pub fn stage_words(&self) -> String {
        sentence(&self.stage)
    }

    /// The kind in words.
    #[must_use]
    pub fn kind_words(&self) -> String {
        sentence(&self.kind)
    }
}

/// A code as a word or two: `with_supervisor` is "With supervisor".
fn sentence(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
