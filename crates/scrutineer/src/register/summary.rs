//! What a file came to: shown as a preview before anything is loaded, and kept with the batch afterwards.

use std::collections::BTreeMap;
use std::io::Read;

use serde::{Deserialize, Serialize};

use crate::platform::packs::Kind;

use super::fault::FileFault;
use super::mapping::Mapping;
use super::reading::Reading;
use super::record::{Line, NewRecord, Refused};
use super::source::Detected;

/// How many places are told for each rule; the file of refusals has them all.
const PLACES_TOLD: usize = 10;

/// Refusals under one rule, or notices under one code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCount {
    /// How many lines.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Place>,
}

/// Where a rule was broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Line of the file, from 1.
    pub line: u64,
    /// Heading of the column; blank for the whole row.
    pub column: String,
    /// What would be right.
    pub message: String,
}

impl RuleCount {
    fn add(&mut self, line: u64, column: &str, message: &str) {
        self.count += 1;
        if self.first.len() < PLACES_TOLD {
            self.first.push(Place {
                line,
                column: column.to_owned(),
                message: message.to_owned(),
            });
        }
    }
}

/// What a file came to. `accepted + refused = rows`, always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Which column feeds which field, and which fields stay blank.
    pub mapping: Mapping,
    /// Rows below the heading line.
    pub rows: u64,
    /// Rows kept.
    pub accepted: u64,
    /// Rows refused.
    pub refused: u64,
    /// Rows kept that are alike in every cell to an earlier row of the file.
    pub duplicates: u64,
    /// Refusals by rule.
    pub by_rule: BTreeMap<String, RuleCount>,
    /// Notices on rows kept, by code.
    pub notices: BTreeMap<String, RuleCount>,
    /// Rows kept by month, `YYYY-MM`.
    pub months: BTreeMap<String, u64>,
    /// Rows kept by stratum; every stratum of the kind is there.
    pub strata: BTreeMap<String, u64>,
    /// What the file was found to be.
    #[serde(default)]
    pub detected: Detected,
    /// Id of the source it comes from, where somebody said so.
    #[serde(default)]
    pub source: Option<String>,
}

impl Summary {
    /// An empty summary for a file of this kind, read with this mapping.
    pub fn of(kind: &Kind, mapping: &Mapping) -> Self {
        let strata = kind.strata().map(|(code, _)| (code.to_owned(), 0)).collect();
        Self {
            mapping: mapping.clone(),
            strata,
            ..Self::default()
        }
    }

    /// Counts one line.
    pub fn add(&mut self, line: &Line<'_>) {
        self.rows += 1;
        match line {
            Line::Accepted(record) => self.accept(record),
            Line::Refused(refused) => self.refuse(refused),
        }
    }

    fn accept(&mut self, record: &NewRecord<'_>) {
        self.accepted += 1;
        self.duplicates += u64::from(record.duplicate_of_line.is_some());
        for notice in &record.notices {
            self.notices
                .entry(notice.code())
                .or_default()
                .add(record.line, "", "");
        }
        *self.months.entry(record.month.to_string()).or_default() += 1;
        match self.strata.get_mut(record.stratum) {
            Some(count) => *count += 1,
            None => {
                self.strata.insert(record.stratum.to_owned(), 1);
            }
        }
    }

    fn refuse(&mut self, refused: &Refused) {
        self.refused += 1;
        let count = self.by_rule.entry(refused.rule.code().to_owned()).or_default();
        count.add(refused.line, &refused.column, &refused.message);
    }

    /// Reads a whole file and hands each line on after counting it.
    ///
    /// # Errors
    /// The [`FileFault`] that ends the reading; whatever was handed on before it must then be thrown away.
    pub fn read_through<'k, R: Read>(
        kind: &Kind,
        reading: &mut Reading<'k, R>,
        mut hand_on: impl FnMut(Line<'k>),
    ) -> Result<Self, FileFault> {
        let mut summary = Self::of(kind, reading.mapping());
        for line in reading.by_ref() {
            let line = line?;
            summary.add(&line);
            hand_on(line);
        }
        summary.detected = reading.detected();
        Ok(summary)
    }
}
