//! DOCX (ECMA-376, WordprocessingML).

mod walk;

use std::collections::BTreeSet;

use crate::flow::with_notes;
use crate::package::Package;
use crate::xml::{self, Piece};
use crate::{Bounds, Drop, Fault, Paper, styles};
use walk::Walk;

pub(crate) fn read(file: &[u8], bounds: &Bounds) -> Result<Paper, Fault> {
    let mut package = Package::open(file, bounds)?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let beside = |name: &str| {
        if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        }
    };
    let hiding = match package.part(&beside("styles.xml"))? {
        Some(part) => styles::docx(&part)?,
        None => BTreeSet::new(),
    };
    let part = package.part(&main)?.ok_or(Fault::Damaged)?;
    let body = Walk::new(&hiding).through(&part)?;
    let mut notes = Vec::new();
    let mut told = body.told;
    for (name, kind) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        let Some(part) = package.part(&beside(name))? else {
            continue;
        };
        let found = Walk::new(&hiding).through(&part)?;
        told.add(&found.told);
        notes.extend(found.notes.into_iter().map(|(id, text)| ((kind, id), text)));
    }
    // A note that nothing refers to cannot be seen in the document.
    let wanted: Vec<String> = body
        .references
        .iter()
        .map(|reference| {
            let found = notes
                .iter()
                .find(|(key, _)| *key == (reference.0, reference.1.clone()));
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        })
        .collect();
    let mut paper = Paper {
        text: with_notes(body.text, &wanted),
        ..Paper::default()
    };
    told.tell(&mut paper);
    paper.drop(Drop::Hidden, notes.len().saturating_sub(wanted.len()));
    around(&mut package, &mut paper, &beside)?;
    package.look_through(&[main.as_str()])?;
    Ok(paper)
}

/// The part with the text, by the package's relationships: it need not be called `word/document.xml`.
fn main_part(package: &mut Package<'_>) -> Result<String, Fault> {
    let rels = package.part("_rels/.rels")?.ok_or(Fault::Damaged)?;
    let mut main = None;
    xml::walk(&rels, |piece| {
        if let Piece::Open("Relationship", attributes) = piece
            && attributes
                .get("Type")
                .is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            main = attributes.get("Target");
        }
        Ok(())
    })?;
    let main = main.ok_or(Fault::Damaged)?;
    Ok(main.trim_start_matches('/').to_owned())
}

/// What stands in other parts than the text.
fn around(
    package: &mut Package<'_>,
    paper: &mut Paper,
    beside: &dyn Fn(&str) -> String,
) -> Result<(), Fault> {
    if let Some(part) = package.part(&beside("comments.xml"))? {
        paper.drop(Drop::Comment, elements(&part, "comment")?);
    }
    let names = package.names.clone();
    for name in &names {
        let last = name.rsplit('/').next().unwrap_or_default();
        if last.ends_with(".rels") {
            let part = package.part(name)?.unwrap_or_default();
            paper.drop(Drop::Link, external(&part)?);
        } else if (last.starts_with("header") || last.starts_with("footer")) && last.ends_with(".xml") {
            let part = package.part(name)?.unwrap_or_default();
            paper.drop(Drop::Header, usize::from(has_words(&part)?));
        } else if last.eq_ignore_ascii_case("vbaProject.bin") {
            paper.drop(Drop::Macro, 1);
        }
    }
    paper.drop(Drop::Embedded, package.below(&beside("embeddings/")));
    paper.drop(Drop::Form, package.below(&beside("activeX/activeX")));
    paper.drop(
        Drop::Picture,
        package.below(&beside("charts/chart")) + package.below(&beside("diagrams/data")),
    );
    let metadata =
        package.below("docProps/") + package.below("customXml/item") + package.below(&beside("people.xml"));
    paper.drop(Drop::Metadata, metadata);
    Ok(())
}

/// How many elements of a name a part has.
fn elements(part: &[u8], name: &str) -> Result<usize, Fault> {
    let mut count = 0;
    xml::walk(part, |piece| {
        if let Piece::Open(found, _) = piece {
            count += usize::from(found == name);
        }
        Ok(())
    })?;
    Ok(count)
}

fn external(part: &[u8]) -> Result<usize, Fault> {
    let mut count = 0;
    xml::walk(part, |piece| {
        if let Piece::Open("Relationship", attributes) = piece {
            count += usize::from(attributes.get("TargetMode").as_deref() == Some("External"));
        }
        Ok(())
    })?;
    Ok(count)
}

fn has_words(part: &[u8]) -> Result<bool, Fault> {
    let none = BTreeSet::new();
    let found = Walk::new(&none).through(part)?;
    Ok(!found.text.trim().is_empty())
}
