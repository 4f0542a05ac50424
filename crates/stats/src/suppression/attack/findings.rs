//! What the attacker found.

use super::Handed;
use super::component::Settled;
use super::quantities::Value;
use super::sums::Statements;
use serde::Serialize;
use std::collections::BTreeMap;

/// What can be known of a count that no release shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellRange {
    /// The label of its row, in the release that speaks of it or comes nearest.
    pub row: String,
    /// The label of its column there; with whatever else singles its cases out.
    pub col: String,
    /// Smallest possible count.
    pub low: u64,
    /// Largest possible count; `None` when nothing bounds it.
    pub high: Option<u64>,
    /// All values that single its cases out.
    pub cell: BTreeMap<String, String>,
    /// Whether a release keeps it back; otherwise it only follows from what the releases say.
    pub hidden: bool,
    /// The smallest count that may be shown or inferred.
    pub threshold: u64,
    /// Place of the release that speaks of it last, in the list that was handed in.
    #[serde(skip)]
    pub release: Option<usize>,
}

impl CellRange {
    /// Whether the range tells too much: numbers that are all from 1 to the threshold less 1, or one number for a count that
    /// is kept back.
    pub fn is_exposed(&self) -> bool {
        let point = self.high == Some(self.low);
        let small = self.low >= 1 && self.high.is_some_and(|high| high < self.threshold);
        small || (self.hidden && point)
    }

    /// The range in words, such as "row Hinckley, column theft is 3" or "lies from 1 to 4".
    pub fn words(&self) -> String {
        let what = match self.high {
            Some(high) if high == self.low => format!("is {high}"),
            Some(high) => format!("lies from {} to {high}", self.low),
            None => format!("is {} or more", self.low),
        };
        format!("row {}, column {} {what}", self.row, self.col)
    }
}

/// What the attacker found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// The range of every count that is kept back.
    pub hidden: Vec<CellRange>,
    /// The counts that are given away, published or not.
    pub exposed: Vec<CellRange>,
    /// Counts whose range could not be settled, with the bounds the releases state: no release with one of these may go out.
    pub undecided: Vec<CellRange>,
}

impl Findings {
    /// Whether the releases may stand beside each other.
    pub fn is_safe(&self) -> bool {
        self.exposed.is_empty() && self.undecided.is_empty()
    }

    /// The narrowest range of a count that is kept back and bounded.
    pub fn tightest(&self) -> Option<&CellRange> {
        let bounded = self
            .hidden
            .iter()
            .filter_map(|range| Some((range.high? - range.low, range)));
        bounded.min_by_key(|(width, _)| *width).map(|(_, range)| range)
    }

    pub(super) fn of(statements: &Statements, releases: &[Handed<'_>], ranges: Vec<Settled>) -> Self {
        let mut findings = Self::default();
        for (number, (quantity, range)) in statements.quantities.all.iter().zip(ranges).enumerate() {
            let known = quantity.fixed().is_some() && !quantity.hidden && quantity.said_by.is_some();
            if known {
                continue;
            }
            let settled = range.is_some();
            let (low, high) = range.unwrap_or((quantity.low, quantity.high));
            let threshold = i64::try_from(quantity.threshold).unwrap_or(i64::MAX);
            let is_small = low >= 1 && high.is_some_and(|high| high < threshold);
            if settled && !quantity.hidden && !is_small {
                continue;
            }
            let counted = |number: i64| u64::try_from(number).unwrap_or(0);
            let found = statements.describe(releases, number, counted(low), high.map(counted));
            match settled {
                false => findings.undecided.push(found),
                true => {
                    if found.is_exposed() {
                        findings.exposed.push(found.clone());
                    }
                    if quantity.hidden {
                        findings.hidden.push(found);
                    }
                }
            }
        }
        findings
    }
}

impl Statements {
    /// A range with the labels of its cell.
    fn describe(&self, releases: &[Handed<'_>], quantity: usize, low: u64, high: Option<u64>) -> CellRange {
        let one = &self.quantities.all[quantity];
        let texts = |&(kind, value): &Value| (self.texts.text(kind), self.texts.text(value));
        let nearest = one.said_by.or_else(|| {
            let shared = |number: &usize| {
                let release = releases[*number].release;
                let named = |(kind, _): &(&str, &str)| {
                    release.cols == *kind || release.rows.iter().any(|row| row == kind)
                };
                one.key.iter().map(texts).filter(named).count()
            };
            (0..releases.len()).max_by_key(shared)
        });
        let (mut row, mut col) = (String::new(), String::new());
        let mut rest = Vec::new();
        if let Some(release) = nearest
            .and_then(|number| releases.get(number))
            .map(|handed| handed.release)
        {
            row.clone_from(&release.total);
            col.clone_from(&release.total);
            for (kind, value) in one.key.iter().map(texts) {
                if release.rows.iter().any(|one| one == kind) {
                    value.clone_into(&mut row);
                } else if release.cols == kind {
                    value.clone_into(&mut col);
                } else if one.said_by.is_none() || release.within.get(kind).is_none_or(|own| own != value) {
                    rest.push(format!("{kind} {value}"));
                }
            }
        }
        if !rest.is_empty() {
            col = format!("{col}; {}", rest.join(", "));
        }
        CellRange {
            row,
            col,
            low,
            high,
            cell: one
                .key
                .iter()
                .map(texts)
                .map(|(kind, value)| (kind.to_owned(), value.to_owned()))
                .collect(),
            hidden: one.hidden,
            threshold: one.threshold,
            release: one.said_by,
        }
    }
}
