//! Findings, observations, supplements. What makes a finding complete is in [`said`].

mod said;

pub use said::{Checked, Observed, Rules, Said, Sound, concludes_nothing};

use crate::{
    body::model::DecisionMode,
    codes,
    platform::{
        clock::Moment,
        ids::{CaseId, FindingId, MeetingId, ObservationId, PersonId, SupplementId},
    },
};

/// The longest reasons, in characters.
pub const MOST_REASONS: u32 = 8000;
/// The longest note on an observation, and the longest supplement, in characters.
pub const MOST_NOTE: u32 = 2000;
/// How many observations the form has room for.
pub const OBSERVATIONS: usize = 4;

codes! {
    /// Whether an observation is praise or concern.
    Polarity {
        /// Done well.
        Positive = "positive", "Good practice";
        /// To put right.
        Negative = "negative", "Concern";
        /// Neither.
        Neutral = "neutral", "Neutral";
    }
}

/// The panel's finding on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// The case.
    pub case: CaseId,
    /// The meeting in which it was made.
    pub meeting: MeetingId,
    /// The scale.
    pub scale_id: String,
    /// The scale's version.
    pub scale_version: i64,
    /// The class agreed, a code of the scale.
    pub class: String,
    /// Was the decision appropriate: `yes`, `no` or `undetermined`.
    pub appropriate: String,
    /// Was it consistent with policy: `yes`, `no` or `unknown`.
    pub consistent: String,
    /// How the panel decides.
    pub decision_mode: DecisionMode,
    /// Votes for the class.
    pub votes_for: i64,
    /// Votes against it.
    pub votes_against: i64,
    /// Those with a vote who did not use it.
    pub abstained: i64,
    /// Why.
    pub reasons: String,
    /// The quorum at that moment, one line a condition.
    pub quorum_words: String,
    /// Who wrote it down.
    pub recorded_by: PersonId,
    /// When.
    pub recorded_at: Moment,
}

/// One observation of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The finding.
    pub finding: FindingId,
    /// The theme's code.
    pub theme: String,
    /// Praise or concern.
    pub polarity: Polarity,
    /// `none`, or the code of a severity of the themes' pack.
    pub severity: String,
    /// Whom it is for: the code of a destination of the pack.
    pub destination: String,
    /// What exactly, or nothing.
    pub note: String,
}

/// A later fact beside a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// Its id.
    pub id: SupplementId,
    /// The finding.
    pub finding: FindingId,
    /// The fact.
    pub note: String,
    /// Who added it.
    pub added_by: PersonId,
    /// When.
    pub added_at: Moment,
}
