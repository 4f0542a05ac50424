//! Ways to spoil a row so that it is refused.

use super::Row;
use super::chance::Chance;

/// Rules that spoilt rows break, by their codes.
pub const FAULTS: [&str; 6] = [
    "impossible_date",
    "not_date",
    "out_of_range",
    "not_listed",
    "required",
    "columns",
];

/// Spoils a row in one of the ways of [`FAULTS`], each as likely.
pub(super) fn spoil(row: &mut Row<'_>, chance: &mut Chance) {
    match chance.pick(&FAULTS) {
        "impossible_date" => row.set("outcome_dt", "2024-02-30"),
        "not_date" => row.set("offence_from_dt", "31/04/2024"),
        "out_of_range" => row.set("suspect_age_disposal", "118"),
        "not_listed" => row.set("disposal_type", "words of advice"),
        "required" => row.set("offence_title", ""),
        _ => {
            row.cells.pop();
        }
    }
}
