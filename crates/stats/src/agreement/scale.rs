//! The classes of a scale and where they stand.

use super::{Metric, RatingsError};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The most classes that are taken: beyond, values are measurements and want grouping first.
pub const MOST_CLASSES: usize = 4096;

/// The classes of a scale. Numbers stand in order at their value; words stand in the order given, one apart,
/// or, where no order was given, in no order.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub(super) labels: Vec<String>,
    pub(super) positions: Vec<f64>,
    pub(super) ordered: bool,
    numbers: bool,
}

impl Scale {
    /// How many classes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The classes in their order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Whether the classes have an order.
    #[must_use]
    pub fn ordered(&self) -> bool {
        self.ordered
    }

    /// Numbers in rising order, each once.
    fn of_numbers(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        Self {
            labels: numbers.iter().map(ToString::to_string).collect(),
            positions: numbers,
            ordered: true,
            numbers: true,
        }
    }

    fn of_words(labels: Vec<String>, ordered: bool) -> Self {
        Self {
            positions: (1..=labels.len()).map(|place| place as f64).collect(),
            labels,
            ordered,
            numbers: false,
        }
    }

    /// The scale that a caller gives, in its order.
    pub(super) fn given(classes: &[String], metric: Metric) -> Result<Self, RatingsError> {
        let labels: Vec<String> = classes.iter().map(|label| tidy(label)).collect();
        if labels.len() < 2 || labels.iter().any(String::is_empty) {
            return Err(RatingsError::ShortScale);
        }
        if labels.len() > MOST_CLASSES {
            return Err(RatingsError::TooManyClasses);
        }
        let numbers: Option<Vec<f64>> = labels.iter().map(|label| number(label)).collect();
        let scale = match numbers {
            Some(numbers) => Self::of_numbers(numbers),
            None if metric.needs_numbers() => return Err(not_a_number(&labels, metric)),
            None => Self::of_words(labels.clone(), metric == Metric::Ordinal),
        };
        let mut seen = HashMap::new();
        for label in &labels {
            let same = number(label).map_or_else(|| label.clone(), |number| number.to_string());
            if seen.insert(same, ()).is_some() {
                return Err(RatingsError::ClassTwice(label.clone()));
            }
        }
        Ok(scale)
    }

    /// The scale of the values that were met: numbers where all are, else words in order of their bytes.
    pub(super) fn met(values: &[String]) -> Self {
        let numbers: Option<Vec<f64>> = values.iter().map(|value| number(value)).collect();
        match numbers {
            Some(numbers) => Self::of_numbers(numbers),
            None => {
                let mut words = values.to_vec();
                words.sort();
                Self::of_words(words, false)
            }
        }
    }

    /// Where each of `values` stands among the classes; `None` for one that is not on the scale.
    pub(super) fn places(&self, values: &[String]) -> Vec<Option<u32>> {
        let by_label: HashMap<&str, u32> = self.labels.iter().map(String::as_str).zip(0..).collect();
        let place = |value: &String| {
            // "2" and "2.0" are one number.
            let plain = number(value).filter(|_| self.numbers);
            let label = plain.map_or_else(|| value.clone(), |number| number.to_string());
            by_label.get(label.as_str()).copied()
        };
        values.iter().map(place).collect()
    }
}

fn not_a_number(labels: &[String], metric: Metric) -> RatingsError {
    let word = labels.iter().find(|label| number(label).is_none());
    RatingsError::NotANumber {
        value: word.cloned().unwrap_or_default(),
        metric,
        remedy: metric.remedy(),
    }
}

/// A finite number, without a sign on 0.
pub(super) fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(number + 0.0)
}

/// Text without blanks around it, in Unicode's composed form (NFC), so that what looks the same is the same.
pub(super) fn tidy(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}
