//! The small pieces every component is written with: text or HTML, classes, attributes, and the form group.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use askama::filters::{Html, HtmlSafe, HtmlSafeOutput, escape};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Text to escape, or HTML to show as it is where any is given.
pub fn either<'a>(text: &'a str, html: &'a str) -> HtmlSafeOutput<Either<'a>> {
    HtmlSafeOutput(Either {
        text,
        html: html.trim(),
    })
}

/// What [`either`] shows.
pub struct Either<'a> {
    text: &'a str,
    html: &'a str,
}

impl fmt::Display for Either<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.html.is_empty() {
            write_escaped(out, self.text)
        } else {
            out.write_str(self.html)
        }
    }
}

/// ` name="value"`, or nothing when the value is empty.
pub fn attr(name: &'static str, value: impl AsRef<str>) -> Attributes {
    let value = value.as_ref();
    if value.is_empty() {
        Attributes::default()
    } else {
        Attributes::default().with(name, value)
    }
}

/// ` name`, when it holds.
pub fn flag(name: &'static str, holds: impl Borrow<bool>) -> Attributes {
    if *holds.borrow() {
        Attributes(vec![(name.to_owned(), None)])
    } else {
        Attributes::default()
    }
}

/// ` name="true"` or ` name="false"`, when it was said at all.
pub fn said(name: &'static str, value: &Option<bool>) -> Attributes {
    value.map_or_else(Attributes::default, |value| {
        Attributes::default().with(name, value.to_string())
    })
}

/// The first of two that is not empty.
pub fn or<'a>(given: &'a str, otherwise: &'a str) -> &'a str {
    if given.is_empty() { otherwise } else { given }
}

/// Ids in one `aria-describedby`, the empty ones left out.
pub fn ids(ids: &[&str]) -> String {
    ids.iter()
        .filter(|id| !id.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Class names to add after a component's own: shown with a space before them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Classes(pub String);

impl Classes {
    /// Whether one of the names contains `part`.
    pub fn mention(&self, part: &str) -> bool {
        self.0.contains(part)
    }
}

impl From<&str> for Classes {
    fn from(names: &str) -> Self {
        Self(names.to_owned())
    }
}

impl From<String> for Classes {
    fn from(names: String) -> Self {
        Self(names)
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        out.write_char(' ')?;
        out.write_str(&self.0)
    }
}

/// HTML attributes, each shown with a space before it; one without a value is a bare name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Option<String>)>);

impl Attributes {
    /// These attributes and one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), Some(value.into())));
        self
    }

    /// These attributes and those.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

impl HtmlSafe for Attributes {}

impl fmt::Display for Attributes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            out.write_char(' ')?;
            write_escaped(out, name)?;
            if let Some(value) = value {
                out.write_str("=\"")?;
                write_escaped(out, value)?;
                out.write_char('"')?;
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Attributes {
    /// A map of name to value, or to `{value, optional}`: an optional `true` is a bare name, an optional empty one is left out.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, Value>::deserialize(from)?;
        let one = |(name, value): (String, Value)| match value {
            Value::Object(mut fields) => {
                let optional = fields.get("optional") == Some(&Value::Bool(true));
                match (optional, fields.remove("value").unwrap_or(Value::Null)) {
                    (true, Value::Bool(true)) => Some((name, None)),
                    (true, Value::Bool(false) | Value::Null) => None,
                    (_, value) => Some((name, Some(plain(&value)))),
                }
            }
            value => Some((name, Some(plain(&value)))),
        };
        Ok(Self(map.into_iter().filter_map(one).collect()))
    }
}

fn write_escaped(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    match escape(text, Html) {
        Ok(escaped) => write!(out, "{escaped}"),
        Err(never) => match never {},
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Reads a text that may be written as a number.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(plain(&Value::deserialize(from)?))
}

/// Reads a text that may be a number, or may not be there.
pub(super) fn maybe_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(Some(plain(&Value::deserialize(from)?)))
}

/// Reads a list in which a place may be left empty (`null`, `false`, `""`): the place then holds the empty item.
pub(super) fn gappy<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Default + serde::de::DeserializeOwned,
{
    let one = |value: Value| match value {
        Value::Null | Value::Bool(false) => Ok(T::default()),
        Value::String(text) if text.is_empty() => Ok(T::default()),
        value => serde_json::from_value(value).map_err(serde::de::Error::custom),
    };
    Vec::<Value>::deserialize(from)?.into_iter().map(one).collect()
}

/// Text or HTML put before or after a control.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Aside {
    pub text: String,
    pub html: String,
}

impl HtmlSafe for Aside {}

impl fmt::Display for Aside {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        either(&self.text, &self.html).fmt(out)
    }
}

impl Aside {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.html.is_empty()
    }
}

/// What surrounds a control with its label, hint and error.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct FormGroup {
    pub classes: Classes,
    pub attributes: Attributes,
    #[serde(alias = "beforeInputs")]
    pub before_input: Aside,
    #[serde(alias = "afterInputs")]
    pub after_input: Aside,
}

/// Messages of a component's script by CLDR plural rule, as ` data-i18n.KEY.RULE="..."`.
pub(super) fn plural_messages(key: &str, messages: &BTreeMap<String, String>) -> Attributes {
    messages
        .iter()
        .fold(Attributes::default(), |so_far, (rule, text)| {
            so_far.with(&format!("data-i18n.{key}.{rule}"), text.as_str())
        })
}

/// One message of a component's script, as ` data-i18n.KEY="..."`.
pub(super) fn message(key: &str, text: &str) -> Attributes {
    if text.is_empty() {
        return Attributes::default();
    }
    Attributes::default().with(&format!("data-i18n.{key}"), text)
}
