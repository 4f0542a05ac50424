//! What stands around a control: label, hint, error message, fieldset; and the button that sends the form.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::parts::{self, Attributes, Classes};

/// The label of one control.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/label.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Label {
    pub text: String,
    pub html: String,
    #[serde(rename = "for")]
    pub of: String,
    pub is_page_heading: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Label {
    /// A label with this text.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// The same label of the control with this id.
    #[must_use]
    pub fn of(&self, id: &str) -> Self {
        Self {
            of: id.to_owned(),
            ..self.clone()
        }
    }
}

/// Help with an answer.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/hint.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Hint {
    pub text: String,
    pub html: String,
    pub id: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Hint {
    /// A hint with this text; none if there is no text.
    pub fn new(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self {
            text: text.to_owned(),
            ..Self::default()
        })
    }

    /// The same hint of the control with this id.
    #[must_use]
    pub fn of(&self, control: &str) -> Self {
        Self {
            id: format!("{control}-hint"),
            ..self.clone()
        }
    }
}

/// What is wrong with an answer and what to do about it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/error-message.html")]
#[serde(default, rename_all = "camelCase")]
pub struct ErrorMessage {
    pub text: String,
    pub html: String,
    pub id: String,
    pub classes: Classes,
    pub attributes: Attributes,
    /// "Error" unless said; said empty, it is left out.
    pub visually_hidden_text: Option<String>,
}

impl ErrorMessage {
    /// An error with this text.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// The same error of the control with this id.
    #[must_use]
    pub fn of(&self, control: &str) -> Self {
        Self {
            id: format!("{control}-error"),
            ..self.clone()
        }
    }

    fn said_before(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }
}

/// The question a group of controls answers.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct Legend {
    pub text: String,
    pub html: String,
    pub is_page_heading: bool,
    pub classes: Classes,
}

/// A group of controls under one question.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/fieldset.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Fieldset {
    pub legend: Legend,
    pub html: String,
    pub described_by: String,
    pub role: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Fieldset {
    /// A fieldset under this question.
    pub fn new(legend: &str) -> Self {
        Self {
            legend: Legend {
                text: legend.to_owned(),
                ..Legend::default()
            },
            ..Self::default()
        }
    }
}

/// A button, or a link that looks like one.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/button.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Button {
    pub text: String,
    pub html: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub href: String,
    pub name: String,
    pub value: String,
    pub id: String,
    pub disabled: bool,
    pub prevent_double_click: Option<bool>,
    pub is_start_button: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl HtmlSafe for Label {}
impl HtmlSafe for Hint {}
impl HtmlSafe for ErrorMessage {}
impl HtmlSafe for Fieldset {}
impl HtmlSafe for Button {}
