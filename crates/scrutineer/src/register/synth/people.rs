//! The suspect: age, sex, ethnicity as given and as observed, vulnerabilities, history.

use jiff::civil::Date;

use super::Row;
use super::chance::Chance;

/// Who was dealt with.
pub(super) struct Suspect {
    /// Age in years at the resolution.
    pub(super) age: u32,
    /// Earlier resolutions.
    pub(super) earlier: u32,
    /// Ethnicity as the person would give it; the extract may not have it.
    ethnicity: &'static str,
}

/// Code of self-defined ethnicity, weight, and the observed code most like it.
const ETHNICITIES: [(u32, (&str, &str)); 18] = [
    (690, ("W1", "IC1")),
    (8, ("W2", "IC1")),
    (7, ("W3", "IC1")),
    (70, ("W9", "IC2")),
    (22, ("M1", "IC3")),
    (6, ("M2", "IC3")),
    (8, ("M3", "IC4")),
    (10, ("M9", "IC3")),
    (30, ("A1", "IC4")),
    (26, ("A2", "IC4")),
    (12, ("A3", "IC4")),
    (3, ("A4", "IC5")),
    (18, ("A9", "IC4")),
    (24, ("B1", "IC3")),
    (34, ("B2", "IC3")),
    (14, ("B9", "IC3")),
    (6, ("O2", "IC6")),
    (12, ("O9", "IC6")),
];

const OBSERVED: [&str; 7] = ["IC1", "IC2", "IC3", "IC4", "IC5", "IC6", "IC9"];
const VULNERABILITIES: [&str; 7] = [
    "mental_health",
    "neurodiversity",
    "alcohol",
    "drugs",
    "exploitation",
    "homeless",
    "disability",
];

impl Suspect {
    pub(super) fn of(chance: &mut Chance) -> Self {
        let (lowest, highest) = chance.weighted(&[
            (2, (10, 12)),
            (8, (13, 14)),
            (14, (15, 17)),
            (22, (18, 24)),
            (24, (25, 34)),
            (20, (35, 49)),
            (8, (50, 64)),
            (2, (65, 84)),
        ]);
        let age = chance.between(lowest, highest);
        let earlier = if age < 14 {
            chance.weighted(&[(85, 0), (12, 1), (3, 2)])
        } else {
            chance.weighted(&[(62, 0), (20, 1), (9, 2), (5, 3), (3, 5), (1, 9)])
        };
        Self {
            age,
            earlier,
            ethnicity: chance.weighted(&ETHNICITIES.map(|(weight, (given, _))| (weight, given))),
        }
    }

    pub(super) fn is_child(&self) -> bool {
        self.age < 18
    }

    pub(super) fn write(&self, row: &mut Row<'_>, offence_on: Date, outcome_on: Date, chance: &mut Chance) {
        let days = (outcome_on - offence_on).get_days().unsigned_abs();
        let had_birthday = self.age > 10 && chance.below(365) < days;
        row.set("suspect_age_disposal", self.age.to_string());
        row.set(
            "suspect_age_offence",
            (self.age - u32::from(had_birthday)).to_string(),
        );
        row.set(
            "sex",
            chance.weighted(&[(760, "M"), (220, "F"), (5, "X"), (15, "U")]),
        );
        let given = chance.weighted(&[(80, self.ethnicity), (12, "NS"), (8, "")]);
        row.set("sde_code", given);
        row.set("obs_eth_code", self.observed(chance));
        let care = if self.is_child() {
            chance.flag(9, 40)
        } else {
            chance.flag(2, 85)
        };
        row.set_flag("care_exp", care);
        row.set("vuln", some_of(&VULNERABILITIES, 28, chance));
        row.set("prior_oocr_n", self.earlier.to_string());
        let recent = chance.below(self.earlier + 1);
        row.set("prior_oocr_24m", recent.to_string());
        let convictions = if self.is_child() {
            0
        } else {
            chance.weighted(&[(74, 0), (14, 1), (7, 3), (4, 6), (1, 18)])
        };
        row.set("prior_conv_n", convictions.to_string());
        row.set(
            "similar_24m",
            if recent > 0 && chance.percent(45) {
                "1"
            } else {
                "0"
            },
        );
    }

    fn observed(&self, chance: &mut Chance) -> &'static str {
        let alike = ETHNICITIES
            .iter()
            .find(|(_, (given, _))| *given == self.ethnicity)
            .map_or("IC9", |e| e.1.1);
        let other = chance.pick(&OBSERVED);
        chance.weighted(&[(88, alike), (6, other), (6, "")])
    }
}

/// A semicolon-separated list of up to two items, or blank; `share` in 100 have any.
pub(super) fn some_of(items: &[&'static str], share: u32, chance: &mut Chance) -> String {
    if !chance.percent(share) {
        return String::new();
    }
    let (one, other) = (chance.pick(items), chance.pick(items));
    if one != other && chance.percent(30) {
        format!("{one};{other}")
    } else {
        one.to_owned()
    }
}
