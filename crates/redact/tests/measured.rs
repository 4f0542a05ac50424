//! Recall and precision on the labelled set, per type; and the page that prints them is current.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod papers;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use papers::{Paper, detector, labelled, named};

/// Counts for one type. A span counts as found when a find of its type covers every character of it.
#[derive(Default)]
struct Counts {
    marked: usize,
    found: usize,
    exact: usize,
    told: usize,
    right: usize,
}

fn measure(
    papers: &[Paper],
    finds: impl Fn(&str) -> Vec<redact::Span>,
    say: bool,
) -> BTreeMap<String, Counts> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for paper in papers {
        let spans = finds(&paper.text);
        let cut = |from: usize, to: usize| paper.text.chars().skip(from).take(to - from).collect::<String>();
        for (start, end, kind) in &paper.spans {
            let one = counts.entry(kind.clone()).or_default();
            let cover = spans
                .iter()
                .find(|span| span.kind.word() == kind && span.start <= *start && *end <= span.end);
            one.marked += 1;
            one.found += usize::from(cover.is_some());
            one.exact += usize::from(cover.is_some_and(|span| (span.start, span.end) == (*start, *end)));
            if cover.is_none() && say {
                println!("missed {kind} {:?} in {:?}", cut(*start, *end), paper.text);
            }
        }
        for span in &spans {
            let one = counts.entry(span.kind.word().to_owned()).or_default();
            let right = paper
                .spans
                .iter()
                .any(|(start, end, kind)| kind == span.kind.word() && span.start < *end && *start < span.end);
            one.told += 1;
            one.right += usize::from(right);
            if !right && say {
                println!(
                    "wrong {} {} {:?} in {:?}",
                    span.kind.word(),
                    span.rule,
                    cut(span.start, span.end),
                    paper.text
                );
            }
        }
    }
    counts
}

fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

#[test]
fn every_identifier_with_a_form_is_found_and_little_else() {
    let detector = detector(None, None);
    let counts = measure(&labelled(), |text| detector.find(text).spans, true);
    let sum = |of: fn(&Counts) -> usize| counts.values().map(of).sum::<usize>();
    let (marked, found, told, right) = (
        sum(|c| c.marked),
        sum(|c| c.found),
        sum(|c| c.told),
        sum(|c| c.right),
    );
    assert!(marked >= 1_000 && counts.len() >= 20);
    assert_eq!(found, marked, "recall");
    assert!(ratio(right, told) >= 0.99, "precision {right} of {told}");
}

#[test]
fn names_of_the_case_are_found_also_misspelt() {
    let (names, papers) = named();
    let detector = detector(Some(&names), None);
    let counts = measure(&papers, |text| detector.find(text).spans, true);
    let sum = |of: fn(&Counts) -> usize| counts.values().map(of).sum::<usize>();
    assert!(ratio(sum(|c| c.found), sum(|c| c.marked)) >= 0.98);
    assert!(ratio(sum(|c| c.right), sum(|c| c.told)) >= 0.98);
}

fn table(page: &mut String, counts: &BTreeMap<String, Counts>) {
    page.push_str("| type | marked | recall | precision | exactly as marked |\n|---|---:|---:|---:|---:|\n");
    for (kind, c) in counts {
        let _ = writeln!(
            page,
            "| `{kind}` | {} | {:.3} | {:.3} | {:.3} |",
            c.marked,
            ratio(c.found, c.marked),
            ratio(c.right, c.told),
            ratio(c.exact, c.marked)
        );
    }
}

fn page() -> String {
    let mut page = String::from(include_str!("data/redaction.head.md"));
    let forms = detector(None, None);
    page.push_str("\n## Identifiers with a form\n\n");
    table(
        &mut page,
        &measure(&labelled(), |text| forms.find(text).spans, false),
    );
    let (names, papers) = named();
    let people = detector(Some(&names), None);
    page.push_str("\n## Names of the case\n\n");
    table(
        &mut page,
        &measure(&papers, |text| people.find(text).spans, false),
    );
    page.push_str(
        "\n## References of forces\n\n| rule | forces | form | read in a source |\n|---|---|---|---|\n",
    );
    for pattern in papers::lexicon().patterns() {
        let forces = if pattern.force.is_empty() {
            "any".to_owned()
        } else {
            pattern.force.join(", ")
        };
        let read = if pattern.mark == redact::Mark::Verified {
            "yes"
        } else {
            "not verified"
        };
        let _ = writeln!(
            page,
            "| `{}` | {forces} | {} | {read} |",
            pattern.rule, pattern.says
        );
    }
    page
}

/// Written anew with `SCRUTINEER_WRITE=1 cargo nextest run -p redact page`.
#[test]
fn the_page_of_figures_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/redaction.md");
    if std::env::var_os("SCRUTINEER_WRITE").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let current = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        current == page(),
        "docs/reference/redaction.md is not current: SCRUTINEER_WRITE=1 cargo nextest run -p redact page"
    );
}
