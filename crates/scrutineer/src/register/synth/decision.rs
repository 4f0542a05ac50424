//! What was decided, by whom and when, so that the parts agree: children get what children may, outcome codes follow
//! from the resolution but for a few in a hundred, dates run in order but for a few.

use jiff::ToSpan;
use jiff::civil::Date;

use super::chance::{Chance, name_of};
use super::offence::{Group, Offence};
use super::people::{Suspect, some_of};
use super::{Plan, Row};

/// How a case ended.
pub(super) struct Decision {
    /// Code of the resolution.
    pub(super) disposal: &'static str,
    /// Day of the resolution.
    pub(super) outcome_on: Date,
    /// Day of the offence.
    pub(super) offence_on: Date,
    /// Code of the admission; blank where not recorded.
    pub(super) admission: &'static str,
    /// Final gravity; none where not scored.
    pub(super) gravity: Option<(u32, u32)>,
    aggravating: String,
    mitigating: String,
    /// Whether the parties are, or were, family or partners.
    pub(super) domestic: Option<bool>,
    /// Code of the authorising rank; blank where not recorded.
    pub(super) rank: &'static str,
}

const AGGRAVATING: [&str; 6] = [
    "in public",
    "group offending",
    "under the influence",
    "repeated",
    "vulnerable victim",
    "planned",
];
const MITIGATING: [&str; 5] = [
    "remorse",
    "first offence",
    "provocation",
    "apology given",
    "minor loss",
];
const OFFICERS: u32 = 180;
const AUTHORISERS: u32 = 40;

impl Decision {
    pub(super) fn of(suspect: &Suspect, offence: &Offence, plan: &Plan, chance: &mut Chance) -> Self {
        let outcome_on = day_in(plan, chance);
        let (shortest, longest) =
            chance.weighted(&[(35, (0, 3)), (40, (4, 30)), (22, (31, 180)), (3, (181, 400))]);
        let offence_on = back(outcome_on, chance.between(shortest, longest));
        let disposal = disposal(suspect, offence, chance);
        let parties = matches!(offence.group, Group::Violence | Group::Damage | Group::Messages);
        let domestic = if parties && suspect.age >= 16 {
            chance.flag(22, 3)
        } else {
            Some(false)
        };
        let aggravating = some_of(&AGGRAVATING, 40, chance);
        let mitigating = some_of(&MITIGATING, 55, chance);
        let scored = (offence.gravity + u32::from(!aggravating.is_empty()))
            .saturating_sub(u32::from(!mitigating.is_empty()))
            .clamp(1, 5);
        let gravity = (!chance.percent(12)).then_some((offence.gravity, scored));
        let admission = admission(disposal, chance);
        let rank = rank(disposal, domestic == Some(true), chance);
        Self {
            disposal,
            outcome_on,
            offence_on,
            admission,
            gravity,
            aggravating,
            mitigating,
            domestic,
            rank,
        }
    }

    /// A day between the offence and the resolution.
    pub(super) fn between(&self, chance: &mut Chance) -> Date {
        let days = (self.outcome_on - self.offence_on).get_days().unsigned_abs();
        back(self.outcome_on, chance.between(0, days))
    }

    pub(super) fn write(&self, row: &mut Row<'_>, suspect: &Suspect, seed: u64, chance: &mut Chance) {
        row.set("offence_from_dt", self.offence_on.to_string());
        row.set_day("offence_to_dt", chance.percent(25).then_some(self.offence_on));
        row.set(
            "recorded_dt",
            on(self.offence_on, chance.below(3))
                .min(self.outcome_on)
                .to_string(),
        );
        row.set("outcome_dt", self.outcome_on.to_string());
        let closed = on(self.outcome_on, chance.below(31));
        row.set_day("finalised_dt", chance.percent(92).then_some(closed));
        row.set("disposal_type", self.disposal);
        row.set("disposal_sub", form(self.disposal, chance));
        row.set("outcome_code", outcome_code(self.disposal, chance));
        row.set("admission", self.admission);
        if let Some((base, scored)) = self.gravity {
            row.set("gravity_base", base.to_string());
            row.set("gravity_final", scored.to_string());
            row.set(
                "matrix_version",
                if suspect.is_child() {
                    "child 2023"
                } else {
                    "adult 2019"
                },
            );
            row.set("agg", self.aggravating.as_str());
            row.set("mit", self.mitigating.as_str());
        }
        self.write_authority(row, seed, chance);
        row.set_flag("da", self.domestic);
        if self.domestic == Some(true) {
            row.set_flag("da_intimate", chance.flag(60, 5));
            row.set(
                "risk_tool",
                chance.weighted(&[(60, "dash"), (20, "dara"), (20, "")]),
            );
            row.set(
                "risk_level",
                chance.weighted(&[(60, "standard"), (22, "medium"), (4, "high"), (14, "")]),
            );
        } else {
            row.set_flag("da_intimate", self.domestic);
        }
    }

    fn write_authority(&self, row: &mut Row<'_>, seed: u64, chance: &mut Chance) {
        let officer = chance.below(OFFICERS);
        row.set("oic_hash", name_of("officer", seed, u64::from(officer)));
        row.set("oic_team", format!("Response {}", officer % 12 + 1));
        let same = chance.percent(3);
        let authoriser = if same {
            officer
        } else {
            OFFICERS + chance.below(AUTHORISERS)
        };
        row.set("authoriser_hash", name_of("officer", seed, u64::from(authoriser)));
        row.set("authoriser_rank", self.rank);
        let late = chance.percent(2);
        let authorised = if late {
            on(self.outcome_on, 3)
        } else {
            back(self.outcome_on, chance.below(3)).max(self.offence_on)
        };
        row.set_day("authorised_dt", chance.percent(93).then_some(authorised));
        let to_prosecutor = matches!(self.disposal, "conditional_caution" | "youth_conditional_caution");
        if to_prosecutor && chance.percent(8) {
            row.set("cps_ref", format!("CPS-{:06}", chance.below(1_000_000)));
        }
        row.set_flag("dpp_consent", chance.flag(0, 70));
        row.set_flag("exceptional_circ", chance.flag(3, 60));
    }
}

fn day_in(plan: &Plan, chance: &mut Chance) -> Date {
    let first = Date::new(plan.first.year, plan.first.month, 1).unwrap_or(Date::constant(2024, 1, 1));
    let month = first.saturating_add(i64::from(chance.below(u32::from(plan.months.max(1)))).months());
    on(month, chance.below(month.days_in_month().unsigned_abs().into()))
}

/// `days` after `day`.
pub(super) fn on(day: Date, days: u32) -> Date {
    day.saturating_add(i64::from(days).days())
}

/// `days` before `day`.
pub(super) fn back(day: Date, days: u32) -> Date {
    day.saturating_sub(i64::from(days).days())
}

fn disposal(suspect: &Suspect, offence: &Offence, chance: &mut Chance) -> &'static str {
    let shares: &[(u32, &str)] = match (suspect.is_child(), offence.group) {
        (true, Group::Images) => &[
            (60, "outcome_21"),
            (25, "community_resolution"),
            (15, "outcome_22"),
        ],
        (true, Group::Knife) => &[
            (15, "community_resolution"),
            (25, "youth_caution"),
            (35, "youth_conditional_caution"),
            (25, "outcome_22"),
        ],
        (true, _) => &[
            (44, "community_resolution"),
            (15, "youth_caution"),
            (8, "youth_conditional_caution"),
            (31, "outcome_22"),
            (2, "outcome_20"),
        ],
        (false, Group::Cannabis) => &[
            (58, "community_resolution"),
            (22, "cannabis_khat_warning"),
            (6, "pnd"),
            (10, "conditional_caution"),
            (4, "outcome_22"),
        ],
        (false, Group::Violence | Group::Knife) => &[
            (42, "community_resolution"),
            (36, "conditional_caution"),
            (12, "simple_caution"),
            (9, "outcome_22"),
            (1, "outcome_20"),
        ],
        (false, _) => &[
            (55, "community_resolution"),
            (22, "conditional_caution"),
            (11, "simple_caution"),
            (8, "outcome_22"),
            (3, "pnd"),
            (1, "outcome_20"),
        ],
    };
    chance.weighted(shares)
}

fn form(disposal: &str, chance: &mut Chance) -> &'static str {
    match disposal {
        "outcome_22" => chance.weighted(&[
            (60, "voluntary"),
            (25, "deferred_prosecution"),
            (10, "deferred_caution"),
            (5, ""),
        ]),
        "community_resolution" => chance.weighted(&[(45, "street"), (35, "station"), (20, "")]),
        _ => "",
    }
}

/// The code that belongs to the resolution; in 3 of 100 another, as in real extracts.
fn outcome_code(disposal: &str, chance: &mut Chance) -> &'static str {
    if chance.percent(3) {
        return chance.pick(&["8", "22", "3", "2", "10", "16"]);
    }
    match disposal {
        "community_resolution" => "8",
        "cannabis_khat_warning" => "7",
        "pnd" => "6",
        "simple_caution" | "conditional_caution" => chance.weighted(&[(98, "3"), (2, "3a")]),
        "youth_caution" | "youth_conditional_caution" => chance.weighted(&[(98, "2"), (2, "2a")]),
        "outcome_20" => "20",
        "outcome_21" => "21",
        _ => "22",
    }
}

fn admission(disposal: &str, chance: &mut Chance) -> &'static str {
    let shares: &[(u32, &str)] = match disposal {
        "community_resolution" => &[
            (40, "full"),
            (14, "partial"),
            (40, "accepts_resp"),
            (2, "none"),
            (4, ""),
        ],
        "outcome_22" => &[
            (35, "full"),
            (15, "partial"),
            (20, "accepts_resp"),
            (22, "none"),
            (8, "unknown"),
        ],
        "outcome_20" | "outcome_21" | "pnd" => &[(30, "full"), (30, "none"), (30, "unknown"), (10, "")],
        _ => &[(88, "full"), (9, "partial"), (1, "none"), (2, "")],
    };
    chance.weighted(shares)
}

/// Local policy asks for an inspector in domestic abuse; sergeants are seen, as panels have found.
fn rank(disposal: &str, domestic: bool, chance: &mut Chance) -> &'static str {
    let shares: &[(u32, &str)] = match disposal {
        _ if domestic => &[(50, "insp"), (40, "sgt"), (4, "pc"), (2, "ch_insp"), (4, "")],
        "community_resolution" | "cannabis_khat_warning" | "pnd" => {
            &[(42, "pc"), (44, "sgt"), (5, "insp"), (2, "staff"), (7, "")]
        }
        _ => &[(8, "pc"), (68, "sgt"), (18, "insp"), (1, "supt"), (5, "")],
    };
    chance.weighted(shares)
}
