//! What a file came to, in words and in the order people ask: shown before it is loaded and afterwards alike.

use crate::{
    platform::{
        clock::month_words,
        packs::{Kind, Packs},
    },
    register::{
        Rule, Summary,
        layout::{Layout, OWN},
    },
};

/// What a file came to.
pub(super) struct Figures {
    /// Refusals by rule: words, how many.
    pub rules: Vec<(String, u64)>,
    /// What people should see about rows kept: words, how many, the first lines.
    pub notices: Vec<(String, u64, String)>,
    /// What a row of the file is called: line, row or record.
    pub row: &'static str,
    /// Month and how many rows.
    pub months: Vec<(String, u64)>,
    /// Stratum and how many rows.
    pub strata: Vec<(String, u64)>,
    /// Heading of the file and what it feeds.
    pub columns: Vec<(String, String)>,
    /// What no column feeds.
    pub missing: Vec<String>,
}

impl Figures {
    /// The figures of a summary, in the words of the kind.
    pub fn of(kind: Option<&Kind>, summary: &Summary) -> Self {
        let label = |name: &str| {
            kind.and_then(|kind| kind.field(name))
                .map_or(name, |field| field.label.as_str())
                .to_owned()
        };
        let stratum = |code: &str| kind.map_or(code, |kind| kind.stratum_label(code)).to_owned();
        let notices = summary.notices.iter().map(|(code, count)| {
            let lines: Vec<String> = count.first.iter().map(|place| place.line.to_string()).collect();
            (notice_words(code, label), count.count, lines.join(", "))
        });
        let columns = summary.mapping.columns.iter().map(|column| {
            let feeds = column
                .field
                .as_deref()
                .map_or_else(|| "Passed over".to_owned(), label);
            (column.heading.clone(), feeds)
        });
        Self {
            rules: summary
                .by_rule
                .iter()
                .map(|(code, count)| (rule_words(code).to_owned(), count.count))
                .collect(),
            notices: notices.collect(),
            row: summary.detected.format.row(),
            months: summary
                .months
                .iter()
                .map(|(month, count)| (month_words(month), *count))
                .collect(),
            strata: summary
                .strata
                .iter()
                .map(|(code, count)| (stratum(code), *count))
                .collect(),
            columns: columns.collect(),
            missing: summary.mapping.missing.iter().map(|name| label(name)).collect(),
        }
    }
}

/// A rule as a heading.
pub(super) fn rule_words(code: &str) -> &str {
    match code.parse() {
        Ok(Rule::Columns) => "Too many or too few cells",
        Ok(Rule::TooLong) => "Too long",
        Ok(Rule::Required) => "Blank but required",
        Ok(Rule::OtherForm) => "Written in another form",
        Ok(Rule::NotNumber) => "Not a number",
        Ok(Rule::OutOfRange) => "Number or date out of range",
        Ok(Rule::NotDate) => "Not a date",
        Ok(Rule::ImpossibleDate) => "No such day",
        Ok(Rule::NotTrueFalse) => "Not true, false or unknown",
        Ok(Rule::NotListed) => "Value not in the list",
        Ok(Rule::ControlCharacter) => "Damaged text",
        Ok(Rule::NoValue) => "No value in the cell",
        Err(()) => code,
    }
}

fn notice_words(code: &str, label: impl Fn(&str) -> String) -> String {
    match code.split_once(':') {
        Some(("low", field)) => format!("{}: lower than usual", label(field)),
        Some(("unlisted", field)) => format!("{}: a value not in the list, kept as written", label(field)),
        _ if code == "reference_again" => "The reference stands on an earlier line too".to_owned(),
        _ => code.to_owned(),
    }
}

/// How a file is read, in words.
pub(super) fn profile_words(kind: Option<&Kind>, layout: Option<&Layout>, profile: &str) -> String {
    let of_kind = || kind.and_then(|kind| kind.profile(profile));
    match layout {
        Some(layout) => format!("The layout of {}", layout.title()),
        None if profile == OWN => "Other headings, not yet named".to_owned(),
        None => of_kind()
            .map_or(profile, |profile| profile.title.as_str())
            .to_owned(),
    }
}

/// The kind and its title, or the id itself when the packs no longer have it.
pub(super) fn kind_words<'p>(packs: &'p Packs, id: &'p str) -> (Option<&'p Kind>, &'p str) {
    let kind = packs.newest_kind(id);
    (kind, kind.map_or(id, |kind| kind.title.as_str()))
}
