//! What a meeting's report holds, before it is put in words.

use jiff::civil::Date;

use crate::{
    access::Marking,
    body::model::PanelKind,
    finding::model::Polarity,
    platform::{
        clock::Moment,
        packs::{Appropriate, Scale},
    },
};

/// The confidence level of every interval in a report.
pub const LEVEL: f64 = 0.95;

/// Everything a meeting's report says.
#[derive(Debug, Clone)]
pub struct MeetingReport {
    /// The body that runs the panel.
    pub body_name: String,
    /// The marking the body has set.
    pub marking: Marking,
    /// The panel's code.
    pub panel_code: String,
    /// The panel's name.
    pub panel_name: String,
    /// What the panel looks at.
    pub panel_kind: PanelKind,
    /// The draw's reference.
    pub reference: String,
    /// First month of the period, `YYYY-MM`.
    pub period_from: String,
    /// Last month of the period, `YYYY-MM`.
    pub period_to: String,
    /// The day of the meeting.
    pub held_on: Date,
    /// Where it met.
    pub place: String,
    /// Whether the meeting is still open, so that figures may change.
    pub draft: bool,
    /// The scale the panel classed on.
    pub scale: Scale,
    /// By stratum, those of the frame and those planned without any record.
    pub strata: Vec<Stratum>,
    /// The cases that somebody chose, where there are any: in no rate.
    pub chosen: Option<Stratum>,
    /// The decisions on cases of the draw, in the order of the cases.
    pub decisions: Vec<Decision>,
    /// The decisions on cases that earlier meetings left: of earlier draws, and in no figure of this one.
    pub listed_again: Vec<Decision>,
    /// What was observed, most frequent first.
    pub themes: Vec<ThemeCount>,
    /// The seats, in their order.
    pub attendance: Vec<Attended>,
    /// The cases that left, in order.
    pub withdrawals: Vec<Withdrawn>,
    /// How the draw can be checked.
    pub proof: Proof,
    /// Later facts added to the findings.
    pub supplements: i64,
}

impl MeetingReport {
    /// The scale with its version, in words.
    #[must_use]
    pub fn scale_words(&self) -> String {
        format!("{}, version {}", self.scale.title, self.scale.version)
    }
}

/// One stratum of the draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub label: String,
    /// Records in the frame.
    pub population: u64,
    /// Cases the panel planned to hear.
    pub planned: u64,
    /// Cases it found on.
    pub heard: u64,
    /// Cases that were up to be heard at the end and were not.
    pub not_heard: u64,
    /// Cases that left with a reason code.
    pub withdrawn: u64,
    /// How many cases were found to be of each class of the scale, in its order, noughts too.
    pub classes: Vec<ClassCount>,
}

/// How many cases of a stratum are of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// The class.
    pub code: String,
    /// A few words for it.
    pub label: String,
    /// Its place on the first axis: whether it is a conclusion at all.
    pub concluded: bool,
    /// How many.
    pub count: u64,
}

impl Stratum {
    /// Cases heard on which the panel came to no conclusion.
    #[must_use]
    pub fn without_conclusion(&self) -> u64 {
        self.classes
            .iter()
            .filter(|class| !class.concluded)
            .map(|class| class.count)
            .sum()
    }
}

/// The classes of a scale with how often each was found; `found` are the classes of the findings of one stratum.
#[must_use]
pub fn class_counts(scale: &Scale, found: &[&str]) -> Vec<ClassCount> {
    let count = |code: &str| found.iter().filter(|class| **class == code).count() as u64;
    let class = |value: &crate::platform::packs::ScaleValue| ClassCount {
        code: value.code.clone(),
        label: value.short.clone(),
        concluded: value.appropriate != Appropriate::Undetermined,
        count: count(&value.code),
    };
    scale.values.iter().map(class).collect()
}

/// The decision on one case, without anything out of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The reference of its draw.
    pub reference: String,
    /// The case's label, such as `A07`.
    pub label: String,
    /// Its reference in the frame.
    pub ref_: String,
    /// Its stratum.
    pub stratum: String,
    /// The class found.
    pub class: String,
    /// How the panel decides: `consensus`, `majority` or `chair`.
    pub mode: String,
    /// Votes for.
    pub for_: u64,
    /// Votes against.
    pub against: u64,
    /// Abstentions.
    pub abstained: u64,
}

/// In how many cases a theme was observed with one polarity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeCount {
    /// The theme's code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Good practice or concern.
    pub polarity: Polarity,
    /// Cases.
    pub cases: u64,
}

/// A case that left the draw, and the one that came in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Its label and its reference in the frame.
    pub case: (String, String),
    /// The name of its stratum.
    pub group: String,
    /// The reason of the list, in words.
    pub reason: String,
    /// The role of the person who let it leave; a role and no name, for a report goes further than the room.
    pub authorised_by: String,
    /// Label and reference of the case that came in, if a reserve was left.
    pub replaced_by: Option<(String, String)>,
}

/// What became of one seat. No names: a report goes further than the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attended {
    /// The organisation whose seat it is.
    pub organisation: String,
    /// What the seat is called.
    pub seat: String,
    /// Present, apologies, absent or a substitute, in words.
    pub status: String,
    /// Whether it has a vote.
    pub voting: bool,
}

/// How the draw can be checked by anybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// The commitment to frame and plan, in hexadecimal.
    pub commitment: String,
    /// When it was published.
    pub committed_at: Option<Moment>,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// The labels of what the seed was made from.
    pub sources: Vec<String>,
    /// The log's signed checkpoint taken with the commitment, if it is kept.
    pub checkpoint: Option<String>,
}
