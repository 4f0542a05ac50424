//! Who takes part in a case, and what they sealed before.

use std::collections::BTreeMap;

use super::Sitting;
use crate::{
    body::model::{Present, Quorum, Verdict},
    platform::{ids::PersonId, packs::Scale},
    review::model::Review,
};

/// Those who sit in a meeting, for one case or for all of it.
#[derive(Debug, Clone)]
pub struct Room {
    /// Who takes part.
    pub here: Vec<Sitting>,
    /// Who is here but has declared an interest in the case.
    pub withdrawn: Vec<Sitting>,
    /// Whether those who take part are a quorum, and why.
    pub quorum: Verdict,
}

impl Room {
    /// Puts together who takes part; `interests` are the people who have declared an interest in the case. They do not
    /// count towards the quorum of that case.
    #[must_use]
    pub fn of(sittings: Vec<Sitting>, interests: &[PersonId], quorum: &Quorum) -> Self {
        let declared = |one: &Sitting| interests.iter().any(|person| one.is(*person));
        let (withdrawn, here): (Vec<Sitting>, Vec<Sitting>) =
            sittings.into_iter().filter(Sitting::here).partition(declared);
        let present: Vec<Present> = here
            .iter()
            .map(|one| Present {
                sector: one.sector,
                voting: one.voting,
            })
            .collect();
        Self {
            quorum: quorum.verdict(&present),
            here,
            withdrawn,
        }
    }

    /// How many of those who take part have a vote.
    #[must_use]
    pub fn votes(&self) -> i64 {
        i64::try_from(self.here.iter().filter(|one| one.voting).count()).unwrap_or(i64::MAX)
    }
}

/// What the sealed reviews of a case say, without saying who says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    /// Every class of the scale in its order: code, short wording, how many chose it.
    pub classes: Vec<(String, String, usize)>,
    /// Class and reasons of each review, by class and then by the words, so that the order tells nobody's name.
    pub reasons: Vec<(String, String)>,
    /// Codes of the themes noted, with how many noted them.
    pub themes: BTreeMap<String, usize>,
    /// How many of the reviews are of members who declared an interest after the case was opened.
    pub withdrawn: usize,
}

impl Spread {
    /// Counts sealed reviews on a scale; `interests` are the people who have declared an interest in the case. What they
    /// sealed counts where it was shown before they did: what is missing would tell whose it was.
    #[must_use]
    pub fn of(reviews: &[Review], scale: &Scale, interests: &[PersonId]) -> Self {
        let chose = |code: &str| reviews.iter().filter(|review| review.view.class == code).count();
        let classes = scale
            .values
            .iter()
            .map(|value| (value.code.clone(), value.short.clone(), chose(&value.code)));
        let mut reasons: Vec<(String, String)> = reviews
            .iter()
            .map(|review| (review.view.class.clone(), review.view.reasons.clone()))
            .collect();
        reasons.sort();
        let mut themes = BTreeMap::new();
        for code in reviews.iter().flat_map(|review| &review.view.themes) {
            *themes.entry(code.clone()).or_default() += 1;
        }
        Self {
            classes: classes.collect(),
            reasons,
            themes,
            withdrawn: reviews
                .iter()
                .filter(|review| interests.contains(&review.person))
                .count(),
        }
    }

    /// How many reviews there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.reasons.len()
    }
}
