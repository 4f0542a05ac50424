//! The officer's rationale: missing, thin, fair or thorough, and often with what should never reach a panel (names,
//! telephone numbers, postcodes, vehicles, collar numbers), so that redaction has something to find.

use super::chance::Chance;
use super::decision::Decision;
use super::offence::Offence;
use super::people::Suspect;
use super::victim::Victim;

/// Invented, and put together at random.
const GIVEN: [&str; 12] = [
    "Alder", "Briony", "Corin", "Delphie", "Emrys", "Farida", "Gethin", "Hesper", "Idris", "Jorun", "Kezia",
    "Lorcan",
];
const FAMILY: [&str; 12] = [
    "Thornwick",
    "Ashgrove",
    "Pendlebrook",
    "Quarrington",
    "Holmwright",
    "Castlewick",
    "Fennimoor",
    "Okonwale",
    "Rahmanpur",
    "Sallowfield",
    "Tarnbeck",
    "Underhythe",
];
const STREETS: [&str; 6] = [
    "Lanternfold Road",
    "Otterbridge Way",
    "Millrace Close",
    "Saffron Terrace",
    "Wych Lane",
    "Copper Row",
];

const THIN: [&str; 8] = [
    "Suitable for out of court resolution.",
    "Low level offence, dealt with proportionately.",
    "As per matrix.",
    "Victim happy with outcome. Words of advice given.",
    "No previous. Not in the public interest to charge.",
    "Admitted on body worn video.",
    "Spoke to sergeant who agreed.",
    "Resolved at scene.",
];

pub(super) fn of(
    offence: &Offence,
    decision: &Decision,
    suspect: &Suspect,
    victim: Victim,
    chance: &mut Chance,
) -> String {
    let sentences = chance.weighted(&[(12, 0), (33, 1), (30, 3), (25, 8)]);
    let mut text = match sentences {
        0 => return String::new(),
        1 => chance.pick(&THIN).to_owned(),
        fair_or_thorough => {
            let mut all = reasons(offence, decision, suspect, victim, chance);
            all.truncate(fair_or_thorough);
            all.join(if chance.percent(20) { "\n" } else { " " })
        }
    };
    if chance.percent(if sentences == 1 { 15 } else { 60 }) {
        text.push(' ');
        text.push_str(&identifying(chance));
    }
    text
}

fn reasons(
    offence: &Offence,
    decision: &Decision,
    suspect: &Suspect,
    victim: Victim,
    chance: &mut Chance,
) -> Vec<String> {
    let person = if suspect.is_child() { "child" } else { "suspect" };
    let mut all = vec![opening(offence, person, chance)];
    all.push(match decision.admission {
        "full" => format!("The {person} made a full admission after caution."),
        "partial" => format!("The {person} admitted being present and part of the account."),
        "accepts_resp" => format!("The {person} accepted responsibility."),
        "none" => format!("The {person} made no comment, and no admission is needed for this outcome."),
        _ => "Account not clear from the record.".to_owned(),
    });
    all.push(match (victim.asked_for, victim.views) {
        (false, _) => "There is no personal victim.".to_owned(),
        (_, "supports") => "The victim was asked and supports this resolution.".to_owned(),
        (_, "opposes") => "The victim would have preferred court; this was explained to them.".to_owned(),
        (_, "neutral") => "The victim had no strong view and leaves it to police.".to_owned(),
        (_, "unreachable") => "Three calls were made to the victim without reply.".to_owned(),
        _ => "Victim to be updated.".to_owned(),
    });
    all.push(match suspect.earlier {
        0 => "There is no earlier resolution or conviction on record.".to_owned(),
        1 => "There is one earlier resolution, for a different matter.".to_owned(),
        more => format!("There are {more} earlier resolutions, which were considered."),
    });
    all.push(match decision.gravity {
        Some((base, scored)) => format!("Gravity score {base} before factors and {scored} after."),
        None => "Gravity matrix not used.".to_owned(),
    });
    all.push(if decision.domestic == Some(true) {
        "The parties live together; risk was assessed and a referral considered.".to_owned()
    } else {
        chance
            .pick(&[
                "The public interest does not require a charge.",
                "A court would be likely to impose a low penalty.",
            ])
            .to_owned()
    });
    all.push(
        chance
            .pick(&[
                "The consequences, including disclosure on an enhanced check, were explained.",
                "The conditions address the cause of the behaviour.",
                "An apology has been written.",
            ])
            .to_owned(),
    );
    all.push(match decision.rank {
        "insp" | "ch_insp" | "supt" => {
            "Authorised by an inspector after review of the full record.".to_owned()
        }
        "sgt" => "Discussed with and authorised by a sergeant.".to_owned(),
        _ => "Authority recorded on the system.".to_owned(),
    });
    all
}

fn opening(offence: &Offence, person: &str, chance: &mut Chance) -> String {
    let evidence = chance.pick(&[
        "body worn video and a statement",
        "CCTV and the account of a witness",
        "the officer's own observation",
        "a statement taken the same day",
        "a photograph and the account of a witness",
    ]);
    match chance.below(3) {
        0 => format!("{}: the evidence is {evidence}.", offence.title),
        1 => format!(
            "The {person} was spoken to about {}; there is {evidence}.",
            offence.title.to_lowercase()
        ),
        _ => format!(
            "Reviewed {evidence}. The test for {} is met.",
            offence.title.to_lowercase()
        ),
    }
}

/// One sentence that a panel must never read. Telephone numbers are from the range Ofcom keeps for drama; no postcode
/// area is ZY; no vehicle has borne an age mark of 90 or more.
fn identifying(chance: &mut Chance) -> String {
    let name = format!("{} {}", chance.pick(&GIVEN), chance.pick(&FAMILY));
    let letters = |count: usize, chance: &mut Chance| -> String {
        (0..count)
            .map(|_| chance.pick(&['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'R', 'S']))
            .collect()
    };
    match chance.below(7) {
        0 => format!("{name} can be reached on 07700 900{:03}.", chance.below(1000)),
        1 => format!(
            "Address confirmed as {} {}, ZY{} {}{}.",
            chance.between(1, 180),
            chance.pick(&STREETS),
            chance.between(1, 19),
            chance.between(1, 9),
            letters(2, chance)
        ),
        2 => format!("PC {} attended and spoke to {name}.", chance.between(1000, 9999)),
        3 => format!(
            "Vehicle {}{} {} was parked outside.",
            letters(2, chance),
            chance.between(90, 99),
            letters(3, chance)
        ),
        4 => format!("{name}'s relative was present throughout."),
        5 => format!("Linked to crime 24*{:06}.", chance.below(1_000_000)),
        _ => format!(
            "PS {} {} authorised.",
            chance.between(100, 999),
            chance.pick(&FAMILY)
        ),
    }
}
