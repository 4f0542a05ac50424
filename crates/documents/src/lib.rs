//! Documents the product hands out: one view model ([`Document`]), several writers.
//!
//! - the web pages render the model themselves, with the drawing of [`chart_svg`];
//! - [`csv`] writes one table as open data, [`csv_line`] a line of it; [`Ods`] writes a spreadsheet row by row;
//! - `pdf` (feature `pdf`) writes the whole document as tagged PDF/UA-1. It is the only place that knows the typesetter,
//!   and it does not exist without the feature: ask [`pdf_available`] and say so in a plain sentence.
//!
//! Writers read no clock, no file and no network: the same document gives the same bytes.

mod chart;
mod check;
mod model;
mod ods;
#[cfg(feature = "pdf")]
mod pdf;
mod table;

pub use chart::chart_svg;
pub use check::DocumentError;
pub use model::{Bar, Block, Chart, Column, Document, Section, Table};
pub use ods::Ods;
#[cfg(feature = "pdf")]
pub use pdf::pdf;
pub use table::{csv, csv_line};

/// Whether this build can write PDF documents (feature `pdf`).
pub const fn pdf_available() -> bool {
    cfg!(feature = "pdf")
}
