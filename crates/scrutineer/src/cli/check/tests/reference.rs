//! The rules that are on by themselves, told a second time: slowly, one function a rule, from the field notes and not from
//! the pack. Texts are compared as they stand in the file; a truth is `Some(true)`, `Some(false)` or `None`.

mod types;

use std::collections::HashMap;

use jiff::civil::{Date, Weekday};

pub(super) type Truth = Option<bool>;

/// A row by its headings. A heading the file does not have is not there.
pub(super) struct Row<'r> {
    pub(super) places: &'r HashMap<&'r str, usize>,
    pub(super) cells: &'r csv::StringRecord,
    /// Whether another row has the same rationale but for capitals, blanks and punctuation.
    pub(super) repeated: Truth,
}

fn and(all: &[Truth]) -> Truth {
    if all.contains(&Some(false)) {
        Some(false)
    } else if all.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn or(all: &[Truth]) -> Truth {
    let turned: Vec<_> = all.iter().map(|one| one.map(|one| !one)).collect();
    and(&turned).map(|all| !all)
}

fn not(one: Truth) -> Truth {
    one.map(|one| !one)
}

/// The first that holds within the scope.
fn first(scope: Truth, clauses: &[(Truth, &'static str)]) -> &'static str {
    let within: Vec<_> = clauses
        .iter()
        .map(|(truth, result)| (and(&[scope, *truth]), *result))
        .collect();
    if let Some((_, result)) = within.iter().find(|(truth, _)| *truth == Some(true)) {
        return result;
    }
    if within.iter().any(|(truth, _)| truth.is_none()) {
        "unknown"
    } else {
        "pass"
    }
}

impl Row<'_> {
    fn written(&self, field: &str) -> Option<&str> {
        self.cells.get(*self.places.get(field)?)
    }

    fn cell(&self, field: &str) -> Option<&str> {
        self.written(field).filter(|cell| !cell.is_empty())
    }

    fn blank(&self, field: &str) -> Truth {
        self.written(field).map(str::is_empty)
    }

    fn is(&self, field: &str, codes: &[&str]) -> Truth {
        self.cell(field).map(|cell| codes.contains(&cell))
    }

    fn number(&self, field: &str) -> Option<i64> {
        self.cell(field)?.parse().ok()
    }

    fn flag(&self, field: &str) -> Truth {
        self.cell(field).map(|cell| cell == "True")
    }

    fn has(&self, field: &str, item: &str) -> Truth {
        self.cell(field)
            .map(|cell| cell.split(';').any(|one| one == item))
    }

    fn after(&self, field: &str, other: &str) -> Truth {
        Some(self.cell(field)? > self.cell(other)?)
    }

    fn disposal(&self, types: &[&str]) -> Truth {
        self.is("disposal_type", types)
    }

    fn child(&self) -> Truth {
        self.number("suspect_age_disposal").map(|age| age < 18)
    }

    /// Whether the resolution was on that day or later; days of four, two and two digits sort as text.
    fn since(&self, day: &str) -> Truth {
        self.cell("outcome_dt").map(|on| on >= day)
    }

    fn words(&self) -> usize {
        let words = self.cell("rationale").unwrap_or_default().split_whitespace();
        words
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count()
    }

    fn no_reasons(&self) -> Truth {
        or(&[self.blank("rationale"), Some(self.words() < 10)])
    }

    fn admission_not_shown(&self) -> Truth {
        or(&[self.blank("admission"), self.is("admission", &["unknown"])])
    }

    fn victim(&self) -> Truth {
        self.is("victim_type", &["person", "child", "business"])
    }

    fn not_asked(&self) -> Truth {
        or(&[
            self.blank("victim_views"),
            self.is("victim_views", &["not_asked"]),
        ])
    }

    /// Below a rank; staff have none.
    fn below(&self, rank: &str) -> Truth {
        let ranks = ["pc", "sgt", "insp", "ch_insp", "supt"];
        let place = |rank: &str| ranks.iter().position(|known| *known == rank);
        Some(place(self.cell("authoriser_rank")?)? < place(rank)?)
    }

    fn denied(&self) -> Truth {
        or(&[self.is("admission", &["none"]), None])
    }

    fn not_shown(&self) -> Truth {
        or(&[self.admission_not_shown(), self.blank("authoriser_rank"), None])
    }

    fn code_fits(&self) -> Truth {
        let codes: &[&str] = match self.cell("disposal_type")? {
            "community_resolution" => &["8"],
            "simple_caution" | "conditional_caution" => &["3", "3a"],
            "youth_caution" | "youth_conditional_caution" => &["2", "2a"],
            "pnd" => &["6"],
            "cannabis_khat_warning" => &["7"],
            "outcome_20" => &["20"],
            "outcome_21" => &["21"],
            _ => &["22"],
        };
        self.is("outcome_code", codes)
    }

    /// Whether the resolution came later than six months after the offence, by the parts of the date.
    fn six_months_late(&self) -> Truth {
        let from: Date = self.cell("offence_from_dt")?.parse().ok()?;
        let (year, month) = match from.month() {
            month @ 1..=6 => (from.year(), month + 6),
            month => (from.year() + 1, month - 6),
        };
        let last = Date::new(year, month, 1).ok()?.days_in_month();
        let due = Date::new(year, month, from.day().min(last)).ok()?;
        Some(self.cell("outcome_dt")?.parse::<Date>().ok()? > due)
    }

    /// Groups by the first letter of what the person gave and by the number the officer recorded.
    fn seen_otherwise(&self) -> Truth {
        let given = self.cell("sde_code").map(|code| code.as_bytes()[0]);
        let seen = self.cell("obs_eth_code").map(|code| match code {
            "IC1" | "IC2" => b'W',
            "IC3" => b'B',
            "IC4" | "IC5" => b'A',
            "IC6" => b'O',
            _ => b'?',
        });
        // Of a code that is not compared it is known that nothing is flagged, and of one never given that nothing can be.
        let compared = |group: u8| b"WBAO".contains(&group);
        match (given, seen) {
            (Some(given), _) if !compared(given) => Some(false),
            (_, Some(b'?')) => Some(false),
            (Some(given), Some(seen)) => Some(given != seen),
            _ => None,
        }
    }

    fn later_than_a_working_day(&self) -> Truth {
        let mut due: Date = self.cell("recorded_dt")?.parse().ok()?;
        // Bank holidays in England and Wales, gov.uk, from the first day a row could be recorded to the last.
        let holidays = [
            "2025-01-01",
            "2025-04-18",
            "2025-04-21",
            "2025-05-05",
            "2025-05-26",
            "2025-08-25",
            "2025-12-25",
            "2025-12-26",
            "2026-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-04",
            "2026-05-25",
        ];
        loop {
            due = due.tomorrow().ok()?;
            let free = matches!(due.weekday(), Weekday::Saturday | Weekday::Sunday);
            if !free && !holidays.contains(&due.to_string().as_str()) {
                break;
            }
        }
        Some(self.cell("yjs_ref_dt")?.parse::<Date>().ok()? > due)
    }

    /// What a rule answers about the row.
    #[expect(clippy::too_many_lines, reason = "a table: one arm a rule")]
    pub(super) fn answer(&self, rule: &str) -> &'static str {
        let anybody = Some(true);
        match rule.trim_end_matches(char::is_numeric) {
            "CR" => self.community_resolution(rule),
            "SC" => self.simple_caution(rule),
            "CC" => self.conditional_caution(rule),
            "Y" => self.youth(rule),
            "P" => self.penalty(rule),
            "O" => self.outcome(rule),
            _ => match rule {
                "U01" => first(
                    anybody,
                    &[(self.number("suspect_age_offence").map(|age| age < 10), "breach")],
                ),
                "U02" => {
                    let adults = self.disposal(&[
                        "simple_caution",
                        "conditional_caution",
                        "pnd",
                        "cannabis_khat_warning",
                    ]);
                    let ten = self.number("suspect_age_disposal").map(|age| age >= 10);
                    first(anybody, &[(and(&[ten, self.child(), adults]), "breach")])
                }
                "U03" => {
                    let youth = self.disposal(&["youth_caution", "youth_conditional_caution"]);
                    first(anybody, &[(and(&[not(self.child()), youth]), "breach")])
                }
                "U04" => first(anybody, &[(not(self.code_fits()), "mismatch")]),
                "U05" => {
                    let thin = (Some(self.words() < 10), "missing");
                    first(
                        anybody,
                        &[
                            (self.blank("rationale"), "missing"),
                            thin,
                            (self.repeated, "missing"),
                        ],
                    )
                }
                "U06" => {
                    let scope = and(&[self.since("2023-01-01"), self.disposal(&["community_resolution"])]);
                    first(scope, &[(self.blank("gravity_final"), "missing")])
                }
                "U08" => {
                    let same = self
                        .cell("authoriser_hash")
                        .zip(self.cell("oic_hash"))
                        .map(|(a, b)| a == b);
                    let late = self.after("authorised_dt", "outcome_dt");
                    let rank = self.blank("authoriser_rank");
                    first(
                        anybody,
                        &[(same, "mismatch"), (late, "mismatch"), (rank, "missing")],
                    )
                }
                "U12" => {
                    let late = and(&[
                        self.is("mode_of_trial", &["summary"]),
                        self.six_months_late(),
                        self.no_reasons(),
                    ]);
                    let before = self.after("offence_from_dt", "outcome_dt");
                    let early = self.after("condition_done_dt", "finalised_dt");
                    first(
                        anybody,
                        &[(before, "mismatch"), (late, "mismatch"), (early, "info")],
                    )
                }
                "U13" => {
                    let (given, seen) = (self.blank("sde_code"), self.blank("obs_eth_code"));
                    let not_stated = self.is("sde_code", &["NS"]);
                    first(
                        anybody,
                        &[
                            (given, "info"),
                            (not_stated, "info"),
                            (seen, "info"),
                            (self.seen_otherwise(), "info"),
                        ],
                    )
                }
                "V02" => {
                    let scope = and(&[
                        self.since("2015-04-13"),
                        self.victim(),
                        self.disposal(&["simple_caution"]),
                    ]);
                    first(scope, &[(self.not_asked(), "missing")])
                }
                "SG05" => first(anybody, &[(self.flag("sexual"), "info")]),
                "SG06" => {
                    let prospective = self.disposal(&["diversionary_caution", "community_caution"]);
                    first(anybody, &[(prospective, "mismatch")])
                }
                _ => "not told here",
            },
        }
    }
}
