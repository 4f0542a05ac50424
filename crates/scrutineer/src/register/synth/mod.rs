//! Makes a realistic extract of out-of-court resolutions, for tests, training and demonstration: no real one is public.
//!
//! The same seed gives the same bytes on every machine: integers only, from SHA-256 of the seed and the row's number,
//! so a row does not depend on how many follow it. Shares are chosen to be plausible, not measured: never quote them.
//! No person, telephone number, postcode, vehicle or collar number in it exists.

mod chance;
mod conditions;
mod decision;
mod fault;
mod offence;
mod people;
mod rationale;
mod victim;

use std::io::Write;

use jiff::civil::Date;

use crate::platform::packs::Kind;

use self::chance::Chance;
use self::decision::Decision;
use self::offence::Offence;
use self::people::Suspect;
use super::record::Month;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Rows below the heading line.
    pub rows: u64,
    /// Any number; another seed gives other rows.
    pub seed: u64,
    /// Rows in a thousand that are spoilt so as to be refused, each in one of the ways of [`FAULTS`].
    pub faults_per_thousand: u16,
    /// First month of the resolutions.
    pub first: Month,
    /// How many months they spread over, at least one.
    pub months: u8,
}

pub use fault::FAULTS;

impl Plan {
    /// A plan without faults over the first six months of 2024.
    pub fn new(rows: u64, seed: u64) -> Self {
        Self {
            rows,
            seed,
            faults_per_thousand: 0,
            first: Month { year: 2024, month: 1 },
            months: 6,
        }
    }
}

/// One row, its cells in the order of the kind's fields.
struct Row<'k> {
    kind: &'k Kind,
    cells: Vec<String>,
}

impl Row<'_> {
    fn set(&mut self, field: &str, value: impl Into<String>) {
        let place = self.kind.fields.iter().position(|known| known.name == field);
        if let Some(cell) = place.and_then(|place| self.cells.get_mut(place)) {
            *cell = value.into();
        }
    }

    fn set_day(&mut self, field: &str, day: Option<Date>) {
        self.set(field, day.map_or(String::new(), |day| day.to_string()));
    }

    /// True, false, or blank where it was not recorded.
    fn set_flag(&mut self, field: &str, flag: Option<bool>) {
        let word = match flag {
            Some(true) => "True",
            Some(false) => "False",
            None => "",
        };
        self.set(field, word);
    }
}

/// Writes the extract as CSV with canonical headings.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(out: impl Write, kind: &Kind, plan: &Plan) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    writer.write_record(kind.fields.iter().map(|field| field.heading("canonical")))?;
    for number in 0..plan.rows {
        let mut chance = Chance::of_row(plan.seed, number);
        let mut row = Row {
            kind,
            cells: vec![String::new(); kind.fields.len()],
        };
        fill(&mut row, plan, number, &mut chance);
        if chance.below(1000) < u32::from(plan.faults_per_thousand) {
            fault::spoil(&mut row, &mut chance);
        }
        writer.write_record(&row.cells)?;
    }
    writer.flush()?;
    Ok(())
}

fn fill(row: &mut Row<'_>, plan: &Plan, number: u64, chance: &mut Chance) {
    let suspect = Suspect::of(chance);
    let offence = Offence::of(&suspect, chance);
    let decision = Decision::of(&suspect, offence, plan, chance);
    row.set("source_ref_hash", chance::name_of("record", plan.seed, number));
    row.set("force_code", "X01");
    let area = chance.below(6) + 1;
    row.set("bcu_code", format!("BCU{}", (area - 1) / 2 + 1));
    row.set("lpa", format!("Area {area}"));
    suspect.write(row, decision.offence_on, decision.outcome_on, chance);
    offence.write(row, chance);
    decision.write(row, &suspect, plan.seed, chance);
    let victim = victim::write(row, offence, &decision, chance);
    conditions::write(row, &suspect, offence, &decision, chance);
    row.set(
        "rationale",
        rationale::of(offence, &decision, &suspect, victim, chance),
    );
}
