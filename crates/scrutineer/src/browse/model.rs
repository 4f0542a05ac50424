//! What somebody looks for in the register: a filter, an order and columns, as codes that may stand in an address.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::shelves::{self, BLANK, NOT_STATED, Shelf, UNLISTED};
use crate::{
    platform::{
        clock::month_words,
        form::Form,
        ids::BatchId,
        packs::{Field, FieldType, Kind, Sensitivity},
    },
    register::Month,
};

/// The code of a blank in an address.
pub const BLANK_CODE: &str = "-blank";

/// What somebody may see of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Whether they have a right to identified records: restricted fields and references.
    pub identify: bool,
    /// Whether they may know what rules flag of a single record.
    pub flags: bool,
}

impl Reader {
    /// Whether they see a field in lists.
    #[must_use]
    pub fn sees(self, field: &Field) -> bool {
        field.browse && (self.identify || field.sensitivity <= Sensitivity::Panel)
    }

    /// The fields of a kind they see in lists.
    pub fn fields(self, kind: &Kind) -> impl Iterator<Item = &Field> {
        kind.listed.iter().filter(move |field| self.sees(field))
    }

    /// A value in words: for those without a right to identified records no day, only its month, as members see it.
    #[must_use]
    pub fn words(self, field: &Field, value: Option<&Value>) -> String {
        match value.and_then(Value::as_str).and_then(|day| day.get(..7)) {
            Some(month) if by_month(field) && !self.identify => month_words(month),
            _ => field.words(value),
        }
    }

    /// Whether a record of this kind is found by its reference.
    #[must_use]
    pub fn refers(self, kind: &Kind) -> bool {
        self.identify && kind.reference.is_some()
    }
}

/// From and to, both included and either open: months for days, whole numbers for numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least, as written in the address.
    pub from: String,
    /// The greatest.
    pub to: String,
}

/// What records must be like. Nothing said means all that stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First month, `YYYY-MM`, or empty.
    pub from: String,
    /// Last month, or empty.
    pub to: String,
    /// Code of the stratum, or empty.
    pub stratum: String,
    /// The file they came with.
    pub batch: Option<BatchId>,
    /// Id of a rule that flags them, or empty.
    pub rule: String,
    /// Whether they are, or are not, alike in every cell to an earlier row.
    pub repeat: Option<bool>,
    /// By field: codes of which they must have one.
    pub codes: BTreeMap<String, Vec<String>>,
    /// By field: bounds.
    pub bounds: BTreeMap<String, Bounds>,
}

/// In which order records come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Name of a field; empty for the month.
    pub by: String,
    /// Whether the greatest come first.
    pub falling: bool,
}

impl Default for Order {
    /// The newest month first.
    fn default() -> Self {
        Self {
            by: String::new(),
            falling: true,
        }
    }
}

impl Order {
    /// As it stands in an address.
    #[must_use]
    pub fn code(&self) -> String {
        let by = if self.by.is_empty() { "month" } else { &self.by };
        format!("{by}{}", if self.falling { ".desc" } else { "" })
    }

    fn of(code: &str) -> Self {
        let (by, falling) = match code.strip_suffix(".desc") {
            Some(by) => (by, true),
            None => (code, false),
        };
        match by {
            "" => Self::default(),
            "month" => Self {
                by: String::new(),
                falling,
            },
            by => Self {
                by: by.to_owned(),
                falling,
            },
        }
    }
}

/// A list of records as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Id of the kind.
    pub kind: String,
    /// Which records.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// Names of the fields shown.
    pub columns: Vec<String>,
}

/// Whether records can be put in the order of a field.
#[must_use]
pub fn orders(field: &Field) -> bool {
    let single = !matches!(field.holds, FieldType::List { .. });
    single && shelves::of_field(field) != Shelf::Blanks
}

/// Whether the bounds of a field are months.
#[must_use]
pub fn by_month(field: &Field) -> bool {
    matches!(field.holds, FieldType::Date | FieldType::Instant)
}

/// The codes a field may be filtered by, with their words.
#[must_use]
pub fn choices(field: &Field) -> Vec<(&str, &str)> {
    let mut choices = match field.vocabulary() {
        Some(list) => list
            .entries
            .iter()
            .map(|entry| (entry.code.as_str(), entry.label.as_str()))
            .collect(),
        None => vec![("true", "Yes"), ("false", "No")],
    };
    if field.vocabulary().is_some_and(|list| list.keep_unlisted) {
        choices.push((UNLISTED, "A value not in the list"));
    }
    if field.not_known {
        choices.push((NOT_STATED, "Not known"));
    }
    if !field.required {
        choices.push((BLANK_CODE, "Blank"));
    }
    choices
}

/// The value on the shelf that a code of an address stands for.
#[must_use]
pub fn shelved(code: &str) -> &str {
    if code == BLANK_CODE { BLANK } else { code }
}

/// A bound as the number on the shelf, counted from its lowest: the first day of a month for `from`, its last for `to`.
#[must_use]
pub fn bound(field: &Field, text: &str, last: bool) -> Option<i64> {
    let Shelf::Digits { lowest } = shelves::of_field(field) else {
        return None;
    };
    if !by_month(field) {
        return text
            .parse::<i64>()
            .ok()
            .map(|number| number.saturating_sub(lowest));
    }
    let month: Month = text.parse().ok()?;
    let of = if last { month.after(1) } else { month };
    let day = shelves::day_number(jiff::civil::date(of.year, of.month, 1))?;
    Some(if last { day - 1 } else { day })
}

impl View {
    /// All records of a kind as they are first shown.
    #[must_use]
    pub fn of(kind: &Kind, reader: Reader) -> Self {
        let columns = kind.columns.iter();
        let seen = columns.filter(|name| kind.listed_field(name).is_some_and(|field| reader.sees(field)));
        Self {
            kind: kind.id.clone(),
            filter: Filter::default(),
            order: Order::default(),
            columns: seen.cloned().collect(),
        }
    }

    /// Reads an address or a form; what is wrong is noted in the form. A field that the reader does not see is as good as none.
    pub fn read(form: &mut Form, kind: &Kind, reader: Reader, rules: &BTreeSet<String>) -> Self {
        let mut view = Self::of(kind, reader);
        view.read_months(form);
        view.filter.stratum = listed(form, "stratum", |code| {
            kind.strata().any(|(known, _)| known == code)
        });
        if reader.flags {
            view.filter.rule = listed(form, "rule", |id| rules.contains(id));
        }
        let batch = form.value("batch").to_owned();
        view.filter.batch = batch.parse().ok();
        if !batch.is_empty() && view.filter.batch.is_none() {
            form.fail("batch", "Choose a file from the list");
        }
        view.filter.repeat = match listed(form, "repeat", |code| matches!(code, "yes" | "no")).as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        for field in reader.fields(kind) {
            match shelves::of_field(field) {
                Shelf::Codes => view.read_codes(form, field),
                Shelf::Digits { .. } => view.read_bounds(form, field),
                Shelf::Blanks => {}
            }
        }
        let order = Order::of(form.value("order"));
        if order.by.is_empty()
            || reader
                .fields(kind)
                .any(|field| field.name == order.by && orders(field))
        {
            view.order = order;
        }
        let chosen: Vec<String> = reader
            .fields(kind)
            .filter(|field| form.has("column", &field.name))
            .map(|field| field.name.clone())
            .collect();
        if !chosen.is_empty() {
            view.columns = chosen;
        }
        view
    }

    fn read_months(&mut self, form: &mut Form) {
        for name in ["from", "to"] {
            let month = form.value(name).to_owned();
            if !month.is_empty() && month.parse::<Month>().is_err() {
                form.fail(name, "Enter a year and a month, such as 2024-03");
            } else if name == "from" {
                self.filter.from = month;
            } else {
                self.filter.to = month;
            }
        }
        let (from, to) = (&self.filter.from, &self.filter.to);
        if !to.is_empty() && from > to {
            form.fail("to", "The last month must be the first month or later");
        }
    }

    fn read_codes(&mut self, form: &mut Form, field: &Field) {
        let name = format!("is-{}", field.name);
        let known = choices(field);
        let sent: Vec<String> = form
            .all(&name)
            .iter()
            .filter(|code| !code.is_empty())
            .cloned()
            .collect();
        if sent
            .iter()
            .any(|code| !known.iter().any(|(known, _)| known == code))
        {
            form.fail(name, "Choose a value from the list");
        } else if !sent.is_empty() {
            self.filter.codes.insert(field.name.clone(), sent);
        }
    }

    fn read_bounds(&mut self, form: &mut Form, field: &Field) {
        let mut bounds = Bounds::default();
        for (end, last) in [("from", false), ("to", true)] {
            let name = format!("{end}-{}", field.name);
            let text = form.value(&name).to_owned();
            if text.is_empty() {
                continue;
            }
            if bound(field, &text, last).is_none() {
                let says = if by_month(field) {
                    "Enter a year and a month, such as 2024-03"
                } else {
                    "Enter a whole number, such as 18"
                };
                form.fail(name, says);
            } else if last {
                bounds.to = text;
            } else {
                bounds.from = text;
            }
        }
        if bounds != Bounds::default() {
            self.filter.bounds.insert(field.name.clone(), bounds);
        }
    }

    /// Every name and code of the address; reading them again gives the same view.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let filter = &self.filter;
        let mut pairs = vec![("kind".to_owned(), self.kind.clone())];
        let mut say = |name: &str, code: &str| {
            if !code.is_empty() {
                pairs.push((name.to_owned(), code.to_owned()));
            }
        };
        say("from", &filter.from);
        say("to", &filter.to);
        say("stratum", &filter.stratum);
        say(
            "batch",
            &filter.batch.map(|id| id.to_string()).unwrap_or_default(),
        );
        say("rule", &filter.rule);
        say(
            "repeat",
            filter.repeat.map_or("", |yes| if yes { "yes" } else { "no" }),
        );
        for (field, codes) in &filter.codes {
            codes.iter().for_each(|code| say(&format!("is-{field}"), code));
        }
        for (field, bounds) in &filter.bounds {
            say(&format!("from-{field}"), &bounds.from);
            say(&format!("to-{field}"), &bounds.to);
        }
        if self.order != Order::default() {
            say("order", &self.order.code());
        }
        self.columns.iter().for_each(|column| say("column", column));
        pairs
    }

    /// What follows the question mark of its address.
    #[must_use]
    pub fn address(&self) -> String {
        let pairs = self.pairs().into_iter();
        let pairs: Vec<String> = pairs
            .map(|(name, code)| format!("{name}={}", escaped(&code)))
            .collect();
        pairs.join("&")
    }

    /// The same, for the log: only what narrows it.
    #[must_use]
    pub fn filter_codes(&self) -> String {
        let pairs = self
            .pairs()
            .into_iter()
            .filter(|(name, _)| !matches!(name.as_str(), "kind" | "column" | "order"));
        let pairs: Vec<String> = pairs.map(|(name, code)| format!("{name}={code}")).collect();
        pairs.join("&")
    }
}

fn listed(form: &mut Form, name: &str, known: impl Fn(&str) -> bool) -> String {
    let code = form.value(name).to_owned();
    if code.is_empty() || known(&code) {
        return code;
    }
    form.fail(name, "Choose a value from the list");
    String::new()
}

/// A code as it may stand in an address.
fn escaped(code: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    code.as_bytes()
        .iter()
        .map(|byte| {
            if plain(byte) {
                char::from(*byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
