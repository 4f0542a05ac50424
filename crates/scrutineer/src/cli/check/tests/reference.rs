//! The rules that are on by themselves, told a second time: slowly, one function a rule, from the field notes and not from
//! the pack. Texts are compared as they stand in the file; a truth is `Some(true)`, `Some(false)` or `None`.

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

    fn community_resolution(&self, rule: &str) -> &'static str {
        let given = self.disposal(&["community_resolution"]);
        let since = and(&[given, self.since("2023-01-01")]);
        match rule {
            "CR01" => {
                let none = self.is("admission", &["none"]);
                first(since, &[(none, "breach"), (self.admission_not_shown(), "breach")])
            }
            "CR02" => first(since, &[(None, "mismatch"), (None, "missing")]),
            "CR03" => {
                let opposed = and(&[self.is("victim_views", &["opposes"]), self.no_reasons()]);
                let scope = and(&[since, self.victim()]);
                first(scope, &[(self.not_asked(), "missing"), (opposed, "mismatch")])
            }
            "CR04" => first(and(&[given, self.victim()]), &[(None, "breach")]),
            "CR05" => first(
                given,
                &[(and(&[self.flag("da"), self.flag("da_intimate")]), "breach")],
            ),
            "CR06" => first(since, &[(self.is("mode_of_trial", &["indictable"]), "mismatch")]),
            "CR07" => {
                let scope = and(&[since, self.child()]);
                first(
                    scope,
                    &[
                        (not(self.flag("aa_present")), "breach"),
                        (self.blank("aa_present"), "missing"),
                    ],
                )
            }
            "CR08" => {
                let more = |field| self.number(field).map(|earlier| earlier > 0);
                let scope = and(&[since, or(&[more("prior_oocr_n"), more("prior_conv_n")])]);
                let no_sergeant = or(&[self.below("sgt"), self.blank("authoriser_rank")]);
                let not_consulted = or(&[not(self.flag("yjs_consulted")), self.blank("yjs_consulted")]);
                let adult = and(&[not(self.child()), no_sergeant]);
                first(
                    scope,
                    &[
                        (adult, "missing"),
                        (and(&[self.child(), not_consulted]), "missing"),
                    ],
                )
            }
            _ => "not told here",
        }
    }

    fn simple_caution(&self, rule: &str) -> &'static str {
        let scope = self.disposal(&["simple_caution"]);
        let (exceptional, consent) = (self.flag("exceptional_circ"), self.flag("dpp_consent"));
        match rule {
            "SC01" => {
                let indictable = self.is("mode_of_trial", &["indictable"]);
                first(
                    scope,
                    &[(and(&[indictable, not(and(&[exceptional, consent]))]), "breach")],
                )
            }
            "SC02" => first(scope, &[(and(&[None, not(exceptional)]), "breach")]),
            "SC03" => {
                let other = self.is("mode_of_trial", &["summary", "either"]);
                let similar = self.number("similar_24m").map(|similar| similar > 0);
                first(scope, &[(and(&[other, similar, not(exceptional)]), "breach")])
            }
            "SC05" => {
                let none = or(&[self.is("admission", &["none"]), None]);
                first(
                    scope,
                    &[
                        (none, "breach"),
                        (or(&[self.admission_not_shown(), None]), "missing"),
                    ],
                )
            }
            _ => "not told here",
        }
    }

    fn conditional_caution(&self, rule: &str) -> &'static str {
        let scope = self.disposal(&["conditional_caution"]);
        let no_cps = self.blank("cps_ref");
        match rule {
            "CC01" => first(scope, &[(self.denied(), "breach"), (self.not_shown(), "missing")]),
            "CC02" => {
                let (types, objects) = (self.blank("condition_types"), self.blank("condition_objects"));
                first(scope, &[(types, "breach"), (objects, "missing")])
            }
            "CC03" => {
                let long = self.number("condition_hours").map(|hours| hours > 20);
                first(
                    scope,
                    &[(
                        and(&[long, not(self.has("condition_objects", "rehabilitation"))]),
                        "breach",
                    )],
                )
            }
            "CC04" => first(scope, &[(self.below("sgt"), "breach")]),
            "CC05" => {
                let hate = not(self.blank("hate"));
                let scope = and(&[scope, self.since("2022-10-03")]);
                first(scope, &[(and(&[hate, no_cps, self.no_reasons()]), "missing")])
            }
            "CC06" => {
                let scope = and(&[scope, self.since("2022-10-03"), not(self.since("2024-08-08"))]);
                first(scope, &[(and(&[self.flag("da"), no_cps]), "breach")])
            }
            "CC07" => first(
                scope,
                &[(
                    and(&[self.is("mode_of_trial", &["indictable"]), no_cps]),
                    "breach",
                )],
            ),
            "CC08" => {
                let punished = self.has("condition_objects", "punishment");
                let amount = self
                    .cell("condition_amount")
                    .map(|pounds| pounds.parse::<f64>().unwrap() > 0.0);
                first(scope, &[(and(&[punished, amount, None]), "breach")])
            }
            "CC10" => {
                let open = or(&[
                    self.blank("breach_decision"),
                    self.is("breach_decision", &["pending"]),
                ]);
                first(
                    scope,
                    &[(
                        and(&[not(self.flag("condition_complied")), open, None]),
                        "missing",
                    )],
                )
            }
            _ => "not told here",
        }
    }

    fn youth(&self, rule: &str) -> &'static str {
        let caution = self.disposal(&["youth_caution"]);
        let conditional = self.disposal(&["youth_conditional_caution"]);
        let not_consulted = or(&[not(self.flag("yjs_consulted")), self.blank("yjs_consulted")]);
        match rule {
            "Y01" => first(
                caution,
                &[
                    (self.denied(), "breach"),
                    (or(&[self.admission_not_shown(), None]), "missing"),
                ],
            ),
            "Y02" | "Y07" => "pass",
            "Y03" => {
                let scope = and(&[or(&[caution, conditional]), self.child()]);
                first(
                    scope,
                    &[
                        (not(self.flag("aa_present")), "breach"),
                        (self.blank("aa_present"), "missing"),
                    ],
                )
            }
            "Y04" => first(caution, &[(self.blank("yjs_ref_dt"), "missing")]),
            "Y05" => first(and(&[caution, None]), &[(None, "missing")]),
            "Y06" => first(
                conditional,
                &[(self.denied(), "breach"), (self.not_shown(), "missing")],
            ),
            "Y08" => self.gravity(),
            "Y09" => {
                let moved = self
                    .number("gravity_base")
                    .zip(self.number("gravity_final"))
                    .map(|(a, b)| a != b);
                let scope = and(&[self.child(), self.since("2025-02-01")]);
                first(scope, &[(and(&[moved, not_consulted]), "missing")])
            }
            "Y10" => {
                let scope = and(&[self.child(), not(self.blank("cps_ref")), self.since("2025-02-01")]);
                first(scope, &[(None, "missing")])
            }
            "Y11" => {
                let scope = and(&[self.child(), self.flag("knife"), self.since("2026-02-01")]);
                let absent = and(&[
                    not(self.flag("condition_complied")),
                    self.blank("breach_decision"),
                ]);
                let alone = self
                    .cell("condition_types")
                    .map(|types| types == "knife awareness");
                first(
                    scope,
                    &[
                        (self.blank("yjs_ref_dt"), "missing"),
                        (self.later_than_a_working_day(), "mismatch"),
                        (self.blank("condition_types"), "missing"),
                        (None, "missing"),
                        (absent, "missing"),
                        (alone, "info"),
                    ],
                )
            }
            "Y15" => "unknown",
            _ => "not told here",
        }
    }

    fn gravity(&self) -> &'static str {
        let new = self.since("2023-09-01");
        let Some(score) = self.number("gravity_final") else {
            let off = and(&[new, self.no_reasons(), None]);
            return first(
                self.child(),
                &[(off, "mismatch"), (and(&[not(new), None]), "mismatch")],
            );
        };
        let fits: &[&str] = match score {
            2 => &["community_resolution", "outcome_22", "outcome_20", "outcome_21"],
            3 => &["youth_caution", "outcome_20", "outcome_21"],
            4 => &["youth_conditional_caution", "outcome_20", "outcome_21"],
            _ => &[],
        };
        let off = and(&[new, self.no_reasons(), not(self.disposal(fits))]);
        let five = and(&[not(new), Some(score == 5)]);
        first(self.child(), &[(off, "mismatch"), (five, "mismatch")])
    }

    fn penalty(&self, rule: &str) -> &'static str {
        let scope = self.disposal(&["pnd"]);
        match rule {
            "P01" => first(scope, &[(self.child(), "breach")]),
            "P02" => first(scope, &[(None, "mismatch")]),
            "P03" => {
                let scope = and(&[scope, self.is("ho_class", &["92E"])]);
                let similar = self.number("similar_24m");
                first(
                    scope,
                    &[
                        (similar.map(|n| n == 0), "info"),
                        (similar.map(|n| n >= 2), "info"),
                    ],
                )
            }
            "P04" => {
                let public = self.has("agg", "in public");
                let warned = self.disposal(&["cannabis_khat_warning"]);
                first(warned, &[(and(&[public, self.no_reasons()]), "missing")])
            }
            _ => "not told here",
        }
    }

    fn outcome(&self, rule: &str) -> &'static str {
        let scope = self.disposal(&["outcome_22"]);
        match rule {
            "O01" => {
                let later = self.after("condition_done_dt", "outcome_dt");
                first(
                    scope,
                    &[
                        (later, "breach"),
                        (not(self.flag("condition_complied")), "breach"),
                    ],
                )
            }
            "O02" | "O04" => "pass",
            "O05" => {
                let (twenty, twenty_one) = (self.disposal(&["outcome_20"]), self.disposal(&["outcome_21"]));
                let reasons = and(&[twenty_one, self.no_reasons()]);
                first(
                    Some(true),
                    &[(and(&[twenty, None]), "missing"), (reasons, "missing")],
                )
            }
            _ => "not told here",
        }
    }
}
