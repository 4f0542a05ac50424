//! What a document must have before any writer takes it: PDF/UA-1 (ISO 14289-1) refuses empty headings and pictures
//! without words, and a table with ragged rows tells a reader the wrong thing.

use crate::model::{Block, Chart, Document, Table};

/// Why a document cannot be written. Each reads as one sentence and quotes no text of the document but its headings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The document has no title.
    #[error("the document has no title: give it one")]
    NoTitle,
    /// A section has a blank heading.
    #[error("section {0} has no heading: give every section a heading")]
    NoHeading(usize),
    /// A table has no columns.
    #[error("section {section}: a table has no columns: give it at least one heading")]
    NoColumns {
        /// The section's number, from 1.
        section: usize,
    },
    /// A row, or the list of numeric columns, is not as long as the head.
    #[error(
        "section {section}: table row {row} has {found} cells where the head has {expected}: give every row one cell a column"
    )]
    RaggedRow {
        /// The section's number, from 1.
        section: usize,
        /// The row's number, from 1; 0 for the list of numeric columns.
        row: usize,
        /// Cells in the row.
        found: usize,
        /// Cells in the head.
        expected: usize,
    },
    /// A chart lacks a title, a description or bars.
    #[error(
        "section {section}: a chart has no {missing}: a chart needs a title, a description and at least one bar"
    )]
    BareChart {
        /// The section's number, from 1.
        section: usize,
        /// The part that is missing.
        missing: &'static str,
    },
    /// A bar cannot be drawn.
    #[error(
        "section {section}: bar {bar} of a chart has no finite length, or an interval the wrong way round"
    )]
    Bar {
        /// The section's number, from 1.
        section: usize,
        /// The bar's number, from 1.
        bar: usize,
    },
    /// The typesetter refused the document: a fault of the template, not of the document.
    #[error("the document could not be typeset: {0}")]
    Typeset(String),
}

impl Document {
    /// Checks that every writer can take the document.
    ///
    /// # Errors
    /// The first fault in reading order.
    pub fn check(&self) -> Result<(), DocumentError> {
        if self.title.trim().is_empty() {
            return Err(DocumentError::NoTitle);
        }
        for (section, part) in (1..).zip(&self.sections) {
            if part.heading.trim().is_empty() {
                return Err(DocumentError::NoHeading(section));
            }
            for block in &part.blocks {
                match block {
                    Block::Table(table) => check_table(table, section)?,
                    Block::Chart(chart) => check_chart(chart, section)?,
                    Block::Paragraph(_) | Block::List(_) | Block::Facts(_) | Block::Note(_) => {}
                }
            }
        }
        Ok(())
    }
}

fn check_table(table: &Table, section: usize) -> Result<(), DocumentError> {
    let expected = table.head.len();
    if expected == 0 {
        return Err(DocumentError::NoColumns { section });
    }
    let lengths = std::iter::once(table.numeric.len()).chain(table.rows.iter().map(Vec::len));
    match lengths.enumerate().find(|(_, found)| *found != expected) {
        Some((row, found)) => Err(DocumentError::RaggedRow {
            section,
            row,
            found,
            expected,
        }),
        None => Ok(()),
    }
}

fn check_chart(chart: &Chart, section: usize) -> Result<(), DocumentError> {
    let parts = [
        ("title", chart.title.trim().is_empty()),
        ("description", chart.description.trim().is_empty()),
        ("bars", chart.bars.is_empty()),
    ];
    if let Some((missing, _)) = parts.into_iter().find(|(_, absent)| *absent) {
        return Err(DocumentError::BareChart { section, missing });
    }
    for (number, bar) in (1..).zip(&chart.bars) {
        let low = bar.low.unwrap_or(bar.value);
        let high = bar.high.unwrap_or(bar.value);
        // Written so that a value that is not a number fails too.
        let drawable = [low, bar.value, high].iter().all(|end| end.is_finite()) && low <= high;
        if !drawable {
            return Err(DocumentError::Bar { section, bar: number });
        }
    }
    chart
        .table
        .as_ref()
        .map_or(Ok(()), |table| check_table(table, section))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bar, Section};

    fn table() -> Table {
        let words = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        Table {
            caption: String::new(),
            head: words(["a", "b"]),
            rows: vec![words(["1", "2"])],
            numeric: vec![true; 2],
        }
    }

    fn chart() -> Chart {
        let bar = Bar {
            label: "a".to_owned(),
            value: 1.0,
            low: Some(0.5),
            high: Some(2.0),
            text: "1".to_owned(),
        };
        Chart {
            title: "t".to_owned(),
            description: "d".to_owned(),
            bars: vec![bar],
            table: Some(table()),
        }
    }

    /// The fault of a document whose second section holds the block, as a person reads it.
    fn fault(block: Block) -> String {
        let section = |blocks| Section {
            heading: "h".to_owned(),
            blocks,
        };
        let document = Document {
            title: "t".to_owned(),
            subtitle: None,
            body_name: "b".to_owned(),
            marking: None,
            date: "d".to_owned(),
            reference: None,
            sections: vec![section(vec![]), section(vec![block])],
        };
        document
            .check()
            .map_or_else(|fault| fault.to_string(), |()| String::new())
    }

    #[test]
    fn whole_blocks_pass() {
        assert_eq!(fault(Block::Table(table())), "");
        assert_eq!(fault(Block::Chart(chart())), "");
        assert_eq!(fault(Block::Paragraph(String::new())), "");
    }

    #[test]
    fn a_ragged_table_is_refused_with_its_place() {
        let short = Table {
            rows: vec![table().rows.remove(0), vec!["1".to_owned()]],
            ..table()
        };
        let found =
            "section 2: table row 2 has 1 cells where the head has 2: give every row one cell a column";
        assert_eq!(fault(Block::Table(short.clone())), found);
        assert_eq!(
            fault(Block::Chart(Chart {
                table: Some(short),
                ..chart()
            })),
            found
        );
        let unknown = Table {
            numeric: vec![],
            ..table()
        };
        assert!(fault(Block::Table(unknown)).starts_with("section 2: table row 0 has 0 cells"));
        let none = Table {
            head: vec![],
            numeric: vec![],
            rows: vec![],
            ..table()
        };
        assert!(fault(Block::Table(none)).starts_with("section 2: a table has no columns"));
    }

    #[test]
    fn a_chart_without_words_or_lengths_is_refused() {
        assert!(
            fault(Block::Chart(Chart {
                title: " ".to_owned(),
                ..chart()
            }))
            .contains("has no title")
        );
        assert!(
            fault(Block::Chart(Chart {
                description: String::new(),
                ..chart()
            }))
            .contains("has no description")
        );
        assert!(
            fault(Block::Chart(Chart {
                bars: vec![],
                ..chart()
            }))
            .contains("has no bars")
        );
        for (value, low, high) in [
            (f64::NAN, None, None),
            (1.0, Some(2.0), Some(1.0)),
            (1.0, None, Some(f64::INFINITY)),
        ] {
            let bar = Bar {
                value,
                low,
                high,
                ..chart().bars.remove(0)
            };
            assert!(
                fault(Block::Chart(Chart {
                    bars: vec![bar],
                    ..chart()
                }))
                .starts_with("section 2: bar 1 of a chart")
            );
        }
    }
}
