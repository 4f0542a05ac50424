//! Checks one cell against its field and writes its value as JSON. Refusals never repeat what the cell holds.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::platform::packs::{Field, FieldType, Vocabulary};

/// Why a row was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// More or fewer cells than headings.
    Columns,
    /// A cell longer than the file allows, or than its field allows.
    TooLong,
    /// A cell is blank that may not be.
    Required,
    /// Written in another form than its field's.
    OtherForm,
    /// Not a number.
    NotNumber,
    /// A number or a date outside its range.
    OutOfRange,
    /// Not written as a date, month or instant.
    NotDate,
    /// Written as a date, but no such day.
    ImpossibleDate,
    /// Not true, false or unknown.
    NotTrueFalse,
    /// Not in the vocabulary.
    NotListed,
    /// A control character, as from a damaged export.
    ControlCharacter,
    /// An error of a formula in a workbook, or a list within a record.
    NoValue,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 12] = [
        Self::Columns,
        Self::TooLong,
        Self::Required,
        Self::OtherForm,
        Self::NotNumber,
        Self::OutOfRange,
        Self::NotDate,
        Self::ImpossibleDate,
        Self::NotTrueFalse,
        Self::NotListed,
        Self::ControlCharacter,
        Self::NoValue,
    ];

    /// What is stored and counted.
    pub fn code(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::TooLong => "too_long",
            Self::Required => "required",
            Self::OtherForm => "other_form",
            Self::NotNumber => "not_number",
            Self::OutOfRange => "out_of_range",
            Self::NotDate => "not_date",
            Self::ImpossibleDate => "impossible_date",
            Self::NotTrueFalse => "not_true_false",
            Self::NotListed => "not_listed",
            Self::ControlCharacter => "control_character",
            Self::NoValue => "no_value",
        }
    }
}

impl std::str::FromStr for Rule {
    type Err = ();

    /// Reads back what [`Rule::code`] wrote.
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|rule| rule.code() == code).ok_or(())
    }
}

/// A rule broken, and a sentence that says what would be right.
pub(super) type Broken = (Rule, String);

/// What a cell was found to hold, for those fields that decide month, stratum and reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Found<'a> {
    Blank,
    Number {
        number: i64,
        notice: bool,
    },
    Code {
        code: &'a str,
        listed: bool,
    },
    Day(Date),
    /// An answer, and it says that it is not known.
    NotKnown,
    Other,
}

/// Checks `cell` and appends `key` and its value to `json`. A blank cell leaves no key, but for a three-valued field,
/// which is always there as true, false or null.
pub(super) fn check<'a>(
    field: &'a Field,
    cell: &'a str,
    key: &str,
    json: &mut String,
) -> Result<Found<'a>, Broken> {
    let cell = cell.trim();
    if cell.is_empty() {
        if field.required {
            return Err((
                Rule::Required,
                "the cell is blank; this column must be filled on every line".to_owned(),
            ));
        }
        if matches!(field.holds, FieldType::Boolean3) {
            json.push_str(key);
            json.push_str("null");
        }
        return Ok(Found::Blank);
    }
    json.push_str(key);
    match &field.holds {
        FieldType::Text { longest } => text(cell, *longest, field.form.as_deref(), json),
        FieldType::Integer {
            lowest,
            highest,
            notice_below,
        } => {
            let number = integer(cell, *lowest, *highest)?;
            // As JSON has it: without leading noughts.
            if cell.starts_with(['0', '-']) {
                json.push_str(&number.to_string());
            } else {
                json.push_str(cell);
            }
            Ok(Found::Number {
                number,
                notice: notice_below.is_some_and(|below| number < below),
            })
        }
        FieldType::Decimal { lowest, highest } => decimal(cell, *lowest, *highest, json),
        FieldType::Date => {
            let day = date(cell)?;
            within(day, field.days)?;
            quoted(json, cell)?;
            Ok(Found::Day(day))
        }
        FieldType::Instant => instant(cell, json),
        FieldType::Month => {
            let day = date(&format!("{cell}-01")).map_err(|(rule, _)| (rule, says_month()))?;
            quoted(json, cell)?;
            Ok(Found::Day(day))
        }
        FieldType::Boolean3 => boolean(cell, json),
        FieldType::Code(vocabulary) => code(vocabulary, cell, json),
        FieldType::List { vocabulary, longest } => list(vocabulary.as_deref(), cell, *longest, json),
    }
}

fn text<'a>(cell: &str, longest: usize, form: Option<&str>, json: &mut String) -> Result<Found<'a>, Broken> {
    if cell.len() > longest && cell.chars().count() > longest {
        return Err((
            Rule::TooLong,
            format!("the cell is longer than {longest} characters; shorten it"),
        ));
    }
    if let Some(form) = form.filter(|form| !has_form(cell, form)) {
        return Err((
            Rule::OtherForm,
            format!(
                "the cell is written in another form; write it as in {form}, with any digit for a nought"
            ),
        ));
    }
    quoted(json, cell)?;
    Ok(Found::Other)
}

/// Whether each nought of the form is a digit of the cell, and everything else the same.
fn has_form(cell: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| byte == form || form == b'0' && byte.is_ascii_digit();
    cell.len() == form.len() && cell.bytes().zip(form.bytes()).all(fits)
}

/// Refuses a day before the first or after the last that the field takes.
fn within(day: Date, days: Option<(Date, Date)>) -> Result<(), Broken> {
    match days {
        Some((first, last)) if !(first..=last).contains(&day) => Err((
            Rule::OutOfRange,
            format!("the date is out of range; write one from {first} to {last}"),
        )),
        _ => Ok(()),
    }
}

fn integer(cell: &str, lowest: i64, highest: i64) -> Result<i64, Broken> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err((
            Rule::NotNumber,
            format!("the cell is not a whole number; write one from {lowest} to {highest}"),
        ));
    }
    match cell.parse() {
        Ok(number) if (lowest..=highest).contains(&number) => Ok(number),
        _ => Err((
            Rule::OutOfRange,
            format!("the number is out of range; write one from {lowest} to {highest}"),
        )),
    }
}

/// Digits are kept as written, so that no place of a coordinate or a sum is lost; the range is checked in floats.
fn decimal<'a>(cell: &str, lowest: i64, highest: i64, json: &mut String) -> Result<Found<'a>, Broken> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let zero_led = whole.len() > 1 && whole.starts_with('0');
    if !plain(whole) || !plain(part) || zero_led || cell.len() > 40 {
        let says =
            format!("the cell is not a decimal number such as 52.5; write one from {lowest} to {highest}");
        return Err((Rule::NotNumber, says));
    }
    let number: f64 = cell.parse().unwrap_or(f64::NAN);
    if !(lowest as f64..=highest as f64).contains(&number) {
        return Err((
            Rule::OutOfRange,
            format!("the number is out of range; write one from {lowest} to {highest}"),
        ));
    }
    json.push_str(cell);
    Ok(Found::Other)
}

fn says_date() -> String {
    "the cell is not a date; write year, month and day, as in 2024-03-31".to_owned()
}

fn says_month() -> String {
    "the cell is not a month; write year and month, as in 2024-03".to_owned()
}

fn says_no_such_day() -> String {
    "there is no such day in the calendar from 1900 to 2100; correct the date".to_owned()
}

pub(super) fn date(cell: &str) -> Result<Date, Broken> {
    let number = |range: std::ops::Range<usize>| -> Option<i16> {
        let digits = cell.as_bytes().get(range)?;
        digits.iter().try_fold(0, |sum: i16, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0'))
        })
    };
    let bytes = cell.as_bytes();
    let marked = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let (Some(year), Some(month), Some(day), true) = (number(0..4), number(5..7), number(8..10), marked)
    else {
        return Err((Rule::NotDate, says_date()));
    };
    match Date::new(year, month as i8, day as i8) {
        Ok(date) if (1900..=2100).contains(&year) => Ok(date),
        _ => Err((Rule::ImpossibleDate, says_no_such_day())),
    }
}

fn instant<'a>(cell: &str, json: &mut String) -> Result<Found<'a>, Broken> {
    let day = cell.get(..10).map_or(Err((Rule::NotDate, says_date())), date);
    let written = cell
        .as_bytes()
        .get(10)
        .is_some_and(|byte| matches!(byte, b'T' | b' '));
    let parsed = if written {
        cell.parse::<Timestamp>().ok()
    } else {
        None
    };
    match (day, parsed) {
        (Err((Rule::ImpossibleDate, says)), _) => Err((Rule::ImpossibleDate, says)),
        (Ok(_), Some(instant)) => {
            let utc = Offset::UTC.to_datetime(instant);
            json.push('"');
            json.push_str(&instant.to_string());
            json.push('"');
            Ok(Found::Day(utc.date()))
        }
        _ => {
            let says =
                "the cell is not a date and time with its offset; write it as in 2024-03-31T18:05:00+00:00";
            Err((Rule::NotDate, says.to_owned()))
        }
    }
}

fn boolean<'a>(cell: &str, json: &mut String) -> Result<Found<'a>, Broken> {
    let is = |words: [&str; 4]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if is(["true", "yes", "y", "1"]) {
        json.push_str("true");
    } else if is(["false", "no", "n", "0"]) {
        json.push_str("false");
    } else if is(["unknown", "not known", "n/k", "null"]) {
        json.push_str("null");
        return Ok(Found::NotKnown);
    } else {
        return Err((
            Rule::NotTrueFalse,
            "the cell is not true, false or unknown; leave it blank if not known".to_owned(),
        ));
    }
    Ok(Found::Other)
}

fn not_listed(vocabulary: &Vocabulary) -> Broken {
    let mut codes: Vec<_> = vocabulary
        .entries
        .iter()
        .map(|entry| entry.code.as_str())
        .take(9)
        .collect();
    if vocabulary.entries.len() > 8 {
        codes.truncate(8);
        codes.push("and so on");
    }
    (
        Rule::NotListed,
        format!(
            "the value is not in the list {}; use one of {}",
            vocabulary.id,
            codes.join(", ")
        ),
    )
}

fn code<'a>(vocabulary: &'a Vocabulary, cell: &'a str, json: &mut String) -> Result<Found<'a>, Broken> {
    let entry = vocabulary.find(cell);
    if entry.is_none() && (!vocabulary.keep_unlisted || cell.chars().count() > 200) {
        return Err(not_listed(vocabulary));
    }
    let code = entry.map_or(cell, |entry| entry.code.as_str());
    quoted(json, code)?;
    Ok(Found::Code {
        code,
        listed: entry.is_some(),
    })
}

fn list<'a>(
    vocabulary: Option<&Vocabulary>,
    cell: &str,
    longest: usize,
    json: &mut String,
) -> Result<Found<'a>, Broken> {
    if cell.len() > longest && cell.chars().count() > longest {
        return Err((
            Rule::TooLong,
            format!("the list is longer than {longest} characters; shorten it"),
        ));
    }
    json.push('[');
    let mut first = true;
    for item in cell.split(';').map(str::trim).filter(|item| !item.is_empty()) {
        if !first {
            json.push(',');
        }
        first = false;
        let code = match vocabulary {
            None => item,
            Some(vocabulary) => &vocabulary.find(item).ok_or_else(|| not_listed(vocabulary))?.code,
        };
        quoted(json, code)?;
    }
    json.push(']');
    Ok(Found::Other)
}

/// Appends a JSON string (RFC 8259). Line ends and tabs are kept; other control characters refuse the row.
fn quoted(json: &mut String, text: &str) -> Result<(), Broken> {
    json.push('"');
    let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    if !text.bytes().fold(false, |found, byte| found | special(byte)) {
        json.push_str(text);
        json.push('"');
        return Ok(());
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => {
                return Err((
                    Rule::ControlCharacter,
                    "the cell holds a control character; remove it".to_owned(),
                ));
            }
            _ => continue,
        };
        json.push_str(&text[from..at]);
        json.push_str(escape);
        from = at + 1;
    }
    json.push_str(&text[from..]);
    json.push('"');
    Ok(())
}
