//! The two readings of an extract. The first finds every refused row and what repeats from record to record, so that
//! nothing is written about a file that cannot be read to its end; the second looks at each record.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use anyhow::{Context, bail};
use jiff::civil::Date;
use rules::{Answer, Count, Layout, Record, RuleSet};
use serde::Serialize;

use super::choose::Chosen;
use crate::cli::progress::{Progress, Unit};
use crate::platform::packs::Kind;
use crate::register::{Format, Limits, Line, Mapping, NewRecord, Reading, Refused};

/// An extract on one's own disk may be larger than an upload: some thirty million rows.
const LIMITS: Limits = Limits {
    file_bytes: 16 << 30,
    cell_bytes: 100_000,
};
const NOT_WRITTEN: &str = "the rows cannot be written";

/// An extract and how it is read.
pub(super) struct Extract<'c> {
    path: &'c Path,
    /// The kind as it stands, for the headings.
    kind: &'c Kind,
    /// The kind as cells are read by.
    checked: Kind,
    columns: &'c str,
}

/// What the first reading found.
pub(super) struct Survey {
    /// Rows that can be read.
    pub(super) records: u64,
    /// Rows that cannot.
    pub(super) refused: u64,
    /// The first of these.
    pub(super) first_refused: Option<Refused>,
    /// Names of fields that no column feeds.
    pub(super) absent: Vec<String>,
    /// What the file is, for the word for a row.
    pub(super) format: Format,
    source_hash: [u8; 32],
    /// For each fact that repeats: how the words of a record are known, and whether a second record has them.
    repeated: Vec<HashMap<u64, bool>>,
}

impl<'c> Extract<'c> {
    pub(super) fn new(path: &'c Path, chosen: &'c Chosen<'_>) -> Self {
        Self {
            path,
            kind: chosen.kind,
            checked: chosen.kind.to_be_checked(&chosen.pack.facts),
            columns: &chosen.columns,
        }
    }

    fn open(&self) -> anyhow::Result<Reading<'_, BufReader<File>>> {
        let file = File::open(self.path).context("cannot be read")?;
        let about = file.metadata().context("cannot be read")?;
        if about.is_dir() {
            bail!("is a folder; give the file in it");
        }
        if !about.is_file() {
            bail!("is no plain file, and it must be read twice; save it as one first");
        }
        LIMITS.check_claimed(about.len())?;
        let reading = Reading::open(BufReader::new(file), &self.checked, self.columns, LIMITS)?;
        self.check_headings(reading.mapping())?;
        Ok(reading)
    }

    /// A column that the register requires must be there, whatever its cells hold.
    fn check_headings(&self, mapping: &Mapping) -> anyhow::Result<()> {
        let Some(profile) = self.kind.profile(self.columns) else {
            return Ok(());
        };
        let of_kind =
            |name: &Option<String>| name.as_ref().is_none_or(|name| self.kind.field(name).is_some());
        let headings: Vec<_> = mapping
            .columns
            .iter()
            .filter(|column| of_kind(&column.field))
            .map(|column| column.heading.as_str())
            .collect();
        Mapping::of_headings(self.kind, profile, &headings)?;
        Ok(())
    }

    /// Reads the whole file; the hash of what was read comes back.
    fn read(
        &self,
        layout: &Layout,
        mut accepted: impl FnMut(NewRecord<'_>, &mut Record) -> anyhow::Result<()>,
        mut refused: impl FnMut(Refused) -> anyhow::Result<()>,
    ) -> anyhow::Result<([u8; 32], Mapping, Format)> {
        let mut reading = self.open()?.with_rules(layout);
        let mapping = reading.mapping().clone();
        let mut progress = Progress::on_terminal(Unit::Rows, None);
        let mut rows = 0_u64;
        while let Some(line) = reading.next() {
            match line? {
                Line::Accepted(line) => accepted(line, reading.for_rules())?,
                Line::Refused(row) => refused(row)?,
            }
            rows += 1;
            if rows.is_multiple_of(10_000) {
                progress.show(rows);
            }
        }
        Ok((reading.source_hash(), mapping, reading.detected().format))
    }
}

/// Reads an extract for the first time, and hands on each refused row.
pub(super) fn survey(
    extract: &Extract<'_>,
    set: &RuleSet,
    refused: &mut dyn FnMut(&Refused) -> anyhow::Result<()>,
) -> anyhow::Result<Survey> {
    let mut survey = Survey {
        records: 0,
        refused: 0,
        first_refused: None,
        absent: Vec::new(),
        format: Format::default(),
        source_hash: [0; 32],
        repeated: vec![HashMap::new(); set.repeats().len()],
    };
    let (mut records, mut refusals, mut first) = (0, 0, None);
    let repeated = &mut survey.repeated;
    let (source_hash, mapping, format) = extract.read(
        set.layout(),
        |_, record| {
            records += 1;
            for (repeat, seen) in set.repeats().iter().zip(repeated.iter_mut()) {
                if let Some(words) = record.words_of(*repeat) {
                    seen.entry(words)
                        .and_modify(|again| *again = true)
                        .or_insert(false);
                }
            }
            Ok(())
        },
        |row| {
            refusals += 1;
            refused(&row)?;
            first.get_or_insert(row);
            Ok(())
        },
    )?;
    (survey.records, survey.refused, survey.first_refused) = (records, refusals, first);
    (survey.source_hash, survey.absent, survey.format) = (source_hash, mapping.missing, format);
    Ok(survey)
}

/// One row of the answer.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    /// The record's own reference; blank where it has none.
    #[serde(rename = "ref")]
    pub(super) reference: &'a str,
    /// Line of the file.
    pub(super) line: u64,
    pub(super) rule: &'a str,
    pub(super) result: &'a str,
    pub(super) why: &'a str,
}

/// The second reading.
pub(super) struct Looking<'s> {
    set: &'s RuleSet,
    survey: &'s Survey,
    found_on: Option<Date>,
    /// Whether what is unknown is listed too.
    unknown: bool,
    counts: Vec<Count>,
}

impl<'s> Looking<'s> {
    pub(super) fn new(set: &'s RuleSet, survey: &'s Survey, found_on: Option<Date>, unknown: bool) -> Self {
        Self {
            set,
            survey,
            found_on,
            unknown,
            counts: vec![Count::default(); set.rules().len()],
        }
    }

    /// How often each rule gave each answer.
    pub(super) fn counts(&self) -> &[Count] {
        &self.counts
    }

    /// Looks at every record and hands on each row of the answer, in the order of the file.
    pub(super) fn over(
        &mut self,
        extract: &Extract<'_>,
        each: &mut dyn FnMut(&Row<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let (set, one) = (self.set, |line: NewRecord<'_>, record: &mut Record| {
            self.one(&line, record, each)
        });
        let (read, ..) = extract.read(set.layout(), one, |_| Ok(()))?;
        if read != self.survey.source_hash {
            bail!("the file was changed while it was read; run the check again");
        }
        Ok(())
    }

    fn one(
        &mut self,
        line: &NewRecord<'_>,
        record: &mut Record,
        each: &mut dyn FnMut(&Row<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        for (repeat, seen) in self.set.repeats().iter().zip(&self.survey.repeated) {
            let again = record.words_of(*repeat).and_then(|words| seen.get(&words));
            if let Some(again) = again {
                record.give_flag(repeat.fact, *again);
            }
        }
        let dates = self.set.dates(record, self.found_on);
        let mut row = Row {
            reference: line.source_ref.as_deref().unwrap_or_default(),
            line: line.line,
            rule: "",
            result: "",
            why: "",
        };
        for (judgement, count) in self.set.check(record, &dates).zip(&mut self.counts) {
            count.add(judgement.answer);
            row.rule = &judgement.rule.id;
            match judgement.answer {
                Answer::Flag(clause) => {
                    (row.result, row.why) = (clause.result.code(), &clause.says);
                    each(&row)?;
                }
                Answer::Unknown if self.unknown => {
                    let wanting: Vec<_> = self.set.wanting(judgement.rule, record).collect();
                    let why = match wanting.as_slice() {
                        [] => "not known: the day by which it is judged".to_owned(),
                        wanting => format!("not known: {}", wanting.join(", ")),
                    };
                    each(&Row {
                        result: "unknown",
                        why: &why,
                        ..row
                    })?;
                }
                Answer::Unknown | Answer::Pass { .. } => {}
            }
        }
        Ok(())
    }

    /// The rows as CSV; how many there are comes back.
    pub(super) fn write_csv(&mut self, extract: &Extract<'_>, file: impl Write) -> anyhow::Result<u64> {
        let mut out = csv::Writer::from_writer(file);
        out.write_record(["ref", "line", "rule", "result", "why"])
            .context(NOT_WRITTEN)?;
        let mut rows = 0;
        self.over(extract, &mut |row| {
            rows += 1;
            let (reference, line) = (plain(row.reference), row.line.to_string());
            out.write_record([&reference, line.as_str(), row.rule, row.result, row.why])
                .context(NOT_WRITTEN)
        })?;
        out.flush().context(NOT_WRITTEN)?;
        Ok(rows)
    }
}

/// Text that a spreadsheet must not take for a formula (OWASP, CSV injection): an apostrophe stands before it.
fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}
