//! The cases of a pack: every rule is tried on records whose answer is written beside it.
//!
//! A pack holds when each case gives what it says, each thing a rule flags is met by a case, some case of each rule
//! passes, and there is a case on each side of every day on which something begins or ends.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::calendar::Window;
use crate::check::{Answer, Dates, answer};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::pack::{CaseText, Gives, JudgedOn, Pack, RuleText, Sort};
use crate::profile::Profile;
use crate::ruleset::{Choice, Rule, RuleSet};

/// What trying the cases came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Rules tried.
    pub rules: usize,
    /// Cases tried.
    pub cases: usize,
    /// What does not hold, a sentence each.
    pub failed: Vec<String>,
}

/// Tries every case of a pack, with every rule on.
///
/// # Errors
/// [`Fault`] when the pack cannot be made ready for these fields.
pub fn prove(pack: &Pack, fields: &Fields) -> Result<Proof, Fault> {
    let set = RuleSet::everything(pack, fields)?;
    let mut proof = Proof::default();
    for (rule, text) in set.rules().iter().zip(&pack.rules) {
        let mut tried = Tried::new(&set, rule);
        tried.all(&text.base, &text.cases);
        tried.must_meet_every_flag(text);
        let windows = text.flags.iter().map(crate::pack::ClauseText::window);
        tried.must_stand_at_edges(windows.chain([text.window()]));
        tried.into(&mut proof);
    }
    Ok(proof)
}

/// Tries every case of a force's own use of a pack, with what it has on.
///
/// # Errors
/// [`Fault`] when the two do not fit together.
pub fn prove_profile(pack: &Pack, profile: &Profile, fields: &Fields) -> Result<Proof, Fault> {
    let choice = Choice {
        profile: Some(profile),
        enabled: &[],
        ..Choice::default()
    };
    let set = RuleSet::build(pack, fields, choice)?;
    let on = |id: &str| set.rules().iter().find(|rule| rule.id == id);
    let mut proof = Proof::default();
    for adopted in &profile.adopted {
        let Some(rule) = on(&adopted.rule) else {
            let says = format!("{}: {} is adopted and switched off", profile.id, adopted.rule);
            proof.failed.push(says);
            continue;
        };
        let base = pack
            .rules
            .iter()
            .find(|text| text.id == adopted.rule)
            .map(|text| &text.base);
        let mut tried = Tried::new(&set, rule);
        tried.all(base.unwrap_or(&toml::Table::new()), &adopted.cases);
        tried.must_stand_at_edges([adopted.window()]);
        tried.into(&mut proof);
    }
    for text in &profile.rules {
        if let Some(rule) = on(&text.id) {
            let mut tried = Tried::new(&set, rule);
            tried.all(&text.base, &text.cases);
            tried.must_meet_every_flag(text);
            let windows = text.flags.iter().map(crate::pack::ClauseText::window);
            tried.must_stand_at_edges(windows.chain([text.window()]));
            tried.into(&mut proof);
        }
    }
    Ok(proof)
}

/// One rule being tried.
struct Tried<'s> {
    set: &'s RuleSet,
    rule: &'s Rule,
    cases: usize,
    met: BTreeSet<usize>,
    passed: bool,
    days: BTreeSet<Date>,
    failed: Vec<String>,
}

impl<'s> Tried<'s> {
    fn new(set: &'s RuleSet, rule: &'s Rule) -> Self {
        Self {
            set,
            rule,
            cases: 0,
            met: BTreeSet::new(),
            passed: false,
            days: BTreeSet::new(),
            failed: Vec::new(),
        }
    }

    fn fail(&mut self, says: &str) {
        self.failed.push(format!("{}: {says}", self.rule.id));
    }

    fn all(&mut self, base: &toml::Table, cases: &[CaseText]) {
        for (number, case) in cases.iter().enumerate() {
            self.cases += 1;
            if let Err(says) = self.one(base, case) {
                self.fail(&format!("case {}: {says}", number + 1));
            }
        }
    }

    fn one(&mut self, base: &toml::Table, case: &CaseText) -> Result<(), String> {
        let mut given = base.clone();
        given.extend(case.given.clone());
        let layout = self.set.layout();
        if let Some(name) = given.keys().find(|name| layout.slot(name).is_none()) {
            return Err(format!("there is no field {name}"));
        }
        let json = serde_json::to_string(&given).map_err(|error| error.to_string())?;
        let mut record = layout.unknown();
        layout
            .read(&mut record, &json)
            .map_err(|fault| fault.to_string())?;
        let dates = self.dates(&given, case.finding);
        self.days.extend(dates.on(self.rule.judged_on));
        let gave = match answer(&self.set.judge(&record, &dates), self.rule) {
            Answer::Flag(clause) => {
                self.met.insert(clause.number);
                match clause.result {
                    Sort::Breach => Gives::Breach,
                    Sort::Missing => Gives::Missing,
                    Sort::Mismatch => Gives::Mismatch,
                    Sort::Info => Gives::Info,
                }
            }
            Answer::Unknown => Gives::Unknown,
            Answer::Pass { .. } => {
                self.passed = true;
                Gives::Pass
            }
        };
        if gave == case.gives {
            return Ok(());
        }
        Err(format!("should give {:?} and gives {gave:?}", case.gives).to_lowercase())
    }

    fn dates(&self, given: &toml::Table, finding: Option<Date>) -> Dates {
        let day = |name: Option<&str>| given.get(name?)?.as_str()?.parse().ok();
        let (offence, disposal) = self.set.date_fields();
        Dates {
            offence: day(offence),
            disposal: day(disposal),
            finding,
        }
    }

    /// A rule that flags nothing must have a case all the same, to show that it does not.
    fn must_meet_every_flag(&mut self, text: &RuleText) {
        for number in 0..text.flags.len() {
            if !self.met.contains(&number) {
                self.fail(&format!("no case meets flag {}; add one", number + 1));
            }
        }
        if !self.passed {
            self.fail("no case passes; add one");
        }
    }

    fn must_stand_at_edges(&mut self, windows: impl IntoIterator<Item = Window>) {
        let mut edges = BTreeSet::new();
        for window in windows {
            edges.extend(
                window
                    .from
                    .iter()
                    .flat_map(|day| [day.yesterday().ok(), Some(*day)]),
            );
            edges.extend(
                window
                    .until
                    .iter()
                    .flat_map(|day| [Some(*day), day.tomorrow().ok()]),
            );
        }
        let on = match self.rule.judged_on {
            JudgedOn::Offence => "offence",
            JudgedOn::Disposal => "resolution",
            JudgedOn::Finding => "finding",
        };
        for day in edges.into_iter().flatten() {
            if !self.days.contains(&day) {
                self.fail(&format!("no case has its {on} on {day}; add one"));
            }
        }
    }

    fn into(self, proof: &mut Proof) {
        proof.rules += 1;
        proof.cases += self.cases;
        proof.failed.extend(self.failed);
    }
}
