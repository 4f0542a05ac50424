//! Ways to somewhere else.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::parts::{self, Attributes, Classes};

/// Back to the page before.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/back-link.html")]
#[serde(default)]
pub struct BackLink {
    pub text: String,
    pub html: String,
    pub href: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl BackLink {
    /// To this address; "Back" when there is no text.
    pub fn new(href: &str, text: &str) -> Self {
        Self {
            href: href.to_owned(),
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

/// Past the header, for those who go by keyboard.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/skip-link.html")]
#[serde(default)]
pub struct SkipLink {
    pub text: String,
    pub html: String,
    pub href: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// Where the page is, from the top down.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/breadcrumbs.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Breadcrumbs {
    pub items: Vec<Breadcrumb>,
    pub collapse_on_mobile: bool,
    pub label_text: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One step of the way.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Breadcrumb {
    pub text: String,
    pub html: String,
    pub href: String,
    pub attributes: Attributes,
}

/// From one part of a long list, or of a guide, to the next.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/pagination.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Pagination {
    #[serde(deserialize_with = "parts::gappy")]
    pub items: Vec<PageItem>,
    pub previous: PageLink,
    pub next: PageLink,
    pub landmark_label: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One page, or the gap between two that are far apart.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct PageItem {
    #[serde(deserialize_with = "parts::text")]
    pub number: String,
    pub visually_hidden_text: String,
    pub href: String,
    pub current: bool,
    pub ellipsis: bool,
    pub attributes: Attributes,
}

/// The page before or after.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct PageLink {
    pub text: String,
    pub html: String,
    pub label_text: String,
    pub href: String,
    pub attributes: Attributes,
}

impl Pagination {
    /// Whether it leads only back and forth, one below the other.
    fn is_block(&self) -> bool {
        self.items.is_empty() && (self.previous != PageLink::default() || self.next != PageLink::default())
    }
}

/// The name of the product and its parts.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/service-navigation.html")]
#[serde(default, rename_all = "camelCase")]
pub struct ServiceNavigation {
    pub service_name: String,
    pub service_url: String,
    #[serde(deserialize_with = "parts::gappy")]
    pub navigation: Vec<ServiceLink>,
    pub navigation_classes: Classes,
    pub navigation_id: String,
    pub navigation_label: String,
    pub menu_button_text: String,
    pub menu_button_label: String,
    /// Said or not, it folds on a narrow screen when there is more than one link.
    pub collapse_navigation_on_mobile: Option<bool>,
    pub aria_label: String,
    pub slots: Slots,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// One part of the product.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct ServiceLink {
    pub text: String,
    pub html: String,
    pub href: String,
    /// The page shown is this one.
    pub current: bool,
    /// The page shown belongs to it.
    pub active: bool,
    pub attributes: Attributes,
}

/// HTML put at places of the navigation.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct Slots {
    pub start: String,
    pub end: EndSlot,
    pub navigation_start: String,
    pub navigation_end: String,
}

/// HTML at the end: on its own line, or beside the links.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum EndSlot {
    /// On its own line.
    Html(String),
    /// As `align` says: `inline` is beside the links.
    Aligned {
        #[serde(default)]
        html: String,
        #[serde(default)]
        align: String,
    },
}

impl Default for EndSlot {
    fn default() -> Self {
        Self::Html(String::new())
    }
}

impl EndSlot {
    fn html(&self) -> &str {
        let (Self::Html(html) | Self::Aligned { html, .. }) = self;
        html
    }

    fn is_inline(&self) -> bool {
        matches!(self, Self::Aligned { align, .. } if align == "inline")
    }
}

impl ServiceNavigation {
    fn links(&self) -> Vec<&ServiceLink> {
        self.navigation
            .iter()
            .filter(|link| **link != ServiceLink::default())
            .collect()
    }

    fn has_list(&self) -> bool {
        let around = !self.slots.navigation_start.is_empty() || !self.slots.navigation_end.is_empty();
        around || !self.links().is_empty()
    }

    fn folds(&self) -> bool {
        self.collapse_navigation_on_mobile
            .unwrap_or(self.links().len() > 1)
    }

    /// Whether there is more than links, so that the whole is a landmark of its own.
    fn is_region(&self) -> bool {
        !self.service_name.is_empty() || !self.slots.start.is_empty() || !self.slots.end.html().is_empty()
    }

    fn own_menu_text(&self) -> &str {
        parts::or(&self.menu_button_text, "Menu")
    }

    fn own_menu_label(&self) -> &str {
        if self.menu_button_label == self.own_menu_text() {
            ""
        } else {
            &self.menu_button_label
        }
    }
}

impl HtmlSafe for BackLink {}
impl HtmlSafe for SkipLink {}
impl HtmlSafe for Breadcrumbs {}
impl HtmlSafe for Pagination {}
impl HtmlSafe for ServiceNavigation {}
