//! A pack made ready: its conditions read and checked against the fields of a kind, for one force or for none.

use jiff::civil::Date;

use crate::builder::Builder;
use crate::calendar::{Window, WorkingDays};
use crate::check::Dates;
use crate::condition::{Node, NodeId};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::pack::{Class, JudgedOn, Mark, Pack, RuleText, Sort};
use crate::profile::Profile;
use crate::record::{FactId, Layout, Record, Slot};

/// What is switched on beyond what a pack has on by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'c> {
    /// The force's own.
    pub profile: Option<&'c Profile>,
    /// Ids of rules switched on although their source was not read, or no force adopted them.
    pub enabled: &'c [String],
    /// Ids of rules that are not to be used, whatever else says so.
    pub disabled: &'c [String],
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
    pub(crate) layout: Layout,
    pub(crate) nodes: Vec<Node>,
    pub(crate) worked: Option<WorkingDays>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) off: Vec<Off>,
    pub(crate) offence: Option<Slot>,
    pub(crate) disposal: Option<Slot>,
    pub(crate) repeats: Vec<Repeat>,
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
        for id in choice.enabled.iter().chain(choice.disabled) {
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

impl Off {
    pub(crate) fn new(rule: &RuleText, part: bool, why: Why) -> Self {
        Self {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            part,
            why,
        }
    }
}
