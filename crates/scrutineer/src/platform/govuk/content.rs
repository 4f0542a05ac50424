//! What a page tells: text set apart, tags, summaries, confirmations.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::Button;
use super::parts::{self, Attributes, Classes};

/// A state in one or two words.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/tag.html")]
#[serde(default)]
pub struct Tag {
    pub text: String,
    pub html: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Tag {
    /// A tag in one of the colours of the GOV.UK Design System, or in the usual one when `colour` is empty.
    pub fn new(text: &str, colour: &str) -> Self {
        let classes = if colour.is_empty() {
            String::new()
        } else {
            format!("govuk-tag--{colour}")
        };
        Self {
            text: text.to_owned(),
            classes: classes.into(),
            ..Self::default()
        }
    }
}

/// Words set apart from the rest.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/inset-text.html")]
#[serde(default)]
pub struct InsetText {
    pub text: String,
    pub html: String,
    pub id: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl InsetText {
    /// This text set apart.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

/// What has serious consequences.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/warning-text.html")]
#[serde(default, rename_all = "camelCase")]
pub struct WarningText {
    pub text: String,
    pub html: String,
    pub icon_fallback_text: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl WarningText {
    /// This text as a warning.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

/// Help only some people need, folded away.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/details.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Details {
    pub summary_text: String,
    pub summary_html: String,
    pub text: String,
    pub html: String,
    pub id: String,
    pub open: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// What just happened elsewhere, or is about to.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/notification-banner.html")]
#[serde(default, rename_all = "camelCase")]
pub struct NotificationBanner {
    pub text: String,
    pub html: String,
    pub title_text: String,
    pub title_html: String,
    /// 2 when empty.
    #[serde(deserialize_with = "parts::text")]
    pub title_heading_level: String,
    /// `success`, or empty.
    #[serde(rename = "type")]
    pub kind: String,
    pub role: String,
    pub title_id: String,
    pub disable_auto_focus: Option<bool>,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl NotificationBanner {
    /// That something was done.
    pub fn success(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            kind: "success".to_owned(),
            ..Self::default()
        }
    }

    fn is_success(&self) -> bool {
        self.kind == "success"
    }

    fn usual_title(&self) -> &'static str {
        if self.is_success() { "Success" } else { "Important" }
    }

    /// A success is announced at once; anything else is a landmark to go to.
    fn usual_role(&self) -> &'static str {
        if self.is_success() { "alert" } else { "region" }
    }
}

/// What a person can do after an interruption.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct PanelActions {
    pub items: Vec<PanelAction>,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One thing to do: a link, or a button where there is no address.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct PanelAction {
    pub text: String,
    pub href: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl PanelAction {
    fn button(&self) -> Option<Button> {
        let is_button = self.href.is_empty() || self.kind == "button";
        is_button.then(|| Button {
            text: self.text.clone(),
            kind: parts::or(&self.kind, "button").to_owned(),
            classes: format!("govuk-button--inverse{}", self.classes).into(),
            href: self.href.clone(),
            attributes: self.attributes.clone(),
            ..Button::default()
        })
    }
}

/// That a thing is done, or that a person should stop and read.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/panel.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Panel {
    pub title_text: String,
    pub title_html: String,
    /// 1 when empty.
    #[serde(deserialize_with = "parts::text")]
    pub heading_level: String,
    pub text: String,
    pub html: String,
    pub actions: PanelActions,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl Panel {
    /// That something is done: the heading of the last page of a journey.
    pub fn new(title: &str, text: &str) -> Self {
        Self {
            title_text: title.to_owned(),
            text: text.to_owned(),
            ..Self::default()
        }
    }

    fn interrupts(&self) -> bool {
        self.classes.mention("govuk-panel--interruption")
    }
}

/// All that is wrong with a form, each linked to its answer.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/error-summary.html")]
#[serde(default, rename_all = "camelCase")]
pub struct ErrorSummary {
    pub title_text: String,
    pub title_html: String,
    pub description_text: String,
    pub description_html: String,
    pub error_list: Vec<ErrorLink>,
    pub disable_auto_focus: Option<bool>,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One wrong answer and where it is.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct ErrorLink {
    pub href: String,
    pub text: String,
    pub html: String,
    pub attributes: Attributes,
}

/// How finished this is.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/phase-banner.html")]
#[serde(default)]
pub struct PhaseBanner {
    pub tag: Tag,
    pub text: String,
    pub html: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl PhaseBanner {
    /// This phase, and what it means for the reader.
    pub fn new(phase: &str, text: &str) -> Self {
        Self {
            tag: Tag::new(phase, ""),
            text: text.to_owned(),
            ..Self::default()
        }
    }

    fn own_tag(&self) -> Tag {
        let classes = format!("govuk-phase-banner__content__tag{}", self.tag.classes).into();
        Tag {
            classes,
            attributes: Attributes::default(),
            ..self.tag.clone()
        }
    }
}

impl HtmlSafe for Tag {}
impl HtmlSafe for InsetText {}
impl HtmlSafe for WarningText {}
impl HtmlSafe for Details {}
impl HtmlSafe for NotificationBanner {}
impl HtmlSafe for Panel {}
impl HtmlSafe for ErrorSummary {}
impl HtmlSafe for PhaseBanner {}
