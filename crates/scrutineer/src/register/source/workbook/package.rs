//! What the zip's directory says of a workbook, before any part of it is unpacked.

use std::io::Cursor;

use zip::ZipArchive;

use super::{Bounds, WorkbookFault};
use crate::register::source::Format;

/// The most parts a workbook may have.
const MOST_PARTS: usize = 10_000;

/// A workbook by its directory.
pub(super) struct Package {
    pub(super) format: Format,
    links: usize,
    macros: bool,
}

impl Package {
    /// Reads the directory and refuses what would unpack to more than allowed.
    pub(super) fn open(file: &[u8], bounds: Bounds) -> Result<Self, WorkbookFault> {
        let mut zip = ZipArchive::new(Cursor::new(file)).map_err(|_| WorkbookFault::Damaged)?;
        if zip.len() > MOST_PARTS {
            return Err(WorkbookFault::Unpacks);
        }
        let mut unpacked = 0_u64;
        let mut names = Vec::with_capacity(zip.len());
        for number in 0..zip.len() {
            let part = zip.by_index_raw(number).map_err(|_| WorkbookFault::Damaged)?;
            unpacked = unpacked.saturating_add(part.size());
            names.push(part.name().map_err(|_| WorkbookFault::Damaged)?.into_owned());
        }
        let by_ratio = bounds.ratio.saturating_mul(file.len() as u64).max(bounds.small);
        if unpacked > bounds.unpacked.min(by_ratio) {
            return Err(WorkbookFault::Unpacks);
        }
        Self::of_names(&names)
    }

    fn of_names(names: &[String]) -> Result<Self, WorkbookFault> {
        let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
        let below = |folder: &str| names.iter().filter(|name| name.starts_with(folder)).count();
        let format = if has("[Content_Types].xml") && has("xl/workbook.bin") {
            return Err(WorkbookFault::Binary);
        } else if has("[Content_Types].xml") && names.iter().any(|name| name.ends_with("workbook.xml")) {
            Format::Xlsx
        } else if has("mimetype") && has("content.xml") {
            Format::Ods
        } else {
            return Err(WorkbookFault::OtherZip);
        };
        let links = names
            .iter()
            .filter(|name| name.starts_with("xl/externalLinks/") && name.ends_with(".xml"));
        Ok(Self {
            format,
            links: links.count(),
            macros: names.iter().any(|name| name.ends_with("vbaProject.bin"))
                || below("Basic/") > 0
                || below("Scripts/") > 0,
        })
    }

    /// What people should know.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.links > 0 {
            notes.push("the workbook links to other workbooks, which were not opened".to_owned());
        }
        if self.macros {
            notes.push("the workbook holds macros, which were not run".to_owned());
        }
        notes
    }
}
