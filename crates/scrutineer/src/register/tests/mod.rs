//! Behaviour of the reading of extracts. What needs a database is tested with the acts.

mod archives;
mod cells;
mod expiring;
mod files;
mod for_rules;
mod layouts;
mod loads;
mod pages;
mod period;
mod police_uk;
mod starting;
mod synthetic;
mod versions;

use std::sync::OnceLock;

use super::*;
use crate::platform::packs::{Kind, Packs};

pub(super) fn kind(id: &str) -> &'static Kind {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS
        .get_or_init(|| Packs::built_in().unwrap())
        .newest_kind(id)
        .unwrap()
}

/// Reads a file whole: its summary and its lines, or the fault.
fn read<'k>(kind: &'k Kind, profile: &str, file: &[u8]) -> Result<(Summary, Vec<Line<'k>>), FileFault> {
    let mut reading = Reading::open(file, kind, profile, Limits::default())?;
    let mut lines = Vec::new();
    let summary = Summary::read_through(kind, &mut reading, |line| lines.push(line))?;
    assert_eq!(summary.accepted + summary.refused, summary.rows, "a + r = n");
    assert_eq!(summary.rows, lines.len() as u64);
    Ok((summary, lines))
}

pub(super) const OOCR_HEADINGS: &str = "source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,suspect_age_disposal";

/// A small canonical file: the required columns and one more.
fn oocr_file(heading: &str, cell: &str) -> String {
    format!("{OOCR_HEADINGS},{heading}\nr1,2024-03-01,Theft from shop,8,2024-03-04,CR,16,{cell}\n")
}

/// The police-uk headings and rows.
fn police_uk_file(rows: &[&str]) -> String {
    let headings: Vec<_> = kind("stop_search")
        .fields
        .iter()
        .map(|field| field.heading("police-uk").to_owned())
        .collect();
    format!("{}\n{}\n", headings.join(","), rows.join("\n"))
}

const SEARCH: &str = "Person search,2020-01-01T01:05:00+00:00,,,52.773458,-1.206332,Male,18-24,,White,\
                      Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,,False";
