//! The beacon's part of a seed: when its rounds come out, and whether what somebody typed is what it published. With the
//! beacon's file in the settings a round's signature is checked; without it only the form of what was typed is, and the
//! pages say so.

use stats::{
    beacon::{Chain, Round},
    sampling::{Plan, Source},
};

use super::plan;
use crate::platform::{
    app::App,
    beacon,
    clock::Moment,
    refusal::{Answer, Refusal},
};

/// The beacon of this installation.
#[derive(Debug)]
pub struct Beacon(Option<Chain>);

/// A source as it enters the seed.
#[derive(Debug)]
pub struct Given {
    /// Label and value.
    pub source: Source,
    /// The signature of a beacon's round, if it was checked.
    pub signature: Option<Vec<u8>>,
}

impl Beacon {
    /// The beacon of the settings.
    ///
    /// # Errors
    /// A file that cannot be used: [`Refusal::Unavailable`].
    pub fn of(app: &App) -> Answer<Self> {
        beacon::chain(&app.config).map(Self).map_err(Refusal::Unavailable)
    }

    /// Whether rounds are checked here.
    #[must_use]
    pub fn checks(&self) -> bool {
        self.0.is_some()
    }

    /// When a round comes out: by the beacon's file, else by the clock quicknet publishes.
    #[must_use]
    pub fn round_at(&self, round: u64) -> Moment {
        self.0.as_ref().map_or_else(
            || plan::round_at(round),
            |chain| Moment(chain.round_at(round).saturating_mul(1_000_000)),
        )
    }

    /// The first round that comes out at or after the instant.
    #[must_use]
    pub fn round_after(&self, at: Moment) -> u64 {
        self.0.as_ref().map_or_else(
            || plan::round_after(at),
            |chain| chain.round_after(at.0.div_euclid(1_000_000) + 1),
        )
    }

    /// Whether the round the plan names comes so long after `now` that nobody can know it.
    ///
    /// # Errors
    /// What to enter instead.
    pub fn is_ahead(&self, plan: &Plan, now: Moment) -> Result<(), String> {
        let least = now.plus_minutes(plan::BEACON_MINUTES);
        match plan::round_of(plan) {
            Some(round) if self.round_at(round) < least => Err(format!(
                "Round {round} of the beacon must come at least {} minutes after the commitment, so that nobody can know it; enter {} or later",
                plan::BEACON_MINUTES,
                self.round_after(least.plus_minutes(plan::BEACON_MINUTES))
            )),
            _ => Ok(()),
        }
    }

    /// Reads one seed source as typed; spaces are left out, for dice are read out, and rounds copied, in groups.
    ///
    /// # Errors
    /// What is wrong with it and what to do.
    pub fn source(&self, label: &str, typed: &str) -> Result<Given, String> {
        let number = label
            .strip_prefix(plan::BEACON)
            .and_then(|number| number.parse().ok());
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        let whole = typed.starts_with('{') || typed.len() == 96;
        match (number, &self.0) {
            (Some(number), Some(chain)) => {
                if !whole {
                    return Err(format!(
                        "Enter the signature of {label}, 96 characters from 0 to 9 and a to f, or the whole round as the beacon publishes it: its value alone cannot be checked"
                    ));
                }
                let round = read(&typed, number)?;
                let value = chain
                    .check(&round)
                    .map_err(|fault| sentence(&fault.to_string()))?;
                Ok(Given {
                    source: Source::bytes(label, value.to_vec()).map_err(|fault| fault.to_string())?,
                    signature: Some(round.signature().to_vec()),
                })
            }
            (Some(number), None) if whole => {
                let value = read(&typed, number)?.value();
                let value = value.map_err(|fault| sentence(&fault.to_string()))?;
                let source = Source::bytes(label, value.to_vec()).map_err(|fault| fault.to_string())?;
                Ok(Given {
                    source,
                    signature: None,
                })
            }
            _ => Ok(Given {
                source: plan::source(label, &typed)?,
                signature: None,
            }),
        }
    }
}

fn read(typed: &str, number: u64) -> Result<Round, String> {
    Round::parse(typed, number).map_err(|fault| sentence(&fault.to_string()))
}

/// A library's sentence as the form says it.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
