//! The plan of a draw: how many from each stratum, with how many reserves, by which seed sources. Written as JSON that
//! `stats::sampling` reads, with the period, the panel and the figures the panel's terms ask for beside it; all of it is
//! hashed into the commitment.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stats::sampling::{Plan, SamplingError, Source};

use crate::{
    body::model::Panel,
    platform::{
        clock::Moment,
        form::FieldError,
        packs::{UNKNOWN_STRATUM, strata::THEME},
    },
};

/// The label of dice rolled in the meeting.
pub const DICE: &str = "dice";

/// The start of the label of a drand round; its number follows.
pub const BEACON: &str = "drand-quicknet/";

/// drand `quicknet`: first round at this second since 1970, then one every 3 seconds (its chain information).
const QUICKNET_GENESIS: i64 = 1_692_803_367;
const QUICKNET_PERIOD: i64 = 3;

/// Least minutes between the commitment and the beacon round it names, so that the round cannot be known yet
/// (`sdraw/1`, seeds).
pub const BEACON_MINUTES: i64 = 10;

/// A stratum to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Its code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Records of the register in it.
    pub population: i64,
}

impl Stratum {
    /// Its records, counted in words.
    #[must_use]
    pub fn records(&self) -> String {
        records(self.population)
    }
}

/// A theme by which strata may be drawn in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Of a theme that is a rule's flag, the class of the rule and how many records it flags in all months.
    pub flag: Option<(rules::Class, u64)>,
}

/// The fewest records of a group that a theme makes: a smaller one would say something of each of them once the draw is
/// published. A rule of this product; ONS hides counts below 10 in health and crime tables.
pub const LEAST_OF_THEME: i64 = 10;

/// What is asked of one stratum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Cases the panel plans to hear.
    pub planned: u32,
    /// Reserves for cases that have to leave.
    pub reserves: u32,
}

/// A plan as a coordinator makes it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// First month, `YYYY-MM`.
    pub from: String,
    /// Last month, `YYYY-MM`.
    pub to: String,
    /// The themes that are drawn apart, in order: a record is in the first that it has.
    pub themes: Vec<String>,
    /// By stratum.
    pub sizes: BTreeMap<String, Size>,
    /// Whether dice are rolled in the meeting.
    pub dice: bool,
    /// The round of drand quicknet that enters the seed.
    pub round: Option<u64>,
}

/// Makes the plan. A stratum that is asked for but has no records is planned, not drawn: the report says "15 planned, 0
/// heard".
///
/// # Errors
/// The fields `n_STRATUM`, `reserves_STRATUM` or `sources`, with what to do.
pub fn make(
    panel: &Panel,
    wanted: &Wanted,
    strata: &[Stratum],
    codes: &[String],
) -> Result<Plan, Vec<FieldError>> {
    let mut errors = Vec::new();
    let (mut n, mut reserves, mut planned) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for stratum in asked_for(wanted, strata) {
        let size = wanted.sizes.get(&stratum.code).copied().unwrap_or_default();
        if stratum.population > 0 {
            errors.extend(too_large(&stratum, size));
            errors.extend(too_few(&stratum));
        }
        let drawable = |asked: u32| if stratum.population > 0 { asked } else { 0 };
        n.insert(stratum.code.clone(), drawable(size.planned));
        reserves.insert(stratum.code.clone(), drawable(size.reserves));
        planned.insert(stratum.code.clone(), size.planned);
    }
    if errors.is_empty() && n.values().all(|asked| *asked == 0) {
        let first = n.keys().next().map_or("n", String::as_str);
        errors.push(wrong(
            &format!("n_{first}"),
            "Enter how many cases to draw from at least one group that has records",
        ));
    }
    let mut seed: Vec<String> = Vec::new();
    seed.extend(wanted.dice.then(|| DICE.to_owned()));
    seed.extend(wanted.round.map(|round| format!("{BEACON}{round}")));
    if seed.is_empty() {
        errors.push(wrong(
            "sources",
            "Choose where the seed comes from: dice, a beacon round, or both",
        ));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut value = json!({
        "panel": panel.code,
        "record_kind": panel.record_kind,
        "period": {"from": wanted.from, "to": wanted.to},
        "method": "srs",
        "n": n,
        "reserves": reserves,
        "planned": planned,
        "seed": seed,
        "codes": codes,
    });
    if !wanted.themes.is_empty() {
        value["themes"] = json!(wanted.themes);
    }
    Plan::from_value(&value).map_err(|fault| vec![wrong("sources", &fault.to_string())])
}

/// The strata with records, and those without that are asked for all the same.
fn asked_for(wanted: &Wanted, strata: &[Stratum]) -> Vec<Stratum> {
    let known = |code: &String| strata.iter().any(|stratum| stratum.code == *code);
    let others = wanted.sizes.keys().filter(|code| !known(code));
    let empty = others.map(|code| Stratum {
        code: code.clone(),
        label: code.clone(),
        population: 0,
    });
    strata.iter().cloned().chain(empty).collect()
}

/// Refuses a group made by a theme that is so small that it would say something of each record.
fn too_few(stratum: &Stratum) -> Option<FieldError> {
    let by_theme = stratum.code.contains(THEME);
    (by_theme && stratum.population < LEAST_OF_THEME).then(|| {
        let what = format!(
            "{}: {} only, and the published draw would tell how many there are; choose a longer period or leave the theme out",
            stratum.label,
            stratum.records()
        );
        wrong(&format!("n_{}", stratum.code), &what)
    })
}

fn too_large(stratum: &Stratum, size: Size) -> Option<FieldError> {
    let (asked, spare) = (i64::from(size.planned), i64::from(size.reserves));
    let Stratum {
        code,
        label,
        population,
    } = stratum;
    if asked > *population {
        let held = records(*population);
        let what = format!("{label}: {held}, so {asked} cannot be drawn; enter {population} or fewer");
        return Some(wrong(&format!("n_{code}"), &what));
    }
    let left = population - asked;
    (spare > left).then(|| {
        let what = format!(
            "{label}: {} besides the {asked} drawn, so {left} can be in reserve at most",
            records(left)
        );
        wrong(&format!("reserves_{code}"), &what)
    })
}

/// `1 record`, `240 records`.
#[must_use]
pub fn records(count: i64) -> String {
    format!("{count} {}", if count == 1 { "record" } else { "records" })
}

fn wrong(field: &str, message: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

/// How many cases of each stratum the panel planned to hear, whether or not the stratum had them.
#[must_use]
pub fn planned(plan: &Plan) -> BTreeMap<String, u64> {
    let given = plan.value().get("planned").and_then(Value::as_object);
    let own = plan.n().iter().map(|(stratum, n)| (stratum.clone(), *n as u64));
    let said = given
        .into_iter()
        .flatten()
        .filter_map(|(stratum, n)| Some((stratum.clone(), n.as_u64()?)));
    own.chain(said).collect()
}

/// The themes drawn apart, in their order.
#[must_use]
pub fn themes(plan: &Plan) -> Vec<String> {
    let given = plan.value().get("themes").and_then(Value::as_array);
    let codes = given.into_iter().flatten().filter_map(Value::as_str);
    codes.map(str::to_owned).collect()
}

/// The plan's hash as it enters the commitment: `H("sdraw/1 plan\n" || plan)`.
#[must_use]
pub fn hash(plan: &Plan) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"sdraw/1 plan\n")
        .chain_update(plan.canonical())
        .finalize()
        .into()
}

/// When a round of drand quicknet becomes known.
#[must_use]
pub fn round_at(round: u64) -> Moment {
    let since = i64::try_from(round.saturating_sub(1))
        .unwrap_or(i64::MAX)
        .saturating_mul(QUICKNET_PERIOD);
    Moment(QUICKNET_GENESIS.saturating_add(since).saturating_mul(1_000_000))
}

/// The first round of drand quicknet known at or after the instant.
#[must_use]
pub fn round_after(at: Moment) -> u64 {
    let seconds = at.0.div_euclid(1_000_000) + 1 - QUICKNET_GENESIS;
    u64::try_from(seconds.max(0) / QUICKNET_PERIOD + 2).unwrap_or(1)
}

/// The beacon round the plan names, if it names one.
#[must_use]
pub fn round_of(plan: &Plan) -> Option<u64> {
    plan.sources()
        .iter()
        .find_map(|label| label.strip_prefix(BEACON)?.parse().ok())
}

/// A source of the seed in words: `dice rolled in the meeting`, `round 5 of the drand beacon`.
#[must_use]
pub fn source_words(label: &str) -> String {
    match (label, label.strip_prefix(BEACON)) {
        (DICE, _) => "dice rolled in the meeting".to_owned(),
        (_, Some(round)) => format!("round {round} of the drand beacon"),
        _ => label.to_owned(),
    }
}

/// The same words at the start of a line.
#[must_use]
pub fn first_up(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// The strata of a plan in the order shown: the unknown one last.
#[must_use]
pub fn strata(plan: &Plan) -> Vec<&String> {
    let (unknown, known): (Vec<&String>, Vec<&String>) =
        plan.n().keys().partition(|code| *code == UNKNOWN_STRATUM);
    [known, unknown].concat()
}

/// The sources of a plan's seed, in its order and in words.
#[must_use]
pub fn sources_words(plan: &Plan) -> String {
    let words: Vec<String> = plan.sources().iter().map(|label| source_words(label)).collect();
    words.join(", then ")
}

/// Reads one seed source as typed.
///
/// # Errors
/// What is wrong with it and what to do: letters among the dice by their place, too few dice, a value of a round that is
/// not 64 hex digits.
pub fn source(label: &str, typed: &str) -> Result<Source, String> {
    // Dice are read out, and rounds copied, in groups.
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if label == DICE {
        if typed.is_empty() {
            return Err("Enter the digits of the dice, in the order they were rolled".to_owned());
        }
        if let Some(place) = typed.chars().position(|letter| !letter.is_ascii_digit()) {
            let place = place + 1;
            return Err(format!(
                "Character {place} of the dice is not a digit from 0 to 9; enter the digits only"
            ));
        }
        return Source::text(label, &typed).map_err(|fault| match fault {
            SamplingError::DiceShort(count) => format!("There are {count} digits; roll at least 20"),
            other => other.to_string(),
        });
    }
    let bytes = hex::decode(&typed).ok().filter(|bytes| bytes.len() == 32);
    let bytes = bytes.ok_or_else(|| {
        format!(
            "The value of {label} must be 64 characters from 0 to 9 and a to f, as the beacon publishes it"
        )
    })?;
    Source::bytes(label, bytes).map_err(|fault| fault.to_string())
}

/// The month `YYYY-MM`, or nothing for text that is no month.
#[must_use]
pub fn month(text: &str) -> Option<String> {
    let written = text.len() == 7 && format!("{text}-01").parse::<jiff::civil::Date>().is_ok();
    written.then(|| text.to_owned())
}
