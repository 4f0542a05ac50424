//! The rules of one type of resolution each.

use super::{Row, and, first, not, or};

impl Row<'_> {
    pub(super) fn community_resolution(&self, rule: &str) -> &'static str {
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

    pub(super) fn simple_caution(&self, rule: &str) -> &'static str {
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

    pub(super) fn conditional_caution(&self, rule: &str) -> &'static str {
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

    pub(super) fn youth(&self, rule: &str) -> &'static str {
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

    pub(super) fn penalty(&self, rule: &str) -> &'static str {
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

    pub(super) fn outcome(&self, rule: &str) -> &'static str {
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
