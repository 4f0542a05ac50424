//! A pack made ready: its conditions read and checked against the fields of a kind, for one force or for none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::calendar::{Window, WorkingDays};
use crate::check::Dates;
use crate::condition::{Node, NodeId, Reader, Setting};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::pack::{Class, ClauseText, JudgedOn, Mark, Pack, RuleText, Sort};
use crate::profile::Profile;
use crate::record::{FactId, Layout, Record, Slot};

/// What is switched on beyond what a pack has on by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'c> {
    /// The force's own.
    pub profile: Option<&'c Profile>,
    /// Ids of rules switched on although their source was not read, or no force adopted them.
    pub enabled: &'c [String],
}

/// One thing that a rule flags.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What the flag says.
    pub result: Sort,
    /// Why, in plain words, without anything from the record.
    pub says: String,
    /// When it holds.
    pub window: Window,
    /// Its place in the rule as written, from 0.
    pub number: usize,
    pub(crate) node: NodeId,
}

/// A rule that is on.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Such as `U02`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it rests on.
    pub class: Class,
    /// Whether its source was read.
    pub mark: Mark,
    /// Where that is written.
    pub citation: String,
    /// In plain words.
    pub explains: String,
    /// The day by which it is judged.
    pub judged_on: JudgedOn,
    /// When it is in force: the law's days, and those of the force where it adopted the rule.
    pub window: Window,
    pub(crate) needs: Vec<Slot>,
    pub(crate) applies: Option<NodeId>,
    pub(crate) clauses: Vec<Clause>,
}

impl Rule {
    /// What it flags, in the order in which it is asked.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }
}

/// Why a rule is off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its source was not read.
    NotVerified,
    /// It is local policy, and no profile that is in use adopts it.
    NotAdopted,
    /// The profile says so.
    SwitchedOff(String),
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotVerified => f.write_str("not verified"),
            Self::NotAdopted => f.write_str("local policy, not adopted here"),
            Self::SwitchedOff(why) => write!(f, "switched off: {why}"),
        }
    }
}

/// A rule that is off, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off {
    /// Id of the rule.
    pub rule: String,
    /// Its name.
    pub title: String,
    /// Whether the rest of the rule is on.
    pub part: bool,
    /// Why.
    pub why: Why,
}

/// A fact to be worked out over all records: whether another one has the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The fact to give.
    pub fact: FactId,
    pub(crate) of: Slot,
}

impl Record {
    /// By which records with the same words are known: those whose numbers are equal. None for a blank text.
    #[must_use]
    pub fn words_of(&self, repeat: Repeat) -> Option<u64> {
        match self.value(repeat.of) {
            crate::value::Value::Text(text) => Some(text.fingerprint),
            _ => None,
        }
    }
}

/// Rules ready to look at records. Nothing in it changes; it may be shared between threads.
#[derive(Clone, Debug)]
pub struct RuleSet {
    layout: Layout,
    pub(crate) nodes: Vec<Node>,
    pub(crate) worked: Option<WorkingDays>,
    rules: Vec<Rule>,
    off: Vec<Off>,
    offence: Option<Slot>,
    disposal: Option<Slot>,
    repeats: Vec<Repeat>,
}

impl RuleSet {
    /// Makes a pack ready for records with these fields.
    ///
    /// # Errors
    /// [`Fault`] when the pack is about another kind, a condition does not fit the fields, a rule does not list the
    /// fields it reads, or the choice names what the pack does not have.
    pub fn build(pack: &Pack, fields: &Fields, choice: Choice<'_>) -> Result<Self, Fault> {
        let settings = match choice.profile {
            Some(profile) => profile.settings(pack, pack.settings())?,
            None => pack.settings(),
        };
        for id in choice.enabled {
            let own = choice
                .profile
                .is_some_and(|profile| profile.rules.iter().any(|rule| rule.id == *id));
            if !own && !pack.rules.iter().any(|rule| rule.id == *id) {
                let says = format!("the pack {} has no such rule", pack.id);
                return Err(Fault::new(&pack.file, format!("rule {id}"), says));
            }
        }
        let mut builder = Builder::new(pack, fields, &settings)?;
        for rule in &pack.rules {
            builder.add_chosen(&pack.file, rule, choice)?;
        }
        if let Some(profile) = choice.profile {
            for rule in &profile.rules {
                builder.add(&profile.file, rule, Window::default(), true)?;
            }
        }
        builder.finish()
    }

    /// With every rule on and in force by the law's days alone: what the cases of a pack are judged with.
    pub(crate) fn everything(pack: &Pack, fields: &Fields) -> Result<Self, Fault> {
        let settings = pack.example_settings();
        let mut builder = Builder::new(pack, fields, &settings)?;
        for rule in &pack.rules {
            builder.add(&pack.file, rule, Window::default(), true)?;
        }
        builder.finish()
    }

    /// The rules that are on, in the order of the pack, then the force's own.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules that are off, and why.
    #[must_use]
    pub fn off(&self) -> &[Off] {
        &self.off
    }

    /// How records are read for these rules.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Facts that must be worked out over all records and given to each before it is checked; where they are not, the
    /// rules that ask answer "unknown".
    #[must_use]
    pub fn repeats(&self) -> &[Repeat] {
        &self.repeats
    }

    /// The days by which a record is judged, as it has them itself; that of the finding comes from elsewhere.
    #[must_use]
    pub fn dates(&self, record: &Record, finding: Option<Date>) -> Dates {
        let day = |slot: Option<Slot>| slot.and_then(|slot| record.day(slot));
        Dates {
            offence: day(self.offence),
            disposal: day(self.disposal),
            finding,
        }
    }

    /// Names of the fields that hold the days of offence and resolution.
    pub(crate) fn date_fields(&self) -> (Option<&str>, Option<&str>) {
        let name = |slot: Option<Slot>| slot.map(|slot| self.layout.place(slot).name.as_str());
        (name(self.offence), name(self.disposal))
    }

    /// Names of the fields that a rule reads.
    pub fn needs<'s>(&'s self, rule: &'s Rule) -> impl Iterator<Item = &'s str> {
        rule.needs
            .iter()
            .map(|slot| self.layout.place(*slot).name.as_str())
    }

    /// Names of the fields that a rule reads and the record does not fill: for want of these, or of a date, its answer
    /// is not known.
    pub fn wanting<'s>(&'s self, rule: &'s Rule, record: &'s Record) -> impl Iterator<Item = &'s str> {
        let wanting = rule.needs.iter().filter(|slot| !record.is_given(**slot));
        wanting.map(|slot| self.layout.place(*slot).name.as_str())
    }
}

/// A set of rules being made.
struct Builder<'p> {
    pack: &'p Pack,
    reader: Reader<'p>,
    rules: Vec<Rule>,
    off: Vec<Off>,
}

impl<'p> Builder<'p> {
    fn new(pack: &'p Pack, fields: &Fields, settings: &'p BTreeMap<String, Setting>) -> Result<Self, Fault> {
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
    fn add_chosen(&mut self, file: &str, rule: &RuleText, choice: Choice<'_>) -> Result<(), Fault> {
        let profile = choice.profile;
        let switched = |list: fn(&Profile) -> &[crate::profile::Switched]| {
            profile.and_then(|profile| list(profile).iter().find(|switched| switched.rule == rule.id))
        };
        let enabled = choice.enabled.contains(&rule.id) || switched(|profile| &profile.on).is_some();
        let adopted =
            profile.and_then(|profile| profile.adopted.iter().find(|adopted| adopted.rule == rule.id));
        let why = match switched(|profile| &profile.off) {
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
    fn add(&mut self, file: &str, rule: &RuleText, adopted: Window, all: bool) -> Result<(), Fault> {
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

    fn finish(mut self) -> Result<RuleSet, Fault> {
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

impl Off {
    fn new(rule: &RuleText, part: bool, why: Why) -> Self {
        Self {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            part,
            why,
        }
    }
}
