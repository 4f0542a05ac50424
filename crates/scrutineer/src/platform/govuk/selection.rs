//! Controls a person chooses with.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::parts::{self, Attributes, Classes, FormGroup};
use super::{ErrorMessage, Fieldset, Hint, Label};

/// One answer of radios or checkboxes.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct Item {
    pub id: String,
    pub name: String,
    pub text: String,
    pub html: String,
    #[serde(deserialize_with = "parts::text")]
    pub value: String,
    pub checked: Option<bool>,
    pub disabled: bool,
    /// Words such as "or" between two answers, in place of an answer.
    pub divider: String,
    /// `exclusive`: choosing this answer lets go of the others.
    pub behaviour: String,
    pub label: Label,
    pub hint: Hint,
    pub conditional: Conditional,
    pub attributes: Attributes,
}

/// What choosing an answer brings up.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Conditional {
    #[serde(deserialize_with = "html_or_false")]
    pub html: String,
}

fn html_or_false<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = parts::text(from)?;
    Ok(if text == "false" { String::new() } else { text })
}

impl Item {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn label_of(&self, id: &str, own: &str) -> Label {
        Label {
            text: self.text.clone(),
            html: self.html.clone(),
            of: id.to_owned(),
            classes: format!("{own}__label{}", self.label.classes).into(),
            attributes: self.label.attributes.clone(),
            is_page_heading: false,
        }
    }

    fn hint_of(&self, id: &str, own: &str) -> Option<Hint> {
        let said = !self.hint.text.is_empty() || !self.hint.html.is_empty();
        said.then(|| Hint {
            id: format!("{id}-item-hint"),
            classes: format!("{own}__hint{}", self.hint.classes).into(),
            ..self.hint.clone()
        })
    }
}

/// One answer out of several.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/radios.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Radios {
    pub name: String,
    pub id_prefix: String,
    pub value: String,
    #[serde(deserialize_with = "parts::gappy")]
    pub items: Vec<Item>,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Radios {
    fn is_checked(&self, item: &Item) -> bool {
        item.checked
            .unwrap_or(!self.value.is_empty() && item.value == self.value)
    }
}

/// Any number of answers out of several.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/checkboxes.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Checkboxes {
    pub name: String,
    pub id_prefix: String,
    pub values: Vec<String>,
    #[serde(deserialize_with = "parts::gappy")]
    pub items: Vec<Item>,
    pub described_by: String,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Checkboxes {
    fn is_checked(&self, item: &Item) -> bool {
        item.checked.unwrap_or_else(|| self.values.contains(&item.value))
    }

    fn own_described_by(&self) -> &str {
        let of_group = self
            .fieldset
            .as_ref()
            .map_or("", |group| group.described_by.as_str());
        parts::or(of_group, &self.described_by)
    }

    /// What describes one box: without a fieldset, all that describes the group as well.
    fn descriptions_of(&self, item_hint: Option<&Hint>) -> String {
        let group = if self.fieldset.is_some() {
            String::new()
        } else {
            self.descriptions()
        };
        parts::ids(&[&group, item_hint.map_or("", |hint| hint.id.as_str())])
    }
}

impl Radios {
    fn own_described_by(&self) -> &str {
        self.fieldset
            .as_ref()
            .map_or("", |group| group.described_by.as_str())
    }

    /// What describes one button: its own hint, the rest describes the group.
    fn descriptions_of(&self, item_hint: Option<&Hint>) -> String {
        item_hint.map(|hint| hint.id.clone()).unwrap_or_default()
    }
}

/// A group of controls: its id, the id of each item, what describes it.
macro_rules! group {
    ($($control:ty),+) => { $(
        impl $control {
            fn own_id(&self) -> &str {
                parts::or(&self.id_prefix, &self.name)
            }

            /// The first item bears the group's own id, so that an error summary can link to it.
            fn id_of(&self, item: &Item, position: &usize) -> String {
                if !item.id.is_empty() {
                    return item.id.clone();
                }
                if *position > 1 { format!("{}-{position}", self.own_id()) } else { self.own_id().to_owned() }
            }

            fn descriptions(&self) -> String {
                let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.own_id())).unwrap_or_default();
                let error = self.error_message.as_ref().map(|_| format!("{}-error", self.own_id())).unwrap_or_default();
                parts::ids(&[self.own_described_by(), &hint, &error])
            }
        }

        impl HtmlSafe for $control {}
    )+ };
}
group!(Radios, Checkboxes);

/// One option of a select.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct SelectItem {
    /// What is sent; the text itself when there is none.
    #[serde(deserialize_with = "parts::maybe_text")]
    pub value: Option<String>,
    pub text: String,
    pub selected: Option<bool>,
    pub disabled: bool,
    pub attributes: Attributes,
}

/// One answer out of a long list.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/select.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Select {
    pub id: String,
    pub name: String,
    #[serde(deserialize_with = "parts::gappy")]
    pub items: Vec<SelectItem>,
    #[serde(deserialize_with = "parts::text")]
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Select {
    fn is_selected(&self, item: &SelectItem) -> bool {
        let sent = item.value.as_deref().unwrap_or(&item.text);
        item.selected
            .unwrap_or(!self.value.is_empty() && sent == self.value)
    }
}
