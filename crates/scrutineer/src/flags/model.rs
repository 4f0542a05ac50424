//! What rules answer about many records.

use std::collections::{BTreeMap, HashMap};

use rules::{Answer, Choice, Count, Pack, Record, RuleSet};

use crate::platform::{ids::RecordId, packs::Kind};

/// A record that waits to be looked at.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its id.
    pub id: RecordId,
    /// Its month.
    pub month: String,
    /// Whether it stands: one that gave way to a later version is flagged, for a case may have been drawn by it, and not
    /// counted.
    pub stands: bool,
    /// Its fields as JSON.
    pub fields: String,
}

/// What a rule flags of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The record.
    pub record: RecordId,
    /// Id of the rule.
    pub rule: String,
    /// Code of the sort of flag.
    pub result: &'static str,
}

/// One decision to use a rule or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Id of the rule.
    pub rule: String,
    /// Whether it is used.
    pub on: bool,
    /// Why.
    pub why: String,
}

/// The rules of a pack ready for records of a kind, with what a body has switched.
///
/// # Errors
/// [`rules::Fault`] when the pack does not fit the kind; the tests see to it that it does.
pub fn rules_for(pack: &Pack, kind: &Kind, switches: &[Switch]) -> Result<RuleSet, rules::Fault> {
    let ids = |on: bool| -> Vec<String> {
        let switched = switches.iter().filter(|one| one.on == on);
        // A switch outlives a version of the pack that no longer has its rule.
        let known = switched.filter(|one| pack.rule_ids().any(|id| id == one.rule));
        known.map(|one| one.rule.clone()).collect()
    };
    let choice = Choice {
        profile: None,
        enabled: &ids(true),
        disabled: &ids(false),
    };
    RuleSet::build(pack, &kind.asked(), choice)
}

/// Looks at the records of one batch: first at all of them for what repeats, then at each.
pub struct Looking<'s> {
    set: &'s RuleSet,
    record: Record,
    repeated: Vec<HashMap<u64, bool>>,
    /// By month and rule.
    pub counts: BTreeMap<(String, String), Count>,
}

impl<'s> Looking<'s> {
    /// Begins with none.
    #[must_use]
    pub fn new(set: &'s RuleSet) -> Self {
        Self {
            set,
            record: set.layout().record([]),
            repeated: vec![HashMap::new(); set.repeats().len()],
            counts: BTreeMap::new(),
        }
    }

    /// Whether anything must be known of all records before the first is looked at.
    #[must_use]
    pub fn repeats(&self) -> bool {
        !self.repeated.is_empty()
    }

    /// Takes note of what may repeat.
    ///
    /// # Errors
    /// A record that cannot be read as its kind.
    pub fn note(&mut self, record: &Waiting) -> Result<(), rules::RecordFault> {
        self.set.layout().read(&mut self.record, &record.fields)?;
        for (repeat, seen) in self.set.repeats().iter().zip(&mut self.repeated) {
            if let Some(words) = self.record.words_of(*repeat) {
                seen.entry(words)
                    .and_modify(|again| *again = true)
                    .or_insert(false);
            }
        }
        Ok(())
    }

    /// Looks at a record, counts what every rule answers if it stands, and hands on the flags.
    ///
    /// # Errors
    /// As [`Looking::note`].
    pub fn look(&mut self, waiting: &Waiting, flags: &mut Vec<Flag>) -> Result<(), rules::RecordFault> {
        self.set.layout().read(&mut self.record, &waiting.fields)?;
        for (repeat, seen) in self.set.repeats().iter().zip(&self.repeated) {
            let again = self.record.words_of(*repeat).and_then(|words| seen.get(&words));
            if let Some(again) = again {
                self.record.give_flag(repeat.fact, *again);
            }
        }
        let dates = self.set.dates(&self.record, None);
        for judgement in self.set.check(&self.record, &dates) {
            if waiting.stands {
                let key = (waiting.month.clone(), judgement.rule.id.clone());
                self.counts.entry(key).or_default().add(judgement.answer);
            }
            if let Answer::Flag(clause) = judgement.answer {
                flags.push(Flag {
                    record: waiting.id,
                    rule: judgement.rule.id.clone(),
                    result: clause.result.code(),
                });
            }
        }
        Ok(())
    }

    /// The ids of the rules that flag a record with these fields.
    ///
    /// # Errors
    /// As [`Looking::note`].
    pub fn about(&mut self, fields: &str) -> Result<Vec<&'s str>, rules::RecordFault> {
        self.set.layout().read(&mut self.record, fields)?;
        let dates = self.set.dates(&self.record, None);
        let set = self.set;
        let flags = set
            .check(&self.record, &dates)
            .filter(|judgement| matches!(judgement.answer, Answer::Flag(_)))
            .map(|judgement| judgement.rule.id.clone())
            .collect::<Vec<String>>();
        let ids = set.rules().iter().map(|rule| rule.id.as_str());
        Ok(ids.filter(|id| flags.iter().any(|flag| flag == id)).collect())
    }
}
