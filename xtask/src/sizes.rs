//! How large files, functions and templates are, so that a room that outgrows the house is seen in time.

use crate::edges::rust_files;
use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Code lines above which a Rust file fails the check.
const FILE_LIMIT: usize = 500;
/// Lines above which a template fails the check.
const TEMPLATE_LIMIT: usize = 300;
/// What we aim for, as printed beside the measure: median / p90, and the size that deserves a second look.
const AIMS: [(&str, &str, usize); 4] = [
    ("file", "90 / 250", 500),
    ("function", "8 / 30", 70),
    ("arguments", "3 / 5", 6),
    ("template", "40 / 90", 150),
];

/// One thing measured.
struct Measure {
    size: usize,
    place: String,
}

/// The four things we measure, in the order of `AIMS`.
#[derive(Default)]
struct Measures([Vec<Measure>; 4]);

/// Prints the table and fails only above the hard limits.
pub fn check(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    let mut measures = survey(&shop.root)?;
    println!(
        "   {:<10} {:>6} {:>7} {:>5} {:>5}   aim (median / p90)",
        "", "number", "median", "p90", "max"
    );
    for ((name, aim, _), list) in AIMS.iter().zip(&mut measures.0) {
        list.sort_by(|a, b| a.size.cmp(&b.size).then_with(|| a.place.cmp(&b.place)));
        let at =
            |share: f64| list.get(((list.len() as f64 * share) as usize).min(list.len().wrapping_sub(1)));
        let size = |share| at(share).map_or(0, |measure| measure.size);
        println!(
            "   {name:<10} {:>6} {:>7} {:>5} {:>5}   {aim}",
            list.len(),
            size(0.5),
            size(0.9),
            size(1.0)
        );
    }
    for ((name, _, second_look), list) in AIMS.iter().zip(&measures.0) {
        for large in list
            .iter()
            .rev()
            .take_while(|measure| measure.size > *second_look)
        {
            println!("   look twice: {name} of {} in {}", large.size, large.place);
        }
    }
    let [files, _, _, templates] = &measures.0;
    let over = |list: &[Measure], limit| list.iter().filter(|measure| measure.size > limit).count();
    match over(files, FILE_LIMIT) + over(templates, TEMPLATE_LIMIT) {
        0 => Ok(Outcome::Passed(format!(
            "largest file {} lines",
            files.last().map_or(0, |file| file.size)
        ))),
        count => bail!(
            "{count} above the limit (file {FILE_LIMIT} code lines, template {TEMPLATE_LIMIT}): split by the field's words"
        ),
    }
}

fn survey(root: &Path) -> Result<Measures> {
    let mut measures = Measures::default();
    for folder in ["crates", "xtask"] {
        for path in rust_files(&root.join(folder))? {
            let place = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let code = fs::read_to_string(&path).with_context(|| format!("reading {place}"))?;
            measures
                .read(&code, &place)
                .with_context(|| format!("parsing {place}"))?;
        }
    }
    for path in templates(&root.join("crates"))? {
        let place = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let size = fs::read_to_string(&path)
            .with_context(|| format!("reading {place}"))?
            .lines()
            .count();
        measures.0[3].push(Measure { size, place });
    }
    Ok(measures)
}

/// The templates lie beside the code that fills them, in `src`.
fn templates(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(templates(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "html")
            && path.iter().any(|part| part == "src")
        {
            found.push(path);
        }
    }
    Ok(found)
}

impl Measures {
    fn read(&mut self, code: &str, place: &str) -> Result<()> {
        let is_code = code_lines(code);
        self.0[0].push(Measure {
            size: is_code.iter().filter(|code| **code).count(),
            place: place.to_owned(),
        });
        let mut functions = Functions {
            is_code: &is_code,
            place,
            measures: self,
        };
        functions.visit_file(&syn::parse_file(code)?);
        Ok(())
    }
}

/// For each line, whether it holds code: neither blank nor only a comment.
fn code_lines(code: &str) -> Vec<bool> {
    let mut within_comment = false;
    let mut line_is_code = |line: &str| {
        let line = line.trim();
        let opens = line.starts_with("/*");
        let was_within = within_comment;
        within_comment = (within_comment || opens) && !line.contains("*/");
        !(line.is_empty() || line.starts_with("//") || opens || was_within)
    };
    code.lines().map(&mut line_is_code).collect()
}

struct Functions<'a> {
    is_code: &'a [bool],
    place: &'a str,
    measures: &'a mut Measures,
}

impl Functions<'_> {
    /// A function's size is the code lines between its braces.
    fn measure(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let (start, end) = (body.span().start().line, body.span().end().line);
        let inside = self.is_code.get(start..end.saturating_sub(1)).unwrap_or_default();
        let place = format!(
            "{}:{} {}",
            self.place,
            signature.span().start().line,
            signature.ident
        );
        let size = inside.iter().filter(|code| **code).count().max(1);
        self.measures.0[1].push(Measure {
            size,
            place: place.clone(),
        });
        self.measures.0[2].push(Measure {
            size: signature.inputs.len(),
            place,
        });
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_code() {
        let code = "//! Doc.\n\nfn f() { // why\n    /* a\n    b */\n    1;\n}\n";
        assert_eq!(code_lines(code), [false, false, true, false, false, true, true]);
    }

    #[test]
    fn functions_are_measured_between_their_braces() {
        let code = "fn one(a: u8) { a }\nimpl T {\n    fn two(&self, b: u8) {\n        // why\n        b;\n        c\n    }\n}";
        let mut measures = Measures::default();
        measures.read(code, "x.rs").unwrap();
        let sizes = |place: usize| {
            measures.0[place]
                .iter()
                .map(|measure| measure.size)
                .collect::<Vec<_>>()
        };
        assert_eq!(sizes(0), [7]);
        assert_eq!(sizes(1), [1, 2]);
        assert_eq!(sizes(2), [1, 2]);
        assert_eq!(measures.0[1][1].place, "x.rs:3 two");
    }
}
