//! What the panel says of a case, as a form gives it, and whether that can be recorded.

use super::{MOST_NOTE, MOST_REASONS, Polarity};
use crate::{
    body::model::DecisionMode,
    platform::{
        form::FieldError,
        packs::{self, Appropriate, Consistent, Observations, Scale, ScaleValue, Theme},
    },
    review::model::{appropriate, consistent, fits},
};

/// One row of observations as a form gives it; all texts as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// The theme's code.
    pub theme: String,
    /// A [`Polarity`] as stored, or nothing: as the theme says.
    pub polarity: String,
    /// `none` or nothing, or a code of the pack.
    pub severity: String,
    /// A code of the pack.
    pub destination: String,
    /// Free text.
    pub note: String,
}

impl Observed {
    /// Whether nothing was written in it.
    #[must_use]
    pub fn blank(&self) -> bool {
        [
            &self.theme,
            &self.polarity,
            &self.severity,
            &self.destination,
            &self.note,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }

    /// What the row says, or what is wrong in it; `number` is its number on the form, from 1.
    ///
    /// # Errors
    /// One error a field, named `theme-1` and so on.
    pub fn check(&self, number: usize, pack: &Observations) -> Result<Checked, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, message: String| {
            faults.push(FieldError {
                field: format!("{field}-{number}"),
                message,
            });
        };
        let theme = pack.theme(&self.theme);
        if theme.is_none() {
            fault(
                "theme",
                format!("Choose the theme of observation {number}, or clear the rest of it"),
            );
        }
        let polarity = theme.map(|theme| polarity_of(theme, &self.polarity));
        if let Some(Err(words)) = polarity {
            fault("polarity", format!("Observation {number} {words}"));
        }
        let severity = if self.severity.is_empty() {
            "none"
        } else {
            &self.severity
        };
        if severity != "none" && !pack.severities.iter().any(|one| one.code == severity) {
            fault("severity", format!("Choose how serious observation {number} is"));
        }
        if polarity == Some(Ok(Polarity::Positive)) && severity != "none" {
            fault(
                "severity",
                format!("Observation {number} was done well, so it has no severity"),
            );
        }
        if pack.destination(&self.destination).is_none() {
            fault("destination", format!("Choose whom observation {number} is for"));
        }
        if self.note.chars().count() > MOST_NOTE as usize {
            fault(
                "note",
                format!("The note on observation {number} must be {MOST_NOTE} characters or fewer"),
            );
        }
        match (polarity, faults.is_empty()) {
            (Some(Ok(polarity)), true) => Ok(Checked {
                theme: self.theme.clone(),
                polarity,
                severity: severity.to_owned(),
                destination: self.destination.clone(),
                note: self.note.trim().to_owned(),
            }),
            _ => Err(faults),
        }
    }
}

/// An observation that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The theme's code.
    pub theme: String,
    /// Praise or concern.
    pub polarity: Polarity,
    /// `none` or a code of the pack.
    pub severity: String,
    /// A code of the pack.
    pub destination: String,
    /// What exactly.
    pub note: String,
}

/// A theme that is praise or concern by itself decides; of one that may be either it must be said. The error is the end of
/// a sentence that begins with "Observation 1".
fn polarity_of(theme: &Theme, said: &str) -> Result<Polarity, &'static str> {
    match (theme.polarity, said.parse::<Polarity>().ok()) {
        (packs::Polarity::Concern, None | Some(Polarity::Negative)) => Ok(Polarity::Negative),
        (packs::Polarity::Praise, None | Some(Polarity::Positive)) => Ok(Polarity::Positive),
        (packs::Polarity::Either, Some(said)) => Ok(said),
        (packs::Polarity::Either, None) => Err("can be good practice or a concern: choose which"),
        (packs::Polarity::Concern, Some(_)) => {
            Err("has a theme that is always to put right: choose that, or another theme")
        }
        (packs::Polarity::Praise, Some(_)) => {
            Err("has a theme that is always done well: choose that, or another theme")
        }
    }
}

/// What the panel says of a case, as a form gives it; all texts as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// A code of the scale.
    pub class: String,
    /// `yes`, `no` or `undetermined`.
    pub appropriate: String,
    /// `yes`, `no` or `unknown`.
    pub consistent: String,
    /// A whole number.
    pub votes_for: String,
    /// A whole number.
    pub votes_against: String,
    /// A whole number.
    pub abstained: String,
    /// Why.
    pub reasons: String,
    /// The rows of the form; blank ones count for nothing.
    pub observations: Vec<Observed>,
}

/// What the form is checked against.
pub struct Rules<'a> {
    /// The panel's scale.
    pub scale: &'a Scale,
    /// How it decides.
    pub mode: DecisionMode,
    /// How many of those taking part have a vote.
    pub votes: i64,
    /// The themes.
    pub pack: &'a Observations,
}

/// A finding that can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Votes for, against, abstained.
    pub votes: (i64, i64, i64),
    /// The observations.
    pub observations: Vec<Checked>,
}

impl Said {
    /// Checks everything at once.
    ///
    /// # Errors
    /// Every wrong field, in the order of the form.
    pub fn check(&self, rules: &Rules<'_>) -> Result<Sound, Vec<FieldError>> {
        let mut faults = Vec::new();
        let value = self.check_class(rules.scale, &mut faults);
        let votes = self.check_votes(rules, value, &mut faults);
        if self.reasons.trim().is_empty() {
            faults.push(fault("reasons", "Enter the panel's reasons"));
        } else if self.reasons.chars().count() > MOST_REASONS as usize {
            faults.push(fault(
                "reasons",
                format!("The reasons must be {MOST_REASONS} characters or fewer"),
            ));
        }
        let mut observations = Vec::new();
        for (number, row) in (1..).zip(&self.observations) {
            match row.check(number, rules.pack) {
                _ if row.blank() => {}
                Ok(checked) => observations.push(checked),
                Err(wrong) => faults.extend(wrong),
            }
        }
        match votes {
            Some(votes) if faults.is_empty() => Ok(Sound { votes, observations }),
            _ => Err(faults),
        }
    }

    fn check_class<'s>(&self, scale: &'s Scale, faults: &mut Vec<FieldError>) -> Option<&'s ScaleValue> {
        let (first, second) = (appropriate(&self.appropriate), consistent(&self.consistent));
        if first.is_none() {
            faults.push(fault(
                "appropriate",
                "Choose whether the decision was appropriate",
            ));
        }
        if second.is_none() {
            faults.push(fault(
                "consistent",
                "Choose whether the decision was consistent with policy",
            ));
        }
        let value = scale.value(&self.class);
        match (value, first, second) {
            (None, _, _) => faults.push(fault("class", "Choose the class the panel agrees")),
            (Some(value), Some(first), Some(second)) if !fits(value, first, second) => {
                let code = &value.code;
                let words = format!(
                    "Class {code} does not fit your two answers above. Change the class or the answers"
                );
                faults.push(fault("class", words));
            }
            _ => {}
        }
        value
    }

    fn check_votes(
        &self,
        rules: &Rules<'_>,
        value: Option<&ScaleValue>,
        faults: &mut Vec<FieldError>,
    ) -> Option<(i64, i64, i64)> {
        let mut number = |field: &str, text: &str, what: &str| {
            let votes = text
                .trim()
                .parse::<i64>()
                .ok()
                .filter(|votes| (0..1000).contains(votes));
            if votes.is_none() {
                faults.push(fault(
                    field,
                    format!("Enter how many {what}, as a whole number such as 0 or 4"),
                ));
            }
            votes
        };
        let votes_for = number("votes_for", &self.votes_for, "voted for the class");
        let against = number("votes_against", &self.votes_against, "voted against it");
        let abstained = number("abstained", &self.abstained, "abstained");
        let (votes_for, against, abstained) = (votes_for?, against?, abstained?);
        let cast = votes_for + against + abstained;
        if cast != rules.votes {
            let words = format!(
                "The votes must add up to {}: that many people with a vote take part in this case. They add up to {cast}",
                rules.votes
            );
            faults.push(fault("votes_for", words));
            return None;
        }
        if let Some(words) = value.and_then(|value| undecided(rules, value, votes_for, against)) {
            faults.push(fault("class", words));
        }
        Some((votes_for, against, abstained))
    }
}

/// What to do when the votes do not carry the class; nothing when they do.
fn undecided(rules: &Rules<'_>, value: &ScaleValue, votes_for: i64, against: i64) -> Option<String> {
    let what = match rules.mode {
        // A class that says the panel could not conclude is what remains when nothing else is carried.
        _ if concludes_nothing(value) => return None,
        DecisionMode::Consensus if against > 0 || votes_for == 0 => {
            "This panel decides by consensus, and there is none while somebody votes against the class or nobody votes for it"
        }
        DecisionMode::Majority if votes_for <= against => {
            "This panel decides by majority, and more must vote for the class than against it"
        }
        DecisionMode::Consensus | DecisionMode::Majority | DecisionMode::Chair => return None,
    };
    let way_out = rules.scale.values.iter().find(|value| concludes_nothing(value));
    let then = way_out.map_or_else(
        || "Go on discussing, or close the meeting without a finding on this case".to_owned(),
        |value| {
            format!(
                "Go on discussing, or record class {}: {}",
                value.code, value.short
            )
        },
    );
    Some(format!("{what}. {then}"))
}

/// Whether a class says that the panel came to no conclusion: it leaves both axes open and carries no observations. (Amber
/// of DC-RAG leaves both open too, but is a class of its own, with observations.)
#[must_use]
pub fn concludes_nothing(value: &ScaleValue) -> bool {
    value.appropriate == Appropriate::Undetermined
        && value.consistent == Consistent::Unknown
        && !value.observations
}

fn fault(field: &str, message: impl Into<String>) -> FieldError {
    FieldError {
        field: field.to_owned(),
        message: message.into(),
    }
}
