//! The counts that releases speak of. Two cells are the same count when they count the same cases: same area, same offence, same
//! part of the population. So a count is known by the values that single its cases out, and a total by fewer of them.

use super::super::Cell;
use super::super::rule::ROUNDING;
use std::collections::HashMap;

/// Kind and value, such as area and Hinckley, as numbers of their texts.
pub(super) type Value = (u32, u32);

/// The values that single the cases of a count out, in order of their kind.
pub(super) type Key = Vec<Value>;

/// A count that somebody may want to know.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    pub(super) key: Key,
    pub(super) low: i64,
    /// Nothing bounds it where there is none.
    pub(super) high: Option<i64>,
    /// Which release last said something of it.
    pub(super) said_by: Option<usize>,
    /// Whether a release keeps it back: then it must not be one number.
    pub(super) hidden: bool,
    /// The largest threshold among the releases that keep it back; of all where none speaks of it.
    pub(super) threshold: u64,
}

impl Quantity {
    /// The number, where it is known.
    pub(super) fn fixed(&self) -> Option<i64> {
        self.high.filter(|&high| high == self.low)
    }
}

/// Texts by number.
#[derive(Default)]
pub(super) struct Texts {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Texts {
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

/// All counts that the releases speak of, and those that follow from them.
#[derive(Default)]
pub(super) struct Quantities {
    pub(super) all: Vec<Quantity>,
    numbers: HashMap<Key, usize>,
}

impl Quantities {
    pub(super) fn number(&self, key: &Key) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    /// The number of a count; it is made up where no release speaks of it.
    pub(super) fn at(&mut self, key: Key) -> usize {
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = self.all.len();
        self.numbers.insert(key.clone(), number);
        self.all.push(Quantity {
            key,
            low: 0,
            high: None,
            said_by: None,
            hidden: false,
            threshold: 0,
        });
        number
    }

    /// Takes in what a release says of a count; the release it contradicts, if it does.
    pub(super) fn say(
        &mut self,
        number: usize,
        cell: Cell,
        release: usize,
        (threshold, zeros_hidden): (u64, bool),
    ) -> Result<(), usize> {
        let quantity = &mut self.all[number];
        let counted = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let (low, high) = match cell {
            Cell::Shown(count) => (counted(count), Some(counted(count))),
            Cell::Hidden => (i64::from(!zeros_hidden), None),
            Cell::Rounded(count) => (
                counted(count.saturating_sub(ROUNDING)),
                Some(counted(count.saturating_add(ROUNDING))),
            ),
            Cell::SumOfRounded(_) => (0, None),
        };
        let before = quantity.said_by.replace(release);
        quantity.low = quantity.low.max(low);
        quantity.high = match (quantity.high, high) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if matches!(cell, Cell::Hidden | Cell::Rounded(_)) {
            quantity.hidden = true;
            quantity.threshold = quantity.threshold.max(threshold);
        }
        match quantity.high {
            Some(high) if high < quantity.low => Err(before.unwrap_or(release)),
            _ => Ok(()),
        }
    }
}

/// A key with a value more; nothing where the kind has a value already.
pub(super) fn with(key: &Key, value: Value) -> Option<Key> {
    match key.binary_search_by_key(&value.0, |(kind, _)| *kind) {
        Ok(_) => None,
        Err(at) => {
            let mut longer = key.clone();
            longer.insert(at, value);
            Some(longer)
        }
    }
}

/// A key without a kind, and the value it had.
pub(super) fn without(key: &Key, kind: u32) -> Option<(Key, u32)> {
    let at = key.binary_search_by_key(&kind, |(kind, _)| *kind).ok()?;
    let mut shorter = key.clone();
    let (_, value) = shorter.remove(at);
    Some((shorter, value))
}
