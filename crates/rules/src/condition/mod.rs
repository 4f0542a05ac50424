//! Conditions: a small typed language, parsed once and checked against the fields of a kind.
//!
//! ```text
//! condition = all { "or" all }            all = one { "and" one }            one = [ "not" ] ( "(" condition ")" | says )
//! says      = FLAG | TERM
//!           | FIELD "is" [ "not" ] "blank"
//!           | CODE-FIELD ( "=" | "!=" ) CODE          | CODE-FIELD [ "not" ] "in" ( "(" CODE { "," CODE } ")" | SETTING )
//!           | CODE-FIELD ( "below" | "at least" ) ( CODE | SETTING )          where the pack puts the codes in order
//!           | TEXT-FIELD ( "=" | "!=" ) TEXT-FIELD
//!           | LIST-FIELD [ "not" ] "has" [ "only" ] ( CODE | "(" CODE { "," CODE } ")" )
//!           | measure ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) measure
//! measure   = NUMBER | DATE | NUMBER-FIELD | DATE-FIELD | NUMBER-SETTING | DATE-SETTING | "offence" | "disposal" | "finding"
//!           | "words" "(" TEXT-FIELD ")" | "count" "(" LIST-FIELD ")"
//!           | measure ( "+" | "-" ) ( NUMBER | SETTING ) ( "days" | "weeks" | "months" | "years" | "working days" )
//! ```
//!
//! Whether something is blank is always known, unless the extract has no such column. Everything else about a blank
//! field is not known, but that a blank text has no words and a blank list no items.

mod judge;
mod measure;
mod parse;
mod says;
mod token;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

pub(crate) use judge::Judge;

use crate::calendar::Unit;
use crate::pack::JudgedOn;
use crate::record::{Layout, Slot};

/// Place of a node among those of a set of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

/// One step of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    All(Box<[NodeId]>),
    Any(Box<[NodeId]>),
    Not(NodeId),
    Flag(Slot),
    Blank(Slot),
    /// The code or text is one of these bits.
    OneOf(Slot, u64),
    /// The code is among `yes`, or among `no`; of others there is no telling.
    Sorted {
        slot: Slot,
        yes: u64,
        no: u64,
    },
    Alike(Slot, Slot),
    HasAny(Slot, u64),
    HasOnly(Slot, u64),
    Compare(Order, Measure, Measure),
}

/// How two measures are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// A number or a day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Measure {
    /// A number or day of the record.
    Field(Slot),
    Words(Slot),
    Count(Slot),
    Number(f64),
    Day(Date),
    Given(JudgedOn),
    Shifted {
        of: Box<Measure>,
        by: i64,
        unit: Unit,
    },
}

/// A value that a force may set otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    Number(i64),
    Codes(Vec<String>),
    Day(Date),
    /// It has no value that fits every force: a condition that names it cannot be read.
    Unset,
}

/// Reads the conditions of one set of rules.
pub(crate) struct Reader<'p> {
    pub(crate) layout: Layout,
    pub(crate) nodes: Vec<Node>,
    pub(crate) settings: &'p BTreeMap<String, Setting>,
    /// Codes in order, lowest first, by field.
    pub(crate) orders: BTreeMap<String, Vec<String>>,
    /// Conditions with a name of their own, and the fields they read.
    pub(crate) terms: BTreeMap<String, (NodeId, BTreeSet<Slot>)>,
}

impl Reader<'_> {
    /// Reads one condition: where it begins, and the fields it reads.
    ///
    /// # Errors
    /// A sentence that names the character at which it cannot be read.
    pub(crate) fn condition(&mut self, text: &str) -> Result<(NodeId, BTreeSet<Slot>), String> {
        parse::condition(self, text)
    }

    fn push(&mut self, node: Node) -> NodeId {
        let at = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        at
    }
}

#[cfg(test)]
mod tests;
