//! The date in three parts.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::parts::{self, Attributes, Classes, FormGroup};
use super::{ErrorMessage, Fieldset, Hint, Input, Label};

/// One part of a date.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct DatePart {
    pub id: String,
    pub name: String,
    pub label: String,
    #[serde(deserialize_with = "parts::maybe_text")]
    pub value: Option<String>,
    pub autocomplete: String,
    pub pattern: String,
    pub inputmode: String,
    /// Whether this part is wrong; `false` said of one keeps the group's error off it.
    pub error: Option<bool>,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// A date a person remembers, as day, month and year.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/date-input.html")]
#[serde(default, rename_all = "camelCase")]
pub struct DateInput {
    pub id: String,
    pub name_prefix: String,
    #[serde(deserialize_with = "texts")]
    pub values: BTreeMap<String, String>,
    pub items: Vec<DatePart>,
    pub day: Part,
    pub month: Part,
    pub year: Part,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// Whether a date asks for this part, and how.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum Part {
    /// As usual.
    #[default]
    Usual,
    /// `false`: not asked for.
    Asked(bool),
    /// With these words, classes or value.
    As(Box<DatePart>),
}

fn texts<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    #[derive(Deserialize)]
    struct Text(#[serde(deserialize_with = "parts::text")] String);
    let map = BTreeMap::<String, Text>::deserialize(from)?;
    Ok(map.into_iter().map(|(name, value)| (name, value.0)).collect())
}

impl Part {
    fn asked(&self, usual: DatePart) -> Option<DatePart> {
        match self {
            Self::Usual | Self::Asked(true) => Some(usual),
            Self::Asked(false) => None,
            Self::As(part) if part.name.is_empty() => Some(DatePart {
                name: usual.name,
                ..(**part).clone()
            }),
            Self::As(part) => Some((**part).clone()),
        }
    }
}

impl DateInput {
    /// Day, month and year as they are asked for: what they are called, how many digits they hold.
    fn usual(&self) -> [(&'static str, u8, Option<DatePart>); 3] {
        [
            ("day", 2, &self.day),
            ("month", 2, &self.month),
            ("year", 4, &self.year),
        ]
        .map(|(name, width, part)| {
            let usual = DatePart {
                name: name.to_owned(),
                value: self.values.get(name).cloned(),
                classes: format!("govuk-input--width-{width}").into(),
                ..DatePart::default()
            };
            (name, width, part.asked(usual))
        })
    }

    fn inputs(&self) -> Vec<Input> {
        let usual = self.usual();
        let given = || usual.iter().filter_map(|(_, _, part)| part.clone()).collect();
        let parts: Vec<DatePart> = if self.items.is_empty() {
            given()
        } else {
            self.items.clone()
        };
        let one_is_wrong = parts.iter().any(DatePart::is_wrong);
        parts
            .iter()
            .map(|part| self.input(part, &usual, one_is_wrong))
            .collect()
    }

    fn input(&self, part: &DatePart, usual: &[(&str, u8, Option<DatePart>)], one_is_wrong: bool) -> Input {
        let of_date = usual.iter().find(|(name, _, asked)| {
            let own = asked.as_ref().map(|asked| asked.name.as_str());
            part.name == *name || own == Some(&part.name)
        });
        let (name, width, of_part) = match of_date {
            Some((name, width, asked)) => (
                parts::or(&part.name, name),
                *width,
                asked.as_ref().and_then(|asked| asked.value.clone()),
            ),
            None => (part.name.as_str(), 2, None),
        };
        let prefix = if self.name_prefix.is_empty() {
            String::new()
        } else {
            format!("{}-", self.name_prefix)
        };
        let sent_as = format!("{prefix}{name}");
        let value = part
            .value
            .clone()
            .or(of_part)
            .or_else(|| self.values.get(&sent_as).cloned());
        let label = if part.label.is_empty() {
            capitalised(name)
        } else {
            part.label.clone()
        };
        Input {
            label: Label {
                classes: "govuk-date-input__label".into(),
                ..Label::new(&label)
            },
            id: if part.id.is_empty() {
                format!("{}-{name}", self.id)
            } else {
                part.id.clone()
            },
            classes: self.classes_of(part, width, one_is_wrong),
            name: sent_as,
            value: value.unwrap_or_default(),
            inputmode: parts::or(&part.inputmode, "numeric").to_owned(),
            autocomplete: part.autocomplete.clone(),
            pattern: part.pattern.clone(),
            attributes: part.attributes.clone(),
            ..Input::default()
        }
    }

    fn classes_of(&self, part: &DatePart, width: u8, one_is_wrong: bool) -> Classes {
        let shares_error = part.error != Some(false) && self.error_message.is_some() && !one_is_wrong;
        let mut names = "govuk-date-input__input".to_owned();
        if !part.classes.mention("govuk-input--error") && (part.is_wrong() || shares_error) {
            names.push_str(" govuk-input--error");
        }
        if !part.classes.mention("govuk-input--width-") {
            names.push_str(&format!(" govuk-input--width-{width}"));
        }
        format!("{names}{}", part.classes).into()
    }

    fn descriptions(&self) -> String {
        let of_group = self
            .fieldset
            .as_ref()
            .map_or("", |group| group.described_by.as_str());
        let hint = self
            .hint
            .as_ref()
            .map(|_| format!("{}-hint", self.id))
            .unwrap_or_default();
        let error = self
            .error_message
            .as_ref()
            .map(|_| format!("{}-error", self.id))
            .unwrap_or_default();
        parts::ids(&[of_group, &hint, &error])
    }
}

impl DatePart {
    fn is_wrong(&self) -> bool {
        self.error == Some(true) || self.classes.mention("govuk-input--error")
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    first + letters.as_str()
}

impl HtmlSafe for DateInput {}
