//! A document as part of a page: the same sections, tables and charts that go on paper.

use askama::{Template, filters::HtmlSafe};
use documents::{Block, Chart, Document};

use crate::platform::chart::BarChart;

/// The sections of a document, to be shown by `{{ paper }}` below a page's own heading.
#[derive(Template)]
#[template(path = "report/pages/document.html")]
pub struct Paper {
    document: Document,
}

impl HtmlSafe for Paper {}

impl Paper {
    /// The document.
    #[must_use]
    pub fn new(document: Document) -> Self {
        Self { document }
    }

    fn drawn(chart: &Chart) -> BarChart {
        BarChart::from(chart)
    }
}
