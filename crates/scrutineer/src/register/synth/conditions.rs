//! Conditions and interventions, whether they were met, and what a child's case needs.

use super::Row;
use super::chance::Chance;
use super::decision::{Decision, back, on};
use super::offence::{Group, Offence};
use super::people::{Suspect, some_of};

type Condition = (&'static str, &'static str);

const COURSE: Condition = ("victim awareness course", "rehabilitation");
const ALCOHOL: Condition = ("alcohol intervention", "rehabilitation");
const DRUGS: Condition = ("drug intervention", "rehabilitation");
const APOLOGY: Condition = ("letter of apology", "reparation");
const COMPENSATION: Condition = ("compensation", "reparation");
const STAY_AWAY: Condition = ("not to enter the shop", "rehabilitation");
const DOCTOR: Condition = ("self-refer to GP", "rehabilitation");
const PERPETRATOR: Condition = ("perpetrator course", "rehabilitation");
const PROGRAMME: Condition = ("youth justice programme", "rehabilitation");
const MEETING: Condition = ("restorative meeting", "reparation");
const KNIFE: Condition = ("knife awareness", "rehabilitation");
const REPAIR: Condition = ("repair of damage", "reparation");

/// Conditions that could fit; signposting to a doctor is there because panels keep finding it.
fn fitting(group: Group, child: bool, domestic: bool) -> &'static [Condition] {
    match (group, child) {
        (Group::Knife, _) => &[KNIFE, PROGRAMME, COURSE],
        (Group::Cannabis | Group::Drugs, _) => &[DRUGS, DRUGS, DOCTOR],
        (Group::Images, _) => &[PROGRAMME, APOLOGY],
        (Group::Damage, true) => &[REPAIR, APOLOGY, PROGRAMME],
        (_, true) => &[PROGRAMME, APOLOGY, MEETING],
        (_, false) if domestic => &[PERPETRATOR, ALCOHOL, DOCTOR],
        (Group::Theft, false) => &[STAY_AWAY, COMPENSATION, APOLOGY, COURSE],
        (Group::Damage, false) => &[COMPENSATION, REPAIR, APOLOGY],
        (_, false) => &[COURSE, ALCOHOL, APOLOGY, DOCTOR],
    }
}

const REFERRALS: [&str; 5] = ["mash", "marac", "nrm", "early_help", "adult_social_care"];

pub(super) fn write(
    row: &mut Row<'_>,
    suspect: &Suspect,
    offence: &Offence,
    decision: &Decision,
    chance: &mut Chance,
) {
    let share = match decision.disposal {
        "conditional_caution" | "youth_conditional_caution" => 97,
        "outcome_22" => 85,
        "community_resolution" => 45,
        _ => 0,
    };
    if chance.percent(share) {
        let domestic = decision.domestic == Some(true);
        let condition = chance.pick(fitting(offence.group, suspect.is_child(), domestic));
        conditions(row, condition, decision, chance);
    }
    let concern = if suspect.is_child() || decision.domestic == Some(true) {
        24
    } else {
        4
    };
    row.set("safeguarding", some_of(&REFERRALS, concern, chance));
    if suspect.is_child() {
        let consulted = chance.flag(68, 8);
        row.set_flag("yjs_consulted", consulted);
        let referred = consulted == Some(true) && chance.percent(80);
        row.set_day(
            "yjs_ref_dt",
            referred.then(|| on(decision.offence_on, chance.below(20)).min(decision.outcome_on)),
        );
        row.set_flag("aa_present", chance.flag(86, 8));
    }
}

fn conditions(row: &mut Row<'_>, (sort, object): Condition, decision: &Decision, chance: &mut Chance) {
    row.set("condition_types", sort);
    row.set("condition_objects", object);
    match sort {
        "compensation" => row.set("condition_amount", format!("{}.00", chance.between(2, 60) * 5)),
        "victim awareness course" | "perpetrator course" | "youth justice programme" => {
            row.set("condition_hours", chance.pick(&[3, 6, 8, 12, 24]).to_string());
        }
        _ => {}
    }
    let weeks = chance.weighted(&[(20, 2), (40, 6), (25, 12), (12, 16), (3, 22)]);
    let met = chance.flag(76, 12);
    if decision.disposal == "outcome_22" && chance.percent(90) {
        // Recorded once the activity is done: in nine of ten it was.
        let done = back(decision.outcome_on, chance.below(15)).max(decision.offence_on);
        row.set_day("condition_due_dt", Some(decision.outcome_on));
        row.set_day("condition_done_dt", Some(done));
        row.set_flag("condition_complied", Some(true));
        return;
    }
    row.set_day("condition_due_dt", Some(on(decision.outcome_on, weeks * 7)));
    row.set_flag("condition_complied", met);
    match met {
        Some(true) => row.set_day(
            "condition_done_dt",
            Some(on(decision.outcome_on, chance.below(weeks * 7 + 10))),
        ),
        Some(false) if decision.disposal.ends_with("conditional_caution") => {
            let decided = chance.weighted(&[
                (30, "prosecuted"),
                (25, "excused"),
                (20, "varied"),
                (15, "pending"),
                (10, ""),
            ]);
            row.set("breach_decision", decided);
        }
        _ => {}
    }
}
