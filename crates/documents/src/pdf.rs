//! The document as tagged PDF/UA-1.
//!
//! The typesetter reads one committed template, `pdf/report.typ`, and the document as JSON. Text goes in as values, never
//! as source: nothing a document says can be a command. The typesetter sees no file, no package, no network and no clock.

mod desk;
mod printable;

use serde_json::{Value, json};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::chart::chart_svg;
use crate::check::DocumentError;
use crate::model::{Block, Document};
use desk::Desk;

/// Writes the document as PDF 1.7, A4, tagged and checked against PDF/UA-1 (ISO 14289-1) by the typesetter's own
/// validator. The same document gives the same bytes: there is no creation date in them.
///
/// A character the fonts cannot draw (emoji, Hebrew, Arabic) is printed as □, and a last line of the document says how
/// many there are.
///
/// # Errors
/// What [`Document::check`] finds, or [`DocumentError::Typeset`] if the typesetter or its validator refuses.
pub fn pdf(document: &Document) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let (document, unshown) = printable::document(document)?;
    let options = options(&document)?;
    let desk = Desk::new(&paper(&document, unshown));
    let pages = typst::compile::<PagedDocument>(&desk).output;
    let bytes = pages.and_then(|pages| typst_pdf::pdf(&pages, &options));
    // The typesetter remembers its work for the next run; a server would keep every document it ever printed.
    typst::comemo::evict(0);
    bytes.map_err(|faults| {
        refused(
            faults
                .first()
                .map_or("no reason given", |fault| fault.message.as_str()),
        )
    })
}

fn refused(reason: &str) -> DocumentError {
    DocumentError::Typeset(reason.to_owned())
}

/// Identity and standard of the file. A document without a reference is identified by its title and body.
fn options(document: &Document) -> Result<PdfOptions, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|fault| refused(fault.message()))?;
    Ok(PdfOptions {
        ident: document.reference.clone().map_or(Smart::Auto, Smart::Custom),
        creator: Smart::Custom(Some("Scrutineer".to_owned())),
        standards,
        ..PdfOptions::default()
    })
}

/// What the template reads: the document, with every chart drawn.
fn paper(document: &Document, unshown: usize) -> Value {
    let sections = document.sections.iter().map(|section| {
        let blocks: Vec<Value> = section.blocks.iter().map(drawn).collect();
        json!({ "heading": section.heading, "blocks": blocks })
    });
    json!({
        "title": document.title,
        "subtitle": document.subtitle,
        "body_name": document.body_name,
        "marking": document.marking,
        "date": document.date,
        "reference": document.reference,
        "sections": sections.collect::<Vec<Value>>(),
        "unshown": unshown,
    })
}

fn drawn(block: &Block) -> Value {
    match block {
        Block::Chart(chart) => json!({ "kind": "chart", "value": {
            "title": chart.title,
            "alternative": chart.alternative(),
            "svg": chart_svg(chart),
            "interval_note": chart.interval_note(),
            "table": chart.figures(),
        }}),
        other => json!(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bar, Chart, Section, Table};

    /// Words that are commands in the typesetter's own language, and letters that are hard to set.
    const HOSTILE: &str = "#panic(\"no\") *b* _i_ $x^2$ \\ \" ' ` <a> @b = h / t: ~ -- --- #import \"/etc/passwd\" \
        [#read(\"/etc/passwd\")] ${} {{ }} \u{0} \u{7f} \u{202e}םולש عربي 👩🏽‍⚖️ \u{fffd} \r\n = heading\n- item";

    fn hostile() -> Document {
        let word = || HOSTILE.to_owned();
        let long = "x".repeat(10_000);
        let table = Table {
            caption: word(),
            head: vec![word(), word()],
            rows: vec![vec![word(), long.clone()], vec![String::new(), word()]],
            numeric: vec![false, true],
        };
        let bar = Bar {
            label: word(),
            value: 1.0,
            low: Some(0.5),
            high: Some(1.5),
            text: long.clone(),
        };
        let chart = Chart {
            title: word(),
            description: word(),
            bars: vec![bar],
            table: Some(table.clone()),
        };
        let blocks = vec![
            Block::Paragraph(long),
            Block::Paragraph(word()),
            Block::List(vec![word(), String::new()]),
            Block::Table(table),
            Block::Facts(vec![(word(), word())]),
            Block::Note(word()),
            Block::Chart(chart),
        ];
        Document {
            title: word(),
            subtitle: Some(word()),
            body_name: word(),
            marking: Some(word()),
            date: word(),
            reference: Some(word()),
            sections: vec![Section {
                heading: word(),
                blocks,
            }],
        }
    }

    #[test]
    fn hostile_text_is_typeset_as_text_and_without_a_warning() {
        let (document, unshown) = printable::document(&hostile()).expect("printable text");
        assert!(unshown > 0, "the Hebrew and Arabic letters are counted");
        let typeset = typst::compile::<PagedDocument>(&Desk::new(&paper(&document, unshown)));
        let pages = typeset.output.expect("pages");
        assert!(pages.pages().len() > 2);
        assert_eq!(
            typeset
                .warnings
                .iter()
                .map(|warning| warning.message.as_str())
                .collect::<Vec<_>>(),
            [""; 0]
        );
        typst_pdf::pdf(&pages, &options(&document).expect("options")).expect("valid PDF/UA-1");
    }

    #[test]
    fn empty_blocks_are_no_fault() {
        let table = Table {
            caption: String::new(),
            head: vec!["a".to_owned()],
            rows: vec![],
            numeric: vec![true],
        };
        let nothing = String::new;
        let blocks = vec![
            Block::Paragraph(nothing()),
            Block::List(vec![]),
            Block::Facts(vec![]),
            Block::Facts(vec![(nothing(), nothing())]),
            Block::Note(nothing()),
            Block::Table(table),
        ];
        let bare = |blocks| Section {
            heading: "h".to_owned(),
            blocks,
        };
        let document = Document {
            title: "t".to_owned(),
            subtitle: Some(nothing()),
            body_name: nothing(),
            marking: Some(nothing()),
            date: nothing(),
            reference: Some(nothing()),
            sections: std::iter::once(bare(blocks))
                .chain((0..8).map(|_| bare(vec![])))
                .collect(),
        };
        assert_eq!(pdf(&document).map(|bytes| bytes.starts_with(b"%PDF")), Ok(true));
        assert_eq!(
            pdf(&Document {
                sections: vec![],
                ..document
            })
            .map(|bytes| bytes.is_empty()),
            Ok(false)
        );
    }
}
