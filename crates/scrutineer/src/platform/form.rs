//! What a person sent in a form, and what is wrong with it.
//!
//! A page reads the form, checks each answer, and either acts or shows the same form again with the answers kept and
//! every error beside its answer (GOV.UK Design System, pattern "Help users to recover from validation errors").

use std::collections::BTreeMap;

use jiff::civil::Date;

/// The answers of one form by field name, and the errors found in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Every value sent under each name, in the order sent.
    pub values: BTreeMap<String, Vec<String>>,
    /// What is wrong, in the order the questions are asked.
    pub errors: Vec<FieldError>,
}

/// One wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field.
    pub field: String,
    /// One sentence that says what to do, such as "Enter the date of the meeting".
    pub message: String,
}

/// One answer a person can choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub text: String,
    /// Help with this answer, or empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            hint: String::new(),
        }
    }

    /// The same choice with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// One line of a summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub key: String,
    /// What it is.
    pub value: String,
    /// Where to change it, or empty.
    pub href: String,
}

impl Fact {
    /// A fact that is not changed here.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            href: String::new(),
        }
    }

    /// The same fact with a link to change it.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }
}

impl Form {
    /// The form as it was sent: names and values, a name as often as it has values.
    pub fn read<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.values.entry(name.into()).or_default().push(value.into());
        }
        form
    }

    /// The first value of a field without the white space around it; empty when there is none.
    pub fn value(&self, field: &str) -> &str {
        self.all(field).first().map_or("", |value| value.trim())
    }

    /// Every value of a field, as sent.
    pub fn all(&self, field: &str) -> &[String] {
        self.values.get(field).map_or(&[], Vec::as_slice)
    }

    /// Whether the field holds this value.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).iter().any(|sent| sent == value)
    }

    /// The first error of a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
    }

    /// Notes that a field is wrong.
    pub fn fail(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    }

    /// Whether nothing is wrong.
    pub fn ok(&self) -> bool {
        self.errors.is_empty()
    }

    /// Puts one value in a field, in place of what it held: how a page fills a form before it is shown.
    pub fn set(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.values.insert(field.into(), vec![value.into()]);
    }

    /// The value of a field, or `message` against it when it is empty.
    pub fn need(&mut self, field: &str, message: &str) -> String {
        let value = self.value(field).to_owned();
        if value.is_empty() {
            self.fail(field, message);
        }
        value
    }

    /// Fills the three parts of a date.
    pub fn set_date(&mut self, field: &str, date: Date) {
        self.set(format!("{field}-day"), date.day().to_string());
        self.set(format!("{field}-month"), date.month().to_string());
        self.set(format!("{field}-year"), date.year().to_string());
    }

    /// The date in the three parts `FIELD-day`, `FIELD-month` and `FIELD-year`; none when it is missing or is no date.
    ///
    /// `what` names it in the error, as "date of the meeting". The month may be a word. Messages follow the date input
    /// of the GOV.UK Design System. The caller says nothing more: the error is against the field already.
    pub fn date(&mut self, field: &str, what: &str) -> Option<Date> {
        let parts =
            ["day", "month", "year"].map(|part| (part, self.value(&format!("{field}-{part}")).to_owned()));
        let missing: Vec<&str> = parts
            .iter()
            .filter(|(_, sent)| sent.is_empty())
            .map(|(part, _)| *part)
            .collect();
        let found = match missing.as_slice() {
            [] => civil_date(&parts.map(|(_, sent)| sent))
                .ok_or_else(|| format!("{} must be a real date", upper(what))),
            [_, _, _] => Err(format!("Enter the {what}")),
            some => Err(format!("{} must include a {}", upper(what), some.join(" and "))),
        };
        found.map_err(|message| self.fail(field, message)).ok()
    }
}

/// The date these three texts are; years have four digits, so that 24 is not the year 24.
fn civil_date([day, month, year]: &[String; 3]) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month_number(month)?, day.parse().ok()?).ok()
}

fn month_number(month: &str) -> Option<i8> {
    if let Ok(number) = month.parse() {
        return Some(number);
    }
    let word = month.to_lowercase();
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let at = names.iter().position(|name| word.starts_with(name))?;
    i8::try_from(at + 1).ok()
}

fn upper(what: &str) -> String {
    let mut letters = what.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_value_in_the_order_sent() {
        let form = Form::read([("theme", "delay"), ("name", " Ann "), ("theme", "tone")]);
        assert_eq!(form.all("theme"), ["delay", "tone"]);
        assert_eq!(form.value("name"), "Ann");
        assert!(form.has("theme", "tone") && !form.has("theme", "del"));
        assert_eq!((form.value("none"), form.all("none").len()), ("", 0));
    }

    #[test]
    fn an_error_belongs_to_its_field_and_the_first_is_shown() {
        let mut form = Form::default();
        assert!(form.ok());
        form.fail("name", "Enter a name");
        form.fail("name", "Name must be short");
        assert_eq!(
            (form.error("name"), form.error("other"), form.ok()),
            (Some("Enter a name"), None, false)
        );
    }

    #[test]
    fn need_takes_white_space_for_nothing() {
        let mut form = Form::read([("name", "  ")]);
        assert_eq!(form.need("name", "Enter a name"), "");
        assert_eq!(form.error("name"), Some("Enter a name"));
    }

    fn date_of(day: &str, month: &str, year: &str) -> (Option<Date>, Option<String>) {
        let mut form = Form::read([("met-day", day), ("met-month", month), ("met-year", year)]);
        let date = form.date("met", "date of the meeting");
        (date, form.error("met").map(str::to_owned))
    }

    #[test]
    fn reads_a_date_in_numbers_or_with_a_month_in_words() {
        let expected = Some(Date::constant(2024, 3, 7));
        for month in ["3", "03", "March", "mar"] {
            assert_eq!(date_of("7", month, "2024"), (expected, None), "{month}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_date() {
        let said = |day, month, year| date_of(day, month, year).1.unwrap();
        assert_eq!(said("", "", ""), "Enter the date of the meeting");
        assert_eq!(said("7", "3", ""), "Date of the meeting must include a year");
        assert_eq!(
            said("", "3", ""),
            "Date of the meeting must include a day and year"
        );
        for (day, month, year) in [
            ("30", "2", "2024"),
            ("7", "3", "24"),
            ("7", "x", "2024"),
            ("0", "3", "2024"),
        ] {
            assert_eq!(said(day, month, year), "Date of the meeting must be a real date");
        }
    }

    #[test]
    fn a_date_set_is_the_date_read() {
        let mut form = Form::default();
        form.set_date("met", Date::constant(2024, 2, 29));
        assert_eq!(form.date("met", "date"), Some(Date::constant(2024, 2, 29)));
    }
}
