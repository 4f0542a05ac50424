//! Judges a record by a condition, without allocating.

use jiff::civil::Date;

use super::{Measure, Node, NodeId, Order};
use crate::calendar::{WorkingDays, shift};
use crate::check::Dates;
use crate::record::Record;
use crate::truth::Truth;
use crate::value::{Items, Value};

/// All that the truth of a condition depends on.
pub(crate) struct Judge<'a> {
    pub(crate) nodes: &'a [Node],
    pub(crate) worked: Option<&'a WorkingDays>,
    pub(crate) record: &'a Record,
    pub(crate) dates: &'a Dates,
}

/// A number or a day that is known.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Amount {
    Number(f64),
    Day(Date),
}

impl Judge<'_> {
    /// Whether the condition that begins at `node` holds.
    pub(crate) fn truth(&self, node: NodeId) -> Truth {
        match &self.nodes[node.0 as usize] {
            Node::All(parts) => self.joined(parts, Truth::False, Truth::and),
            Node::Any(parts) => self.joined(parts, Truth::True, Truth::or),
            Node::Not(part) => !self.truth(*part),
            Node::Flag(slot) => match self.record.value(*slot) {
                Value::Flag(is_so) => is_so.into(),
                _ => Truth::Unknown,
            },
            Node::Blank(slot) => match self.record.value(*slot) {
                Value::Absent => Truth::Unknown,
                value => (value == Value::Blank).into(),
            },
            Node::OneOf(slot, bits) => self.record.value(*slot).bit().map(|bit| bit & bits != 0).into(),
            Node::Sorted { slot, yes, no } => match self.record.value(*slot).bit() {
                Some(bit) if bit & yes != 0 => Truth::True,
                Some(bit) if bit & no != 0 => Truth::False,
                _ => Truth::Unknown,
            },
            Node::Alike(one, other) => match (self.record.value(*one), self.record.value(*other)) {
                (Value::Text(one), Value::Text(other)) => (one.fingerprint == other.fingerprint).into(),
                _ => Truth::Unknown,
            },
            Node::HasAny(slot, bits) => self.of_list(*slot, |items| items.known & bits != 0),
            Node::HasOnly(slot, bits) => self.of_list(*slot, |items| {
                items.count > 0 && !items.others && items.known & !bits == 0
            }),
            Node::Compare(order, left, right) => self.compare(*order, left, right),
        }
    }

    fn joined(&self, parts: &[NodeId], decides: Truth, join: fn(Truth, Truth) -> Truth) -> Truth {
        let mut all = !decides;
        for part in parts {
            all = join(all, self.truth(*part));
            if all == decides {
                break;
            }
        }
        all
    }

    fn of_list(&self, slot: crate::record::Slot, is_so: impl Fn(Items) -> bool) -> Truth {
        match self.record.value(slot) {
            Value::List(items) => is_so(items).into(),
            _ => Truth::Unknown,
        }
    }

    fn compare(&self, order: Order, left: &Measure, right: &Measure) -> Truth {
        let (Some(left), Some(right)) = (self.amount(left), self.amount(right)) else {
            return Truth::Unknown;
        };
        let is_so = match order {
            Order::Equal => left == right,
            Order::Unequal => left != right,
            Order::Less => left < right,
            Order::AtMost => left <= right,
            Order::Greater => left > right,
            Order::AtLeast => left >= right,
        };
        is_so.into()
    }

    fn amount(&self, measure: &Measure) -> Option<Amount> {
        match measure {
            Measure::Number(number) => Some(Amount::Number(*number)),
            Measure::Day(day) => Some(Amount::Day(*day)),
            Measure::Given(which) => self.dates.on(*which).map(Amount::Day),
            Measure::Field(slot) => match self.record.value(*slot) {
                Value::Number(number) => Some(Amount::Number(number)),
                Value::Date(day) => Some(Amount::Day(day)),
                _ => None,
            },
            Measure::Words(slot) => match self.record.value(*slot) {
                Value::Text(text) => Some(Amount::Number(text.words.into())),
                Value::Blank => Some(Amount::Number(0.0)),
                _ => None,
            },
            Measure::Count(slot) => match self.record.value(*slot) {
                Value::List(items) => Some(Amount::Number(items.count.into())),
                Value::Blank => Some(Amount::Number(0.0)),
                _ => None,
            },
            Measure::Shifted { of, by, unit } => match self.amount(of)? {
                Amount::Day(day) => shift(day, *by, *unit, self.worked).map(Amount::Day),
                Amount::Number(_) => None,
            },
        }
    }
}
