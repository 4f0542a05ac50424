//! What a check came to, as JSON or as a table.

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;
use rules::{Class, Count, Mark, RuleSet};
use serde::Serialize;
use serde_json::{Value, json};

use super::choose::Chosen;
use super::passes::{Extract, Looking, Survey};

/// What every answer says beside rows and counts.
pub(super) struct Said<'a> {
    pub(super) chosen: &'a Chosen<'a>,
    pub(super) set: &'a RuleSet,
    pub(super) survey: &'a Survey,
    pub(super) found_on: Option<Date>,
    /// How many rows were written to a file.
    pub(super) rows_out: Option<u64>,
}

/// What a reader of the answer needs to know of a rule.
#[derive(Serialize)]
struct About<'a> {
    id: &'a str,
    title: &'a str,
    class: Class,
    mark: Mark,
    citation: &'a str,
    explains: &'a str,
    /// Records the rule was about: the base of a rate.
    applied: u64,
}

impl Said<'_> {
    /// One object, its rows written as they are found. Where they went to a file, `rows` is empty.
    pub(super) fn as_json(
        &self,
        looking: &mut Looking<'_>,
        extract: Option<&Extract<'_>>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        write!(out, "{{\"records\":{},\"rows\":[", self.survey.records)?;
        if let Some(extract) = extract {
            let mut first = true;
            looking.over(extract, &mut |row| {
                if !std::mem::take(&mut first) {
                    out.write_all(b",")?;
                }
                Ok(serde_json::to_writer(&mut *out, row)?)
            })?;
        }
        write!(out, "],\"flags\":{{")?;
        for (place, (rule, count)) in self.set.rules().iter().zip(looking.counts()).enumerate() {
            let comma = if place > 0 { "," } else { "" };
            write!(out, "{comma}{}:", Value::from(rule.id.as_str()))?;
            serde_json::to_writer(&mut *out, count)?;
        }
        write!(out, "}}")?;
        for (key, value) in self.about(looking.counts()) {
            write!(out, ",{}:{value}", Value::from(key))?;
        }
        writeln!(out, "}}")?;
        Ok(())
    }

    fn about(&self, counts: &[Count]) -> Vec<(&'static str, Value)> {
        let pack = &self.chosen.pack;
        let profile =
            self.chosen.local.as_ref().map(
                |local| json!({"id": local.id, "version": local.version, "dated": local.dated.to_string()}),
            );
        let rules = self.set.rules().iter().zip(counts).map(|(rule, count)| {
            json!(About {
                id: &rule.id,
                title: &rule.title,
                class: rule.class,
                mark: rule.mark,
                citation: &rule.citation,
                explains: &rule.explains,
                applied: count.applied,
            })
        });
        let off = self.set.off().iter().map(
            |off| json!({"rule": off.rule, "title": off.title, "part": off.part, "why": off.why.to_string()}),
        );
        let mut about = vec![
            ("refused", self.survey.refused.into()),
            (
                "pack",
                json!({"id": pack.id, "version": pack.version, "dated": pack.dated.to_string()}),
            ),
            ("profile", profile.into()),
            ("found_on", self.found_on.map(|day| day.to_string()).into()),
            ("columns_missing", self.survey.absent.clone().into()),
            ("rules", rules.collect()),
            ("off", off.collect()),
        ];
        about.extend(self.rows_out.map(|rows| ("rows_out", rows.into())));
        about
    }

    /// A table: one line for each rule that flagged something or could not tell.
    pub(super) fn as_text(
        &self,
        counts: &[Count],
        rows: Option<&Path>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let pack = &self.chosen.pack;
        write!(out, "{}, version {} of {}", pack.title, pack.version, pack.dated)?;
        if let Some(local) = &self.chosen.local {
            write!(
                out,
                "; {}, version {} of {}",
                local.title, local.version, local.dated
            )?;
        }
        let Survey { records, refused, .. } = self.survey;
        writeln!(out, "\n{records} records checked, {refused} rows refused")?;
        writeln!(out, "Flags are for the panel to look at: they decide nothing.\n")?;
        writeln!(out, "rule   breach missing mismatch    info unknown  of      ")?;
        let mut quiet = 0;
        for (rule, count) in self.set.rules().iter().zip(counts) {
            let Count {
                breach,
                missing,
                mismatch,
                info,
                unknown,
                applied,
                ..
            } = *count;
            if breach + missing + mismatch + info + unknown == 0 {
                quiet += 1;
                continue;
            }
            let (id, title) = (&rule.id, &rule.title);
            writeln!(
                out,
                "{id:<5} {breach:>7} {missing:>7} {mismatch:>8} {info:>7} {unknown:>7} {applied:>7}  {title}"
            )?;
        }
        writeln!(
            out,
            "\n\"of\" counts the records a rule was about. {quiet} rules flagged nothing."
        )?;
        self.write_off(out)?;
        if let (Some(path), Some(rows)) = (rows, self.rows_out) {
            writeln!(out, "{rows} rows written to {}", path.display())?;
        }
        Ok(())
    }

    fn write_off(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut by_reason: Vec<(String, Vec<String>)> = Vec::new();
        for off in self.set.off() {
            let why = off.why.to_string();
            let name = if off.part {
                format!("part of {}", off.rule)
            } else {
                off.rule.clone()
            };
            match by_reason.iter_mut().find(|(reason, _)| *reason == why) {
                Some((_, names)) => names.push(name),
                None => by_reason.push((why, vec![name])),
            }
        }
        for (why, names) in by_reason {
            writeln!(out, "Off, {why}: {}.", names.join(", "))?;
        }
        Ok(())
    }
}
