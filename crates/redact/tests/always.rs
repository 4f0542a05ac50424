//! What holds for every text: places are valid, nothing found is left, redacting twice changes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod papers;

use std::sync::LazyLock;

use papers::{detector, labelled, named};
use proptest::prelude::*;
use redact::{Detector, Tokens, apply};

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| detector(Some(&named().0), None));
static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let papers = labelled().into_iter().chain(named().1);
    let marked = papers.flat_map(|paper| {
        let text: Vec<char> = paper.text.chars().collect();
        let cut: Vec<String> = paper
            .spans
            .iter()
            .map(|(start, end, _)| text[*start..*end].iter().collect())
            .collect();
        cut
    });
    marked.collect()
});

/// Identifiers, near misses, signs and noise, with anything between.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => (0..PIECES.len()).prop_map(|at| PIECES[at].clone()),
        2 => "\\PC{0,12}",
        2 => "[a-zA-Z0-9@./:+*% -]{0,16}",
        1 => "(PC|custody|sort code|account|Flat|NHS number|born|ref|Mr|Snapchat|at|\\[PHONE 1\\]|\\[|\\])",
        1 => "[0-9]{1,16}",
        1 => any::<String>(),
    ];
    let gap = prop_oneof![4 => Just(" "), 1 => Just(""), 1 => Just("\n"), 1 => Just("\u{200b}"), 1 => Just(", "), 1 => Just("\r\n\r\n"), 1 => Just("-"), 1 => Just("e\u{301}")];
    prop::collection::vec((piece, gap), 0..14).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, gap)| [piece, gap.to_owned()])
            .collect()
    })
}

/// 400, or as many as `PROPTEST_CASES` says: 10,000 before a release.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(400)
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let found = DETECTOR.find(text);
    let chars = text.chars().count();
    let mut at = 0;
    for span in &found.spans {
        prop_assert!(
            at <= span.start && span.start < span.end && span.end <= chars,
            "{:?}",
            found.spans
        );
        at = span.end;
    }
    for one in &found.queue {
        prop_assert!(one.start < one.end && one.end <= chars);
    }
    let out = apply(text, &found.spans, &mut Tokens::new()).unwrap();
    let again = DETECTOR.find(&out);
    prop_assert!(again.spans.is_empty(), "{out:?} {:?}", again.spans);
    let left = DETECTOR.identifiers(text, &found.spans).residual(out.as_bytes());
    prop_assert!(left.is_empty(), "{out:?} {left:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nothing_found_is_left_and_twice_is_once(text in text()) {
        holds(&text)?;
    }
}

#[test]
fn it_holds_of_labelled_papers() {
    for paper in labelled().iter().chain(&named().1).step_by(3) {
        holds(&paper.text).unwrap();
    }
}
