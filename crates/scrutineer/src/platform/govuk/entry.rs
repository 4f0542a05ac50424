//! Controls a person types into, or gives a file to.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::parts::{self, Aside, Attributes, Classes, FormGroup};
use super::{Button, ErrorMessage, Hint, Label};

/// What stands right before or after an input: a unit or a currency.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Affix {
    pub text: String,
    pub html: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Affix {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.html.is_empty()
    }
}

/// The element around an input that has an affix.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Wrapper {
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One line of text.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/input.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Input {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub inputmode: String,
    #[serde(deserialize_with = "parts::text")]
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub autocomplete: String,
    pub autocapitalize: String,
    pub pattern: String,
    pub spellcheck: Option<bool>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub prefix: Affix,
    pub suffix: Affix,
    pub form_group: FormGroup,
    pub input_wrapper: Wrapper,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// Several lines of text.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/textarea.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Textarea {
    pub id: String,
    pub name: String,
    /// Height in lines; 5 when 0.
    pub rows: u16,
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub autocomplete: String,
    pub spellcheck: Option<bool>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One file or several.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/file-upload.html")]
#[serde(default, rename_all = "camelCase")]
pub struct FileUpload {
    pub id: String,
    pub name: String,
    pub disabled: bool,
    pub multiple: bool,
    /// Lets the script turn it into a drop zone.
    pub javascript: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub choose_files_button_text: String,
    pub no_file_chosen_text: String,
    pub multiple_files_chosen_text: BTreeMap<String, String>,
    pub drop_instruction_text: String,
    pub entered_drop_zone_text: String,
    pub left_drop_zone_text: String,
    pub wrapper_classes: Classes,
    pub wrapper_attributes: Attributes,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl FileUpload {
    fn messages(&self) -> Attributes {
        parts::message("choose-files-button", &self.choose_files_button_text)
            .and(parts::message("no-file-chosen", &self.no_file_chosen_text))
            .and(parts::plural_messages(
                "multiple-files-chosen",
                &self.multiple_files_chosen_text,
            ))
            .and(parts::message("drop-instruction", &self.drop_instruction_text))
            .and(parts::message("entered-drop-zone", &self.entered_drop_zone_text))
            .and(parts::message("left-drop-zone", &self.left_drop_zone_text))
    }
}

/// A control of text that this module draws: its id, and what describes it.
macro_rules! described {
    ($($control:ty),+) => { $(
        impl $control {
            pub(super) fn own_id(&self) -> &str {
                parts::or(&self.id, &self.name)
            }

            pub(super) fn descriptions(&self) -> String {
                let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.own_id())).unwrap_or_default();
                let error = self.error_message.as_ref().map(|_| format!("{}-error", self.own_id())).unwrap_or_default();
                parts::ids(&[&self.described_by, &hint, &error])
            }
        }

        impl HtmlSafe for $control {}
    )+ };
}
described!(Input, Textarea, FileUpload, super::Select);

/// Several lines of text with a limit, counted as they are typed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct CharacterCount {
    #[serde(deserialize_with = "parts::text")]
    pub maxlength: String,
    #[serde(deserialize_with = "parts::text")]
    pub maxwords: String,
    #[serde(deserialize_with = "parts::text")]
    pub threshold: String,
    pub count_type: String,
    pub textarea_description_text: String,
    pub characters_under_limit_text: BTreeMap<String, String>,
    pub characters_at_limit_text: String,
    pub characters_over_limit_text: BTreeMap<String, String>,
    pub words_under_limit_text: BTreeMap<String, String>,
    pub words_at_limit_text: String,
    pub words_over_limit_text: BTreeMap<String, String>,
    pub count_message: Wrapper,
    #[serde(flatten)]
    pub textarea: Textarea,
}

impl CharacterCount {
    fn counted(&self) -> &str {
        let by_limit = if self.maxwords.is_empty() { "" } else { "words" };
        parts::or(&self.count_type, by_limit)
    }

    fn settings(&self) -> Attributes {
        let described_by_script = self.maxwords.is_empty() && self.maxlength.is_empty();
        let description = if described_by_script {
            self.textarea_description_text.as_str()
        } else {
            ""
        };
        Attributes::default()
            .with("data-module", "govuk-character-count")
            .and(parts::attr("data-maxlength", &self.maxlength))
            .and(parts::attr("data-maxwords", &self.maxwords))
            .and(parts::attr("data-threshold", &self.threshold))
            .and(parts::attr("data-count-type", self.counted()))
            .and(parts::message("textarea-description.other", description))
            .and(parts::plural_messages(
                "characters-under-limit",
                &self.characters_under_limit_text,
            ))
            .and(parts::message(
                "characters-at-limit",
                &self.characters_at_limit_text,
            ))
            .and(parts::plural_messages(
                "characters-over-limit",
                &self.characters_over_limit_text,
            ))
            .and(parts::plural_messages(
                "words-under-limit",
                &self.words_under_limit_text,
            ))
            .and(parts::message("words-at-limit", &self.words_at_limit_text))
            .and(parts::plural_messages(
                "words-over-limit",
                &self.words_over_limit_text,
            ))
    }

    /// The limit in words, shown until the script counts.
    fn limit(&self) -> String {
        let limit = parts::or(&self.maxwords, &self.maxlength);
        if limit.is_empty() {
            return String::new();
        }
        let unit = if self.counted() == "words" {
            "words"
        } else {
            "characters"
        };
        let otherwise = format!("You can enter up to %{{count}} {unit}");
        parts::or(&self.textarea_description_text, &otherwise).replace("%{count}", limit)
    }

    /// The textarea this is, once the limit is part of it.
    fn as_textarea(&self) -> Textarea {
        let given = self.textarea.clone();
        let limit_id = format!("{}-info", given.own_id());
        let limit = Hint {
            text: self.limit(),
            id: limit_id.clone(),
            classes: format!("govuk-character-count__message{}", self.count_message.classes).into(),
            ..Hint::default()
        };
        Textarea {
            described_by: limit_id,
            classes: format!("govuk-js-character-count{}", given.classes).into(),
            form_group: FormGroup {
                classes: format!("govuk-character-count{}", given.form_group.classes).into(),
                attributes: self.settings().and(given.form_group.attributes),
                after_input: Aside {
                    html: format!("{limit}{}", given.form_group.after_input),
                    text: String::new(),
                },
                before_input: given.form_group.before_input,
            },
            ..given
        }
    }
}

impl HtmlSafe for CharacterCount {}

impl std::fmt::Display for CharacterCount {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_textarea().fmt(out)
    }
}

/// A secret, which the script can show.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct PasswordInput {
    pub show_password_text: String,
    pub hide_password_text: String,
    pub show_password_aria_label_text: String,
    pub hide_password_aria_label_text: String,
    pub password_shown_announcement_text: String,
    pub password_hidden_announcement_text: String,
    pub button: Wrapper,
    #[serde(flatten)]
    pub input: Input,
}

impl PasswordInput {
    fn settings(&self) -> Attributes {
        Attributes::default()
            .with("data-module", "govuk-password-input")
            .and(parts::message("show-password", &self.show_password_text))
            .and(parts::message("hide-password", &self.hide_password_text))
            .and(parts::message(
                "show-password-aria-label",
                &self.show_password_aria_label_text,
            ))
            .and(parts::message(
                "hide-password-aria-label",
                &self.hide_password_aria_label_text,
            ))
            .and(parts::message(
                "password-shown-announcement",
                &self.password_shown_announcement_text,
            ))
            .and(parts::message(
                "password-hidden-announcement",
                &self.password_hidden_announcement_text,
            ))
    }

    fn toggle(&self) -> Button {
        let own = "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle";
        Button {
            kind: "button".to_owned(),
            classes: format!("{own}{}", self.button.classes).into(),
            text: parts::or(&self.show_password_text, "Show").to_owned(),
            attributes: Attributes::default()
                .with("aria-controls", self.input.own_id())
                .with(
                    "aria-label",
                    parts::or(&self.show_password_aria_label_text, "Show password"),
                )
                .and(parts::flag("hidden", true)),
            ..Button::default()
        }
    }

    /// The input this is, once the button that shows it is part of it.
    fn as_input(&self) -> Input {
        let given = self.input.clone();
        let own = "govuk-password-input__input govuk-js-password-input-input";
        Input {
            kind: "password".to_owned(),
            spellcheck: Some(false),
            autocapitalize: "none".to_owned(),
            autocomplete: parts::or(&given.autocomplete, "current-password").to_owned(),
            classes: format!("{own}{}", given.classes).into(),
            input_wrapper: Wrapper {
                classes: "govuk-password-input__wrapper".into(),
                ..Wrapper::default()
            },
            form_group: FormGroup {
                classes: format!("govuk-password-input{}", given.form_group.classes).into(),
                attributes: self.settings().and(given.form_group.attributes),
                after_input: Aside {
                    html: format!("{}{}", self.toggle(), given.form_group.after_input),
                    text: String::new(),
                },
                before_input: given.form_group.before_input,
            },
            ..given
        }
    }
}

impl HtmlSafe for PasswordInput {}

impl std::fmt::Display for PasswordInput {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_input().fmt(out)
    }
}
