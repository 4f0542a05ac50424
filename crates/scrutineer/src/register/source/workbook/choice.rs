//! Which sheet of a workbook is read.

use calamine::{Sheet, SheetType, SheetVisible};

use super::WorkbookFault;

/// How many names of sheets are told in a sentence.
const NAMES_TOLD: usize = 8;

/// The sheet to read: the one asked for, or the only one shown that has something in it.
pub(super) fn choose(
    sheets: &[Sheet],
    wanted: Option<&str>,
    mut filled: impl FnMut(&str) -> Result<bool, WorkbookFault>,
) -> Result<String, WorkbookFault> {
    let sheets: Vec<_> = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .collect();
    if let Some(wanted) = wanted {
        let called = |alike: fn(&str, &str) -> bool| sheets.iter().find(|sheet| alike(&sheet.name, wanted));
        let found = called(|name, wanted| name == wanted)
            .or_else(|| called(|name, wanted| name.trim().to_lowercase() == wanted.trim().to_lowercase()));
        return found
            .map(|sheet| sheet.name.clone())
            .ok_or_else(|| WorkbookFault::NoSheet {
                wanted: short(wanted),
                names: names(sheets.iter().map(|sheet| sheet.name.as_str())),
            });
    }
    let mut with_content = Vec::new();
    for sheet in sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
    {
        if filled(&sheet.name)? {
            with_content.push(sheet.name.as_str());
        }
    }
    match with_content.as_slice() {
        [] => Err(WorkbookFault::Blank),
        [one] => Ok((*one).to_owned()),
        several => Err(WorkbookFault::Several {
            names: names(several.iter().copied()),
        }),
    }
}

/// The note about sheets that are not shown; none if all are.
pub(super) fn hidden(sheets: &[Sheet], read: &str) -> Option<String> {
    let hidden: Vec<_> = sheets
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible && sheet.name != read)
        .map(|sheet| sheet.name.as_str())
        .collect();
    (!hidden.is_empty()).then(|| format!("hidden sheets were not read: {}", names(hidden.into_iter())))
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<_> = all.map(short).collect();
    let mut told = all
        .get(..all.len().min(NAMES_TOLD))
        .unwrap_or_default()
        .join(", ");
    if all.len() > NAMES_TOLD {
        told.push_str(&format!(" and {} more", all.len() - NAMES_TOLD));
    }
    told
}

/// A name short enough for a sentence.
fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}
