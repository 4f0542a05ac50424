//! Makes a set of rules: which are on, their conditions read, the fields they read checked.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Window;
use crate::condition::{Reader, Setting};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::pack::{Class, ClauseText, Mark, Pack, RuleText};
use crate::profile::Profile;
use crate::record::{FactId, Layout, Slot};
use crate::ruleset::{Choice, Clause, Off, Repeat, Rule, RuleSet, Why};

/// A set of rules being made.
pub(crate) struct Builder<'p> {
    pack: &'p Pack,
    reader: Reader<'p>,
    rules: Vec<Rule>,
    off: Vec<Off>,
}

impl<'p> Builder<'p> {
    pub(crate) fn new(
        pack: &'p Pack,
        fields: &Fields,
        settings: &'p BTreeMap<String, Setting>,
    ) -> Result<Self, Fault> {
        let fault = |place: String, says: String| Err(Fault::new(&pack.file, place, says));
        if pack.kind != fields.kind {
            let says = format!(
                "the pack is about records of kind {}, not {}",
                pack.kind, fields.kind
            );
            return fault("kind".to_owned(), says);
        }
        let facts = pack.facts.iter().map(crate::pack::Fact::field);
        let known: BTreeSet<&str> = fields.fields.iter().map(|field| field.name.as_str()).collect();
        if let Some(fact) = pack.facts.iter().find(|fact| known.contains(fact.name.as_str())) {
            let says = format!("the kind {} has this field itself; remove the fact", fields.kind);
            return fault(format!("fact {}", fact.name), says);
        }
        if let Some(name) = settings.keys().find(|name| known.contains(name.as_str())) {
            return fault(
                format!("setting {name}"),
                "a field has this name; choose another".to_owned(),
            );
        }
        let fields = fields.fields.iter().cloned().chain(facts);
        let layout = Layout::new(fields.map(|field| (field.name, field.holds)));
        let mut reader = Reader {
            layout,
            nodes: Vec::new(),
            settings,
            orders: pack.orders(),
            terms: BTreeMap::new(),
        };
        for term in &pack.terms {
            if reader.layout.slot(&term.name).is_some() {
                let says = "a field has this name; choose another".to_owned();
                return fault(format!("term {}", term.name), says);
            }
            match reader.condition(&term.when) {
                Ok(read) => drop(reader.terms.insert(term.name.clone(), read)),
                Err(says) => return fault(format!("term {}", term.name), says),
            }
        }
        Ok(Self {
            pack,
            reader,
            rules: Vec::new(),
            off: Vec::new(),
        })
    }

    /// Adds a rule if it is on, or notes why it is not.
    pub(crate) fn add_chosen(
        &mut self,
        file: &str,
        rule: &RuleText,
        choice: Choice<'_>,
    ) -> Result<(), Fault> {
        let profile = choice.profile;
        let switched = |list: fn(&Profile) -> &[crate::profile::Switched]| {
            profile.and_then(|profile| list(profile).iter().find(|switched| switched.rule == rule.id))
        };
        let enabled = choice.enabled.contains(&rule.id) || switched(|profile| &profile.on).is_some();
        let adopted =
            profile.and_then(|profile| profile.adopted.iter().find(|adopted| adopted.rule == rule.id));
        let why = match switched(|profile| &profile.off) {
            _ if choice.disabled.contains(&rule.id) => Some(Why::SwitchedOff("not used here".to_owned())),
            Some(switched) => Some(Why::SwitchedOff(switched.why.clone())),
            None if enabled || adopted.is_some() => None,
            None if rule.class == Class::Local => Some(Why::NotAdopted),
            None if rule.mark == Mark::ToVerify && !rule.flags.iter().any(ClauseText::is_verified) => {
                Some(Why::NotVerified)
            }
            None => None,
        };
        if let Some(why) = why {
            self.off.push(Off::new(rule, false, why));
            return Ok(());
        }
        let window = adopted.map_or(Window::default(), crate::profile::Adopted::window);
        self.add(file, rule, window, enabled || adopted.is_some())
    }

    /// Adds a rule. Clauses whose source was not read are on only where `all` says so.
    pub(crate) fn add(
        &mut self,
        file: &str,
        rule: &RuleText,
        adopted: Window,
        all: bool,
    ) -> Result<(), Fault> {
        let fault = |says: String| Fault::new(file, format!("rule {}", rule.id), says);
        let mut reads = BTreeSet::new();
        let mut needs = BTreeSet::new();
        let applies = match &rule.applies {
            None => None,
            Some(applies) => {
                let (node, fields) = self
                    .reader
                    .condition(applies)
                    .map_err(|says| fault(format!("applies: {says}")))?;
                needs.clone_from(&fields);
                reads.extend(fields);
                Some(node)
            }
        };
        let mut clauses = Vec::new();
        for (number, clause) in rule.flags.iter().enumerate() {
            let place = number + 1;
            let (node, fields) = self
                .reader
                .condition(&clause.when)
                .map_err(|says| fault(format!("flag {place}: {says}")))?;
            reads.extend(fields.iter());
            if all || clause.mark.unwrap_or(rule.mark) != Mark::ToVerify {
                needs.extend(fields);
                clauses.push(Clause {
                    result: clause.result,
                    says: clause.says.clone(),
                    window: clause.window(),
                    number,
                    node,
                });
            }
        }
        if clauses.len() < rule.flags.len() {
            self.off.push(Off::new(rule, true, Why::NotVerified));
        }
        self.check_needs(rule, &reads).map_err(fault)?;
        self.rules.push(Rule {
            id: rule.id.clone(),
            title: rule.title.clone(),
            class: rule.class,
            mark: rule.mark,
            citation: rule.citation.clone(),
            explains: rule.explains.clone(),
            judged_on: rule.judged_on,
            window: rule.window().meet(adopted),
            needs: needs.into_iter().collect(),
            applies,
            clauses,
        });
        Ok(())
    }

    fn check_needs(&self, rule: &RuleText, reads: &BTreeSet<Slot>) -> Result<(), String> {
        let read: BTreeSet<_> = reads
            .iter()
            .map(|slot| self.reader.layout.place(*slot).name.as_str())
            .collect();
        let listed: BTreeSet<_> = rule.needs.iter().map(String::as_str).collect();
        let words = |names: Vec<&&str>| names.into_iter().copied().collect::<Vec<_>>().join(", ");
        let (more, less) = (
            read.difference(&listed).collect(),
            listed.difference(&read).collect(),
        );
        match (words(more).as_str(), words(less).as_str()) {
            ("", "") => Ok(()),
            ("", less) => Err(format!(
                "needs lists {less}, which no condition reads; leave it out"
            )),
            (more, _) => Err(format!("its conditions read {more}; list it under needs")),
        }
    }

    pub(crate) fn finish(mut self) -> Result<RuleSet, Fault> {
        let fault = |place: String, says: &str| Fault::new(&self.pack.file, place, says);
        let mut day = |name: &Option<String>| -> Result<Option<Slot>, Fault> {
            let Some(name) = name else { return Ok(None) };
            let slot = self.reader.layout.slot(name);
            let place = || format!("dates {name}");
            let slot = slot.ok_or_else(|| fault(place(), "there is no such field"))?;
            self.reader.layout.place_mut(slot).read = true;
            Ok(Some(slot))
        };
        let offence = day(&self.pack.dates.offence)?;
        let disposal = day(&self.pack.dates.disposal)?;
        let mut repeats = Vec::new();
        for fact in &self.pack.facts {
            let (Some(of), Some(slot)) = (&fact.repeats, self.reader.layout.slot(&fact.name)) else {
                continue;
            };
            let place = || format!("fact {}", fact.name);
            let of = self
                .reader
                .layout
                .slot(of)
                .ok_or_else(|| fault(place(), "there is no field to repeat"))?;
            if self.reader.layout.place(slot).read {
                let text = self.reader.layout.place_mut(of);
                (text.read, text.compared) = (true, true);
                repeats.push(Repeat {
                    fact: FactId(slot),
                    of,
                });
            }
        }
        Ok(RuleSet {
            layout: self.reader.layout,
            nodes: self.reader.nodes,
            worked: self.pack.working_days.clone(),
            rules: self.rules,
            off: self.off,
            offence,
            disposal,
            repeats,
        })
    }
}

impl ClauseText {
    fn is_verified(&self) -> bool {
        self.mark.is_some_and(|mark| mark != Mark::ToVerify)
    }
}
