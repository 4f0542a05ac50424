//! What a field of a record holds, in words.

use serde_json::Value;

use super::{Field, FieldType, Kind, NOT_KNOWN};
use crate::platform::clock::{Moment, date_words, month_words};

impl Kind {
    /// What a field is called; its name where the kind has none of it any more.
    #[must_use]
    pub fn label_of(&self, name: &str) -> String {
        if name == NOT_KNOWN {
            return "Answered as not known".to_owned();
        }
        let field = self.fields.iter().find(|field| field.name == name);
        field.map_or(name, |field| field.label.as_str()).to_owned()
    }
}

impl Field {
    /// The value in words: a code by its label, a day as people write it; nothing for a blank.
    #[must_use]
    pub fn words(&self, value: Option<&Value>) -> String {
        let label = |code: &str| {
            self.vocabulary()
                .and_then(|vocabulary| vocabulary.label(code))
                .unwrap_or(code)
                .to_owned()
        };
        let text = match value {
            None | Some(Value::Null | Value::Object(_)) => String::new(),
            Some(Value::Bool(true)) => "Yes".to_owned(),
            Some(Value::Bool(false)) => "No".to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Array(items)) => {
                let items: Vec<String> = items.iter().filter_map(Value::as_str).map(label).collect();
                items.join(", ")
            }
            Some(Value::String(text)) => match &self.holds {
                FieldType::Code(_) => label(text),
                FieldType::Date => text.parse().map_or_else(|_| text.clone(), date_words),
                FieldType::Month => month_words(text),
                FieldType::Instant => {
                    let at = text.parse::<jiff::Timestamp>();
                    at.map_or_else(|_| text.clone(), |at| Moment(at.as_microsecond()).words())
                }
                _ => text.clone(),
            },
        };
        if text.trim().is_empty() {
            String::new()
        } else {
            text
        }
    }
}
