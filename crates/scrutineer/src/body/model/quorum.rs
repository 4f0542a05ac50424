//! A quorum in words: conditions separated by semicolons, which the coordinator writes and everybody can read.
//!
//! ```text
//! at least 5; one of magistracy or cps; one victim_service; police at most half
//! ```
//!
//! `at least N` counts everybody present, `at least N voting` those with a vote, `one of A or B` and `one A` ask for
//! somebody from a sector, `A at most half` (or `third`, or a number) keeps a sector from being too many. `none` asks
//! for nothing.

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
}

impl Condition {
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
                let name = phrase(*sector);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Quorum {
        text.parse().unwrap()
    }

    fn people(sectors: &[(Sector, bool)]) -> Vec<Present> {
        sectors
            .iter()
            .map(|(sector, voting)| Present {
                sector: *sector,
                voting: *voting,
            })
            .collect()
    }

    #[test]
    fn the_example_of_the_terms_is_read() {
        let quorum =
            read("At least 5;  one of Magistracy or CPS; one victims' service; police at most half;");
        assert_eq!(
            quorum.to_string(),
            "at least 5; one of magistracy or cps; one victim_service; police at most half"
        );
        assert_eq!(
            read("at least 3 voting; one of hmcts, cps").conditions,
            vec![
                Condition::Voting(3),
                Condition::OneOf(vec![Sector::Hmcts, Sector::Cps]),
            ]
        );
        assert_eq!(read(" none ").to_string(), "none");
    }

    #[test]
    fn the_verdict_is_in_words() {
        let quorum = read("at least 5; one of magistracy or cps; police at most half; at least 2 voting");
        let few = people(&[
            (Sector::Police, false),
            (Sector::Police, false),
            (Sector::Community, true),
        ]);
        let verdict = quorum.verdict(&few);
        assert!(!verdict.met);
        assert_eq!(
            verdict.words,
            [
                "3 of at least 5 are here",
                "nobody from the magistracy or the CPS is here yet",
                "too many from the police: 2 of 3 here; at most half may be",
                "1 of at least 2 with a vote is here",
            ]
        );
        let enough = people(&[
            (Sector::Police, false),
            (Sector::Police, false),
            (Sector::Community, true),
            (Sector::Cps, true),
            (Sector::Health, true),
        ]);
        let verdict = quorum.verdict(&enough);
        assert!(verdict.met);
        assert_eq!(
            verdict.words,
            [
                "5 of at least 5 are here",
                "somebody from the CPS is here",
                "2 of 5 here are from the police; at most half may be",
                "3 of at least 2 with a vote are here",
            ]
        );
    }

    #[test]
    fn half_and_a_third_are_exact() {
        let half = Condition::AtMost(Sector::Police, Share::Half);
        let with = |police: usize, others: usize| {
            let mut all = people(&vec![(Sector::Police, true); police]);
            all.extend(people(&vec![(Sector::Health, true); others]));
            all
        };
        assert!(half.judge(&with(2, 2)).0 && !half.judge(&with(3, 2)).0 && half.judge(&[]).0);
        let third = Condition::AtMost(Sector::Police, Share::Third);
        assert!(third.judge(&with(1, 2)).0 && !third.judge(&with(2, 3)).0);
        let none = Condition::AtMost(Sector::Police, Share::Number(0));
        assert!(none.judge(&with(0, 2)).0 && !none.judge(&with(1, 2)).0);
    }

    #[test]
    fn a_fault_names_the_part() {
        let said = |text: &str| text.parse::<Quorum>().unwrap_err().to_string();
        assert!(said("at least 5; one of magistrates or cps").starts_with(
            "the part \"one of magistrates or cps\" names \"magistrates\", which is no sector; the sectors are police, "
        ));
        assert_eq!(
            said("at least five"),
            "the part \"at least five\" needs a whole number from 1 to 99, not \"five\""
        );
        assert_eq!(
            said("at least 0"),
            "the part \"at least 0\" needs a whole number from 1 to 99, not \"0\""
        );
        assert!(said("police at most most").contains("needs half, third or a whole number"));
        assert!(said("everybody").starts_with("the part \"everybody\" cannot be read; write at least 5"));
        assert!(said("one , ").contains("cannot be read"));
        assert!(said(" ; ").contains("is empty"));
    }

    fn sector() -> impl Strategy<Value = Sector> {
        proptest::sample::select(Sector::ALL)
    }

    fn condition() -> impl Strategy<Value = Condition> {
        let share = prop_oneof![
            Just(Share::Half),
            Just(Share::Third),
            (0..100_u32).prop_map(Share::Number)
        ];
        prop_oneof![
            (1..100_u32).prop_map(Condition::AtLeast),
            (1..100_u32).prop_map(Condition::Voting),
            proptest::collection::vec(sector(), 1..4).prop_map(Condition::OneOf),
            (sector(), share).prop_map(|(sector, share)| Condition::AtMost(sector, share)),
        ]
    }

    fn quorum() -> impl Strategy<Value = Quorum> {
        proptest::collection::vec(condition(), 0..5).prop_map(|conditions| Quorum { conditions })
    }

    fn room() -> impl Strategy<Value = Vec<Present>> {
        let one = (sector(), any::<bool>()).prop_map(|(sector, voting)| Present { sector, voting });
        proptest::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(quorum in quorum()) {
            prop_assert_eq!(quorum.to_string().parse::<Quorum>(), Ok(quorum));
        }

        #[test]
        fn any_text_is_read_or_refused_with_a_part_of_it(text in "[a-z0-9; ]{0,40}|\\PC{0,40}") {
            if let Err(fault) = text.parse::<Quorum>() {
                prop_assert!(text.contains(&fault.part));
            }
        }

        #[test]
        fn it_is_met_exactly_when_every_condition_holds(quorum in quorum(), room in room()) {
            let verdict = quorum.verdict(&room);
            prop_assert_eq!(verdict.met, quorum.conditions.iter().all(|one| one.judge(&room).0));
            prop_assert_eq!(verdict.words.len(), quorum.conditions.len().max(1));
        }

        #[test]
        fn nobody_makes_it_worse_by_coming_unless_their_sector_is_limited(
            quorum in quorum(), mut room in room(), sector in sector(), voting in any::<bool>(),
        ) {
            let limited = |one: &Condition| matches!(one, Condition::AtMost(who, _) if *who == sector);
            prop_assume!(!quorum.conditions.iter().any(limited));
            let before = quorum.verdict(&room).met;
            room.push(Present { sector, voting });
            prop_assert!(!before || quorum.verdict(&room).met);
        }
    }
}
