//! One record looked at by every rule.

use jiff::civil::Date;

use crate::condition::Judge;
use crate::pack::JudgedOn;
use crate::record::Record;
use crate::ruleset::{Clause, Rule, RuleSet};
use crate::truth::Truth;

/// The days by which a record is judged; none where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Day of the offence.
    pub offence: Option<Date>,
    /// Day of the resolution.
    pub disposal: Option<Date>,
    /// Day of the panel's finding.
    pub finding: Option<Date>,
}

impl Dates {
    /// The day that matters.
    #[must_use]
    pub fn on(&self, which: JudgedOn) -> Option<Date> {
        match which {
            JudgedOn::Offence => self.offence,
            JudgedOn::Disposal => self.disposal,
            JudgedOn::Finding => self.finding,
        }
    }
}

/// What a rule answers about a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer<'s> {
    /// For the panel to look at, and why.
    Flag(&'s Clause),
    /// The record does not tell.
    Unknown,
    /// Nothing to look at. `applied` is false where the rule is not about such a record, or was not in force.
    Pass {
        /// Whether the rule was about this record at all.
        applied: bool,
    },
}

/// What one rule answers.
#[derive(Clone, Copy, Debug)]
pub struct Judgement<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// Its answer.
    pub answer: Answer<'s>,
}

impl RuleSet {
    /// What every rule that is on answers, in the order of the pack. Nothing is allocated.
    ///
    /// ```text
    /// scope  = in force on the day that matters, and applies
    /// answer = the first clause that holds within the scope: a flag
    ///          else unknown, where for one of them it is not known
    ///          else passed
    /// ```
    pub fn check<'s>(
        &'s self,
        record: &'s Record,
        dates: &'s Dates,
    ) -> impl Iterator<Item = Judgement<'s>> + use<'s> {
        let judge = self.judge(record, dates);
        self.rules().iter().map(move |rule| Judgement {
            rule,
            answer: answer(&judge, rule),
        })
    }

    pub(crate) fn judge<'s>(&'s self, record: &'s Record, dates: &'s Dates) -> Judge<'s> {
        Judge {
            nodes: &self.nodes,
            worked: self.worked.as_ref(),
            record,
            dates,
        }
    }
}

pub(crate) fn answer<'s>(judge: &Judge<'s>, rule: &'s Rule) -> Answer<'s> {
    let day = judge.dates.on(rule.judged_on);
    let in_force = rule.window.holds(day);
    let scope = match rule.applies {
        _ if in_force == Truth::False => Truth::False,
        None => in_force,
        Some(applies) => in_force.and(judge.truth(applies)),
    };
    if scope == Truth::False {
        return Answer::Pass { applied: false };
    }
    let mut told = true;
    for clause in &rule.clauses {
        let in_force = clause.window.holds(day);
        if in_force == Truth::False {
            continue;
        }
        match scope.and(in_force).and(judge.truth(clause.node)) {
            Truth::True => return Answer::Flag(clause),
            Truth::Unknown => told = false,
            Truth::False => {}
        }
    }
    match told {
        true => Answer::Pass {
            applied: scope == Truth::True,
        },
        false => Answer::Unknown,
    }
}
