//! Facts in rows: tables, summaries of what was answered, lists of tasks.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::Tag;
use super::parts::{self, Attributes, Classes};

/// One cell of a table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Cell {
    #[serde(deserialize_with = "parts::text")]
    pub text: String,
    pub html: String,
    /// `numeric` for figures, which stand to the right.
    pub format: String,
    #[serde(deserialize_with = "parts::text")]
    pub colspan: String,
    #[serde(deserialize_with = "parts::text")]
    pub rowspan: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// Facts in rows and columns.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/table.html")]
#[serde(default, rename_all = "camelCase")]
pub struct Table {
    pub caption: String,
    pub caption_classes: Classes,
    pub head: Option<Vec<Cell>>,
    #[serde(deserialize_with = "parts::gappy")]
    pub rows: Vec<Vec<Cell>>,
    pub first_cell_is_header: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// Text or HTML with classes of its own.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct Words {
    pub text: String,
    pub html: String,
    pub classes: Classes,
    /// Of a card's title: 2 when empty.
    #[serde(deserialize_with = "parts::text")]
    pub heading_level: String,
}

/// Something to do with a row.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, rename_all = "camelCase")]
pub struct RowAction {
    pub text: String,
    pub html: String,
    pub href: String,
    /// What the link is about, so that "Change" makes sense on its own.
    pub visually_hidden_text: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// What can be done with a row.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct RowActions {
    pub items: Vec<RowAction>,
    pub classes: Classes,
}

/// One fact of a summary.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct SummaryRow {
    pub key: Words,
    pub value: Words,
    pub actions: RowActions,
    pub classes: Classes,
}

/// The box around a summary.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct SummaryCard {
    pub title: Words,
    pub actions: RowActions,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// Facts and what they are called.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/summary-list.html")]
#[serde(default)]
pub struct SummaryList {
    #[serde(deserialize_with = "parts::gappy")]
    pub rows: Vec<SummaryRow>,
    pub card: Option<SummaryCard>,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl SummaryList {
    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.items.is_empty())
    }

    /// The card's title, which every link of the card repeats for those who hear it alone.
    fn card_title(&self) -> Words {
        self.card
            .as_ref()
            .map(|card| card.title.clone())
            .unwrap_or_default()
    }
}

/// How far a task is.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct TaskStatus {
    pub tag: Option<Tag>,
    pub text: String,
    pub html: String,
    pub classes: Classes,
}

/// One thing to do before the whole is done.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Task {
    pub title: Words,
    pub hint: Option<Words>,
    pub status: TaskStatus,
    pub href: String,
    pub classes: Classes,
}

/// What there is to do, and how far each thing is.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Template)]
#[template(path = "platform/govuk/task-list.html")]
#[serde(default, rename_all = "camelCase")]
pub struct TaskList {
    pub id_prefix: String,
    #[serde(deserialize_with = "parts::gappy")]
    pub items: Vec<Task>,
    pub classes: Classes,
    pub attributes: Attributes,
}

impl TaskList {
    fn id_of(&self, position: &usize) -> String {
        format!("{}-{position}", parts::or(&self.id_prefix, "task-list"))
    }
}

impl HtmlSafe for Table {}
impl HtmlSafe for SummaryList {}
impl HtmlSafe for TaskList {}
