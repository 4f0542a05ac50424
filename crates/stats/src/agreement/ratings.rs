//! Ratings as units by raters, with gaps.

use super::pattern::{Pattern, patterns};
use super::scale::{MOST_CLASSES, Scale, number, tidy};
use super::{Metric, RatingsError};
use std::collections::HashMap;

/// The most raters that are taken.
pub const MOST_RATERS: usize = 4096;

/// Who put which unit into which class. Units and raters stand in order of their names, so nothing depends on
/// the order in which they were met.
#[derive(Debug, Clone)]
pub struct Ratings {
    pub(super) metric: Metric,
    pub(super) scale: Scale,
    pub(super) raters: Vec<String>,
    pub(super) silent: Vec<String>,
    pub(super) units: Vec<String>,
    /// Rater and class of each rating, by unit, then by rater.
    pub(super) given: Vec<(u32, u32)>,
    /// Where in `given` each unit begins; one more at the end.
    pub(super) starts: Vec<usize>,
    pub(super) patterns: Vec<Pattern>,
}

impl Ratings {
    /// The metric they were read for.
    #[must_use]
    pub fn metric(&self) -> Metric {
        self.metric
    }

    /// The classes.
    #[must_use]
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The raters who rated something.
    #[must_use]
    pub fn raters(&self) -> &[String] {
        &self.raters
    }

    /// The raters who rated nothing: they are left out of every figure.
    #[must_use]
    pub fn silent(&self) -> &[String] {
        &self.silent
    }

    /// All units, those without a rating too.
    #[must_use]
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// How many ratings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.given.len()
    }

    /// Whether nobody rated anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// Units with two or more ratings: those that allow a comparison.
    #[must_use]
    pub fn pairable_units(&self) -> usize {
        self.pairable().map(|pattern| pattern.units as usize).sum()
    }

    pub(super) fn pairable(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().filter(|pattern| pattern.ratings >= 2)
    }

    /// Rater and class of each rating of a unit.
    pub(super) fn of(&self, unit: usize) -> &[(u32, u32)] {
        &self.given[self.starts[unit]..self.starts[unit + 1]]
    }

    /// The same ratings with those units alone that `keep` wants.
    pub(super) fn only(&self, keep: impl Fn(&[(u32, u32)]) -> bool) -> Self {
        let kept = |unit: &usize| keep(self.of(*unit));
        let units: Vec<usize> = (0..self.units.len()).filter(kept).collect();
        let rows = units.iter().map(|&unit| self.of(unit).to_vec()).collect();
        let names = units.iter().map(|&unit| self.units[unit].clone()).collect();
        let raters = (self.raters.clone(), self.silent.clone());
        assemble(self.metric, self.scale.clone(), raters, names, rows)
    }
}

fn assemble(
    metric: Metric,
    scale: Scale,
    (raters, silent): (Vec<String>, Vec<String>),
    units: Vec<String>,
    rows: Vec<Vec<(u32, u32)>>,
) -> Ratings {
    let mut starts = vec![0];
    starts.extend(rows.iter().scan(0, |end, row| {
        *end += row.len();
        Some(*end)
    }));
    let classes = |row: &Vec<(u32, u32)>| row.iter().map(|&(_, class)| class).collect();
    let patterns = patterns(rows.iter().map(classes));
    Ratings {
        metric,
        scale,
        raters,
        silent,
        units,
        given: rows.into_iter().flatten().collect(),
        starts,
        patterns,
    }
}

/// Takes ratings one by one, as a file is read, and puts them in order at the end.
#[derive(Debug)]
pub struct RatingsBuilder {
    metric: Metric,
    given_scale: Option<Scale>,
    units: Names,
    raters: Names,
    values: Names,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    unit: u32,
    rater: u32,
    /// None where the value is missing.
    value: Option<u32>,
    line: u64,
}

/// Names and the number each was given when it was first met.
#[derive(Debug, Default)]
struct Names {
    known: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: String) -> Result<u32, RatingsError> {
        if let Some(&number) = self.known.get(&name) {
            return Ok(number);
        }
        let number = u32::try_from(self.names.len()).map_err(|_| RatingsError::TooManyRows)?;
        self.names.push(name.clone());
        self.known.insert(name, number);
        Ok(number)
    }
}

impl RatingsBuilder {
    /// Begins. `classes` is the whole scale in its order, also the classes nobody chose; without it the scale
    /// is what is met. AC1, AC2 and Brennan-Prediger depend on how many classes there are to choose from.
    ///
    /// # Errors
    /// A scale with fewer than two classes, a blank or a double one, or words where the metric needs numbers.
    pub fn new(metric: Metric, classes: Option<&[String]>) -> Result<Self, RatingsError> {
        Ok(Self {
            metric,
            given_scale: classes.map(|classes| Scale::given(classes, metric)).transpose()?,
            units: Names::default(),
            raters: Names::default(),
            values: Names::default(),
            rows: Vec::new(),
        })
    }

    /// Adds one rating; a blank `value` is a missing one. `line` is where it stands, for the sentence about a
    /// double.
    ///
    /// # Errors
    /// A blank unit or rater, a value the metric or the scale does not allow, too many raters or values.
    pub fn add(&mut self, line: u64, unit: &str, rater: &str, value: &str) -> Result<(), RatingsError> {
        let (unit, rater, value) = (tidy(unit), tidy(rater), tidy(value));
        if unit.is_empty() {
            return Err(RatingsError::Blank("unit"));
        }
        if rater.is_empty() {
            return Err(RatingsError::Blank("rater"));
        }
        let (unit, rater) = (self.units.number(unit)?, self.raters.number(rater)?);
        if self.raters.names.len() > MOST_RATERS {
            return Err(RatingsError::TooManyRaters);
        }
        let value = (!value.is_empty()).then(|| self.value(value)).transpose()?;
        if self.rows.len() >= u32::MAX as usize {
            return Err(RatingsError::TooManyRows);
        }
        self.rows.push(Row {
            unit,
            rater,
            value,
            line,
        });
        Ok(())
    }

    /// The number of a value that may be counted as one.
    fn value(&mut self, value: String) -> Result<u32, RatingsError> {
        if let Some(&known) = self.values.known.get(&value) {
            return Ok(known);
        }
        if let Some(scale) = &self.given_scale {
            if scale.places(std::slice::from_ref(&value)) == [None] {
                return Err(RatingsError::NotOnScale(value));
            }
        } else {
            self.metric.check(&value)?;
        }
        if self.values.names.len() >= MOST_CLASSES {
            return Err(RatingsError::TooManyClasses);
        }
        self.values.number(value)
    }

    /// Puts everything in order.
    ///
    /// # Errors
    /// A unit that one rater rates twice.
    pub fn finish(self) -> Result<Ratings, RatingsError> {
        let Self {
            metric,
            given_scale,
            units,
            raters,
            values,
            mut rows,
        } = self;
        rows.sort_by_key(|row| (row.unit, row.rater, row.line));
        let twice = rows
            .windows(2)
            .filter(|pair| (pair[0].unit, pair[0].rater) == (pair[1].unit, pair[1].rater));
        if let Some(pair) = twice.min_by_key(|pair| pair[1].line) {
            return Err(RatingsError::Twice {
                first: pair[0].line,
                second: pair[1].line,
            });
        }
        let scale = given_scale.unwrap_or_else(|| Scale::met(&values.names));
        let places = scale.places(&values.names);
        rows.retain(|row| row.value.is_some());

        let mut spoke = vec![false; raters.names.len()];
        rows.iter().for_each(|row| spoke[row.rater as usize] = true);
        let (heard, rater_at) = in_order(&raters.names, |at| spoke[at]);
        let (silent, _) = in_order(&raters.names, |at| !spoke[at]);
        let (names, unit_at) = in_order(&units.names, |_| true);
        let mut by_unit = vec![Vec::new(); names.len()];
        for row in &rows {
            let class = row.value.and_then(|value| places[value as usize]);
            if let Some(class) = class {
                by_unit[unit_at[row.unit as usize] as usize].push((rater_at[row.rater as usize], class));
            }
        }
        by_unit.iter_mut().for_each(|row| row.sort_unstable());
        Ok(assemble(metric, scale, (heard, silent), names, by_unit))
    }
}

/// Those of `names` that are kept, in order, and for each of the old numbers the new one (0 for the others).
fn in_order(names: &[String], keep: impl Fn(usize) -> bool) -> (Vec<String>, Vec<u32>) {
    let mut order: Vec<usize> = (0..names.len()).filter(|&at| keep(at)).collect();
    order.sort_by(|&a, &b| match (number(&names[a]), number(&names[b])) {
        (Some(one), Some(other)) => one.total_cmp(&other).then_with(|| names[a].cmp(&names[b])),
        (one, other) => other
            .is_some()
            .cmp(&one.is_some())
            .then_with(|| names[a].cmp(&names[b])),
    });
    let mut places = vec![0; names.len()];
    for (place, &at) in (0..).zip(&order) {
        places[at] = place;
    }
    (order.iter().map(|&at| names[at].clone()).collect(), places)
}
