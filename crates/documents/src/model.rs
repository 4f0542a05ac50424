//! What a document says, with no word of how it looks.
//!
//! All text is plain: nothing in it is markup for any writer. Figures reach this model already rounded, protected and
//! formatted; only the length of a bar is a number.

use serde::{Deserialize, Serialize};

/// A report, minutes or other paper a body hands out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What the paper is called; the title of the PDF and its first heading.
    pub title: String,
    /// A second line: the panel, the period.
    pub subtitle: Option<String>,
    /// The body that publishes the paper; the PDF's author.
    pub body_name: String,
    /// A protective marking such as `OFFICIAL` (Government Security Classifications), shown on every page.
    pub marking: Option<String>,
    /// The date of the paper, already formatted ("12 March 2026"): writers read no clock.
    pub date: String,
    /// The body's own reference of the paper, shown on every page and used as the PDF's identity.
    pub reference: Option<String>,
    /// The paper itself, in reading order.
    pub sections: Vec<Section>,
}

/// A part of the paper under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; never empty.
    pub heading: String,
    /// What stands under it, in reading order.
    pub blocks: Vec<Block>,
}

/// One piece of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Block {
    /// Running text; a line break in it is kept.
    Paragraph(String),
    /// A bulleted list.
    List(Vec<String>),
    /// A table of figures or words.
    Table(Table),
    /// Name and value pairs: the particulars of a meeting, the method of a draw.
    Facts(Vec<(String, String)>),
    /// A caution or explanation set apart from the running text.
    Note(String),
    /// A bar chart with its figures beside it.
    Chart(Chart),
}

/// A table. The first column names the row, unless it is numeric: writers mark its cells as row headers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What the table shows, for whom and when.
    pub caption: String,
    /// One heading a column.
    pub head: Vec<String>,
    /// The rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
    /// Whether each column holds numbers (set flush right); as long as `head`.
    pub numeric: Vec<bool>,
}

/// A bar chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What the chart compares.
    pub title: String,
    /// What a reader is meant to see in it, in a sentence or two; not shown, read out in place of the drawing.
    pub description: String,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// The figures of the chart; without it writers show each bar's label and text as a table.
    pub table: Option<Table>,
}

/// One bar of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// The group or period the bar stands for.
    pub label: String,
    /// The length of the bar, in the unit all bars of the chart share; finite, may be negative.
    pub value: f64,
    /// Lower end of the interval around `value`, in the same unit.
    pub low: Option<f64>,
    /// Upper end of the interval around `value`, in the same unit.
    pub high: Option<f64>,
    /// The value as people read it ("23%, between 19% and 28%").
    pub text: String,
}

/// The heading of a column, and what its cells hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column<'a> {
    /// Words.
    Words(&'a str),
    /// Numbers, set flush right.
    Numbers(&'a str),
}

impl Section {
    /// A part of the paper under `heading`.
    pub fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            heading: heading.into(),
            blocks,
        }
    }

    /// A part of the paper that is one paragraph.
    pub fn of_words(heading: impl Into<String>, words: impl Into<String>) -> Self {
        Self::new(heading, vec![Block::Paragraph(words.into())])
    }
}

impl Table {
    /// A table whose `rows` are each as long as `columns`.
    pub fn new(caption: impl Into<String>, columns: &[Column<'_>], rows: Vec<Vec<String>>) -> Self {
        let heading = |column: &Column<'_>| match column {
            Column::Words(name) | Column::Numbers(name) => (*name).to_owned(),
        };
        Self {
            caption: caption.into(),
            head: columns.iter().map(heading).collect(),
            numeric: columns
                .iter()
                .map(|column| matches!(column, Column::Numbers(_)))
                .collect(),
            rows,
        }
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl Document {
    /// Every block of the paper, in reading order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }
}

impl Chart {
    /// The text alternative of the drawing (WCAG 2.2, 1.1.1), for the web and for paper.
    pub fn alternative(&self) -> String {
        format!("Bar chart: {}. {}", self.title, self.description)
    }

    /// The figures beside the chart: its own table, or each bar's label and text.
    pub fn figures(&self) -> Table {
        self.table.clone().unwrap_or_else(|| Table {
            caption: format!("Figures: {}", self.title),
            head: vec!["Group".to_owned(), "Value".to_owned()],
            rows: self
                .bars
                .iter()
                .map(|bar| vec![bar.label.clone(), bar.text.clone()])
                .collect(),
            numeric: vec![false, true],
        })
    }

    /// The sentence that explains the thin lines, if any bar has an interval.
    pub fn interval_note(&self) -> Option<&'static str> {
        let drawn = self
            .bars
            .iter()
            .any(|bar| bar.low.is_some() && bar.high.is_some());
        drawn.then_some("The thin line on a bar runs from the lower to the upper end of its interval.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_of_a_block_names_its_kind() {
        let blocks = vec![
            Block::Paragraph("Words.".to_owned()),
            Block::Facts(vec![("Quorum".to_owned(), "5".to_owned())]),
            Block::Chart(Chart {
                title: "Shares".to_owned(),
                description: "Alike.".to_owned(),
                bars: vec![Bar {
                    label: "A".to_owned(),
                    value: 0.5,
                    low: None,
                    high: None,
                    text: "50%".to_owned(),
                }],
                table: None,
            }),
        ];
        let json = serde_json::to_string(&blocks).expect("JSON");
        let golden = concat!(
            r#"[{"kind":"paragraph","value":"Words."},{"kind":"facts","value":[["Quorum","5"]]},"#,
            r#"{"kind":"chart","value":{"title":"Shares","description":"Alike.","#,
            r#""bars":[{"label":"A","value":0.5,"low":null,"high":null,"text":"50%"}],"table":null}}]"#,
        );
        assert_eq!(json, golden);
        assert_eq!(serde_json::from_str::<Vec<Block>>(&json).expect("blocks"), blocks);
    }
}
