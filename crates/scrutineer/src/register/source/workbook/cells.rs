//! What a cell of a workbook holds, as the text a CSV file would have.

use calamine::{DataRef, ExcelDateTime};
use jiff::civil::Date;

use crate::register::source::NO_VALUE;

const MILLISECONDS_A_DAY: i64 = 86_400_000;
/// From here on a workbook has lost digits: it keeps fifteen.
const TOO_MANY_DIGITS: f64 = 1e15;

/// The text of a cell. What has none comes as [`NO_VALUE`] and a sentence; `place` names the cell, as in `C5`.
pub(super) fn text(value: &DataRef<'_>, place: impl Fn() -> String) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => plain_number(*number).unwrap_or_else(|| too_long(&place())),
        DataRef::String(text) => own_text(text).to_owned(),
        DataRef::SharedString(text) => own_text(text).to_owned(),
        DataRef::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        DataRef::DateTime(serial) => day_and_time(*serial).unwrap_or_else(|| no_date(&place())),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => hours(text).unwrap_or_else(|| own_text(text).to_owned()),
        DataRef::Error(error) => no_value(&place(), &error.to_string()),
    }
}

/// That a cell holds an error of a formula.
pub(super) fn no_value(place: &str, error: &str) -> String {
    format!("{NO_VALUE}cell {place} holds the error {error}; correct it in the workbook and send it again")
}

fn no_date(place: &str) -> String {
    format!("{NO_VALUE}cell {place} is formatted as a date but holds no day; correct it in the workbook")
}

fn too_long(place: &str) -> String {
    format!(
        "{NO_VALUE}cell {place} holds a number of more than 15 digits, of which workbooks lose the last; write it as text"
    )
}

/// Text without what only this room may write.
fn own_text(text: &str) -> &str {
    text.trim_start_matches(NO_VALUE)
}

/// Digits without an exponent, and without a point where there is nothing behind it.
fn plain_number(number: f64) -> Option<String> {
    if number == 0.0 {
        // Also below nought.
        return Some("0".to_owned());
    }
    (number.abs() < TOO_MANY_DIGITS).then(|| number.to_string())
}

/// A serial number as an ISO date, time of day, or both; hours and minutes where it counts a duration.
fn day_and_time(serial: ExcelDateTime) -> Option<String> {
    let value = serial.as_f64();
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let all = (value * MILLISECONDS_A_DAY as f64).round() as i64;
    // Below one there is no day, but a time of day. (Day nought of the system of 1904 is one; no extract has it.)
    if serial.is_duration() || all < MILLISECONDS_A_DAY {
        return Some(clock(all));
    }
    // The serial number 60 is 29 February 1900, a day that never was: written out, it is refused further on.
    let (year, month, day, ..) = serial.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(match all % MILLISECONDS_A_DAY {
        0 => date,
        rest => format!("{date}T{}", clock(rest)),
    })
}

/// Hours, minutes and seconds, and milliseconds where there are any.
fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let mut clock = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if milliseconds % 1000 != 0 {
        clock.push_str(&format!(".{:03}", milliseconds % 1000));
    }
    clock
}

/// An ISO date and time, without a time of midnight.
fn iso(text: &str) -> String {
    let day = text.split_once('T').filter(|(day, time)| {
        let midnight = time.starts_with("00:00") && time.chars().all(|c| matches!(c, '0' | ':' | '.'));
        midnight && day.parse::<Date>().is_ok()
    });
    day.map_or(own_text(text), |(day, _)| day).to_owned()
}

/// `PT10H05M00S` as `10:05:00`.
fn hours(text: &str) -> Option<String> {
    let rest = text.strip_prefix("PT")?;
    let (hours, rest) = rest.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let number = |digits: &str| digits.split('.').next()?.parse::<i64>().ok();
    Some(clock(
        (number(hours)? * 3600 + number(minutes)? * 60 + number(seconds)?) * 1000,
    ))
}

/// The name of a cell, as in `C5`, from its row and column counted from nought.
pub(super) fn name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.reverse();
    letters
        .into_iter()
        .chain((u64::from(row) + 1).to_string().chars())
        .collect()
}
