//! A quorum in words: conditions separated by semicolons, which the coordinator writes and everybody can read.
//!
//! ```text
//! at least 5; one of magistracy or cps; one victim_service; police at most half
//! ```
//!
//! `at least N` counts everybody present, `at least N voting` those with a vote, `one of A or B` and `one A` ask for
//! somebody from a sector, `A at most half` (or `third`, or a number) keeps a sector from being too many. `none` asks
//! for nothing.

#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use super::Sector;

/// Who must be there for a panel to make findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quorum {
    /// Every condition must hold; none means that no quorum is asked for.
    pub conditions: Vec<Condition>,
}

/// One condition of a quorum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// So many people, 1 to 99.
    AtLeast(u32),
    /// So many people with a vote, 1 to 99.
    Voting(u32),
    /// Somebody from one of these sectors.
    OneOf(Vec<Sector>),
    /// A sector may not be more than a share of those present.
    AtMost(Sector, Share),
}

/// A share of those present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Half of them.
    Half,
    /// A third of them.
    Third,
    /// So many, 0 to 99.
    Number(u32),
}

/// Somebody present, as a quorum counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present {
    /// The sector of the seat they sit in.
    pub sector: Sector,
    /// Whether the seat has a vote.
    pub voting: bool,
}

/// Whether a quorum is met, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether every condition holds.
    pub met: bool,
    /// One plain sentence for each condition.
    pub words: Vec<String>,
}

/// What is wrong with the words of a quorum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the part \"{part}\" {says}")]
pub struct QuorumFault {
    /// The part, as written.
    pub part: String,
    /// What is wrong with it and what would be right.
    pub says: String,
}

impl Quorum {
    /// Judges those present.
    #[must_use]
    pub fn verdict(&self, present: &[Present]) -> Verdict {
        if self.conditions.is_empty() {
            return Verdict {
                met: true,
                words: vec!["the terms of reference ask for no quorum".to_owned()],
            };
        }
        let judged: Vec<(bool, String)> = self.conditions.iter().map(|one| one.judge(present)).collect();
        Verdict {
            met: judged.iter().all(|(met, _)| *met),
            words: judged.into_iter().map(|(_, words)| words).collect(),
        }
    }

    /// The rule itself in words, as terms of reference state it: `At least 5 people, somebody from a victims' service, at
    /// most half from the police`.
    #[must_use]
    pub fn rule(&self) -> String {
        let words: Vec<String> = self.conditions.iter().map(Condition::rule).collect();
        let joined = words.join(", ");
        match joined.chars().next() {
            Some(first) => format!(
                "{}{}",
                first.to_uppercase(),
                joined.get(first.len_utf8()..).unwrap_or("")
            ),
            None => "No quorum is asked for".to_owned(),
        }
    }
}

impl Condition {
    /// What it asks for, in words.
    #[must_use]
    pub fn rule(&self) -> String {
        let people = |count: u32| if count == 1 { "person" } else { "people" };
        match self {
            Self::AtLeast(least) => format!("at least {least} {}", people(*least)),
            Self::Voting(least) => format!("at least {least} {} with a vote", people(*least)),
            Self::OneOf(sectors) => {
                let names: Vec<&str> = sectors.iter().map(|sector| phrase(*sector)).collect();
                format!("somebody from {}", names.join(" or "))
            }
            Self::AtMost(sector, share) => format!("at most {} from {}", share.words(), phrase(*sector)),
        }
    }

    /// Whether it holds among those present, and the sentence that says so.
    #[must_use]
    pub fn judge(&self, present: &[Present]) -> (bool, String) {
        let from = |sector: Sector| present.iter().filter(|one| one.sector == sector).count();
        match self {
            Self::AtLeast(least) => (
                present.len() >= *least as usize,
                format!(
                    "{} of at least {least} {} here",
                    present.len(),
                    are(present.len())
                ),
            ),
            Self::Voting(least) => {
                let voting = present.iter().filter(|one| one.voting).count();
                (
                    voting >= *least as usize,
                    format!("{voting} of at least {least} with a vote {} here", are(voting)),
                )
            }
            Self::OneOf(sectors) => match sectors.iter().find(|sector| from(**sector) > 0) {
                Some(sector) => (true, format!("somebody from {} is here", phrase(*sector))),
                None => {
                    let names: Vec<&str> = sectors.iter().map(|sector| phrase(*sector)).collect();
                    (false, format!("nobody from {} is here yet", names.join(" or ")))
                }
            },
            Self::AtMost(sector, share) => {
                let (count, all) = (from(*sector), present.len());
                let met = share.allows(count, all);
                let (name, share) = (phrase(*sector), share.words());
                let words = if met {
                    format!(
                        "{count} of {all} here {} from {name}; at most {share} may be",
                        are(count)
                    )
                } else {
                    format!("too many from {name}: {count} of {all} here; at most {share} may be")
                };
                (met, words)
            }
        }
    }
}

impl Share {
    fn allows(self, count: usize, all: usize) -> bool {
        match self {
            Self::Half => count * 2 <= all,
            Self::Third => count * 3 <= all,
            Self::Number(most) => count <= most as usize,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Half => "half".to_owned(),
            Self::Third => "a third".to_owned(),
            Self::Number(most) => most.to_string(),
        }
    }
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The sector after "from".
fn phrase(sector: Sector) -> &'static str {
    match sector {
        Sector::Police => "the police",
        Sector::PolicingBody => "the local policing body",
        Sector::Magistracy => "the magistracy",
        Sector::Cps => "the CPS",
        Sector::Hmcts => "HMCTS",
        Sector::YouthJustice => "youth justice",
        Sector::VictimService => "a victims' service",
        Sector::Probation => "probation",
        Sector::LocalAuthority => "a local authority",
        Sector::Health => "health",
        Sector::Community => "the community",
        Sector::Other => "another organisation",
    }
}

impl fmt::Display for Quorum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.conditions.is_empty() {
            return f.write_str("none");
        }
        for (position, condition) in self.conditions.iter().enumerate() {
            if position > 0 {
                f.write_str("; ")?;
            }
            condition.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::Voting(least) => write!(f, "at least {least} voting"),
            Self::OneOf(sectors) => {
                let names: Vec<&str> = sectors.iter().map(|sector| sector.as_str()).collect();
                write!(
                    f,
                    "one {}{}",
                    if names.len() > 1 { "of " } else { "" },
                    names.join(" or ")
                )
            }
            Self::AtMost(sector, share) => write!(f, "{sector} at most {share}"),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Half => f.write_str("half"),
            Self::Third => f.write_str("third"),
            Self::Number(most) => most.fmt(f),
        }
    }
}

impl FromStr for Quorum {
    type Err = QuorumFault;

    fn from_str(text: &str) -> Result<Self, QuorumFault> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self::default());
        }
        let parts: Vec<&str> = text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            let says = "is empty; write a condition such as at least 3, or none".to_owned();
            return Err(QuorumFault {
                part: text.to_owned(),
                says,
            });
        }
        let conditions = parts.into_iter().map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { conditions })
    }
}

impl FromStr for Condition {
    type Err = QuorumFault;

    fn from_str(part: &str) -> Result<Self, QuorumFault> {
        let fault = |says: String| QuorumFault {
            part: part.to_owned(),
            says,
        };
        let words = part.to_lowercase();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(rest) = words.strip_prefix("at least ") {
            let (number, voting) = match rest.strip_suffix(" voting") {
                Some(number) => (number, true),
                None => (rest, false),
            };
            let least = number_from(number, 1).map_err(fault)?;
            return Ok(if voting {
                Self::Voting(least)
            } else {
                Self::AtLeast(least)
            });
        }
        if let Some((sector, share)) = words.split_once(" at most ") {
            return Ok(Self::AtMost(
                sector_of(sector).map_err(fault)?,
                share_of(share).map_err(fault)?,
            ));
        }
        if let Some(rest) = words.strip_prefix("one ") {
            let names = rest.strip_prefix("of ").unwrap_or(rest);
            let names = names
                .split(" or ")
                .flat_map(|some| some.split(','))
                .filter(|name| !name.trim().is_empty());
            let sectors: Vec<Sector> = names.map(sector_of).collect::<Result<_, _>>().map_err(fault)?;
            if !sectors.is_empty() {
                return Ok(Self::OneOf(sectors));
            }
        }
        Err(fault(
            "cannot be read; write at least 5, at least 3 voting, one of magistracy or cps, one victim_service, or police \
             at most half"
                .to_owned(),
        ))
    }
}

fn number_from(text: &str, least: u32) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (least..=99).contains(number));
    number.ok_or_else(|| format!("needs a whole number from {least} to 99, not \"{text}\""))
}

fn share_of(text: &str) -> Result<Share, String> {
    match text {
        "half" => Ok(Share::Half),
        "third" | "a third" => Ok(Share::Third),
        number => number_from(number, 0).map(Share::Number).map_err(|_| {
            format!("needs half, third or a whole number from 0 to 99 after at most, not \"{number}\"")
        }),
    }
}

fn sector_of(text: &str) -> Result<Sector, String> {
    let code = text.trim().replace([' ', '-'], "_").replace('\'', "");
    let known = code
        .parse()
        .ok()
        .or_else(|| code.replace("victims_", "victim_").parse().ok());
    known.ok_or_else(|| {
        let codes: Vec<&str> = Sector::ALL.iter().map(|sector| sector.as_str()).collect();
        format!(
            "names \"{}\", which is no sector; the sectors are {}",
            text.trim(),
            codes.join(", ")
        )
    })
}
