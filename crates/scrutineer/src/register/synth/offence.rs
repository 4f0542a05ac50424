//! The offences, with what follows from each: mode of trial, gravity, victim, drugs and weapons. Home Office classes
//! marked in the comments are written from general knowledge and to be verified.

use super::Row;
use super::chance::Chance;
use super::people::Suspect;

/// Who suffers from an offence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harms {
    Person,
    Business,
    Officer,
    Nobody,
}

/// A broad group, which decides which resolutions are likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Theft,
    Cannabis,
    Drugs,
    Violence,
    Damage,
    Disorder,
    Knife,
    Messages,
    Images,
}

/// One sort of offence.
#[derive(Debug)]
pub(super) struct Offence {
    class: &'static str,
    pub(super) title: &'static str,
    mode: &'static str,
    pub(super) group: Group,
    pub(super) harms: Harms,
    /// Gravity before factors, 1 to 4.
    pub(super) gravity: u32,
    child_weight: u32,
    adult_weight: u32,
}

const fn offence(class: &'static str, title: &'static str, mode: &'static str, group: Group) -> Offence {
    Offence {
        class,
        title,
        mode,
        group,
        harms: Harms::Person,
        gravity: 2,
        child_weight: 0,
        adult_weight: 0,
    }
}

impl Offence {
    const fn harms(mut self, harms: Harms) -> Self {
        self.harms = harms;
        self
    }

    const fn weighs(mut self, gravity: u32, child: u32, adult: u32) -> Self {
        (self.gravity, self.child_weight, self.adult_weight) = (gravity, child, adult);
        self
    }
}

/// Classes 8N, 58C, 58D, 86, 104 and 105A, and those of messages and harassment, are to be verified.
static OFFENCES: [Offence; 19] = [
    offence("46", "Theft from shop", "either", Group::Theft)
        .harms(Harms::Business)
        .weighs(1, 14, 20),
    offence("49", "Other theft", "either", Group::Theft).weighs(1, 3, 4),
    offence("44", "Theft of a pedal cycle", "either", Group::Theft).weighs(2, 3, 2),
    offence("45", "Theft from a motor vehicle", "either", Group::Theft).weighs(2, 1, 2),
    offence("126", "Interfering with a motor vehicle", "summary", Group::Theft).weighs(2, 2, 1),
    offence("30C", "Burglary, business and community", "either", Group::Theft)
        .harms(Harms::Business)
        .weighs(3, 3, 1),
    offence("92E", "Possession of cannabis", "either", Group::Cannabis)
        .harms(Harms::Nobody)
        .weighs(1, 9, 15),
    offence("92D", "Possession of a controlled drug", "either", Group::Drugs)
        .harms(Harms::Nobody)
        .weighs(2, 2, 8),
    offence("105A", "Assault without injury", "summary", Group::Violence).weighs(2, 15, 13),
    offence("8N", "Assault with injury", "either", Group::Violence).weighs(3, 12, 9),
    offence(
        "104",
        "Assault without injury on a constable",
        "either",
        Group::Violence,
    )
    .harms(Harms::Officer)
    .weighs(3, 4, 3),
    offence("58D", "Criminal damage, other", "either", Group::Damage).weighs(2, 7, 5),
    offence("58C", "Criminal damage to a vehicle", "either", Group::Damage).weighs(2, 4, 4),
    offence("9A", "Public fear, alarm or distress", "summary", Group::Disorder).weighs(2, 8, 7),
    offence(
        "9B",
        "Racially or religiously aggravated public fear, alarm or distress",
        "either",
        Group::Disorder,
    )
    .weighs(3, 2, 2),
    offence(
        "10D",
        "Having an article with a blade or point",
        "either",
        Group::Knife,
    )
    .harms(Harms::Nobody)
    .weighs(3, 6, 1),
    offence("8R", "Malicious communications", "either", Group::Messages).weighs(2, 4, 4),
    offence("8L", "Harassment", "either", Group::Messages).weighs(2, 1, 3),
    offence("86", "Sharing an indecent image", "either", Group::Images).weighs(3, 3, 0),
];

impl Offence {
    pub(super) fn of(suspect: &Suspect, chance: &mut Chance) -> &'static Self {
        let weight = |offence: &Self| {
            if suspect.is_child() {
                offence.child_weight
            } else {
                offence.adult_weight
            }
        };
        let weighted: Vec<_> = OFFENCES
            .iter()
            .map(|offence| (weight(offence), offence))
            .collect();
        chance.weighted(&weighted)
    }

    pub(super) fn write(&self, row: &mut Row<'_>, chance: &mut Chance) {
        row.set("ho_class", self.class);
        row.set("offence_title", self.title);
        row.set("mode_of_trial", chance.weighted(&[(94, self.mode), (6, "")]));
        row.set_flag("knife", Some(self.group == Group::Knife));
        let armed = if self.group == Group::Violence {
            chance.flag(6, 4)
        } else {
            Some(false)
        };
        row.set_flag("weapon", armed);
        row.set_flag("sexual", Some(self.group == Group::Images));
        row.set_flag("emergency_worker", Some(self.harms == Harms::Officer));
        row.set_flag("retail", Some(self.title == "Theft from shop"));
        let class = match self.group {
            Group::Cannabis => "B",
            Group::Drugs => chance.weighted(&[(55, "A"), (20, "B"), (20, "C"), (5, "unknown")]),
            _ => "",
        };
        row.set("drug_class", class);
        let strands: &[(u32, &str)] = match self.class {
            "9B" => &[(80, "race"), (15, "religion"), (5, "race;religion")],
            _ if self.harms == Harms::Person => &[
                (970, ""),
                (15, "race"),
                (8, "orientation"),
                (5, "disability"),
                (2, "transgender"),
            ],
            _ => &[(1, "")],
        };
        row.set("hate", chance.weighted(strands));
    }
}
