//! The same identifiers once more, round after round: each round looks only for what the last could not have seen.
//!
//! ```text
//! identifiers that are new since the last round -> everywhere
//! those that were looked for already            -> beside what was removed since
//! ```
//!
//! Nothing else can be there. The finds of the last round are removed and stay so, and no identifier reads on over what is
//! removed; only beside a fresh find may a word have got an edge that it had not.

use super::encoded::{Run, encoded};
use super::{Compact, Identifiers, Left, compacts};
use crate::folded::Folded;
use crate::span::Span;

/// What was looked for so far in one text.
#[derive(Default)]
pub(crate) struct Again {
    /// The coded runs of the text, decoded once.
    coded: Option<Vec<(Run, Folded)>>,
    looked_for: Vec<Identifiers>,
    /// Of the last round: every identifier, and the characters that were removed.
    last: Vec<(String, usize)>,
    removed: Vec<(usize, usize)>,
}

impl Again {
    /// What is readable, or written in a code outside the finds. `folded` is the text without its finds; `written` is every
    /// identifier, and an answer names one by its place there.
    pub(crate) fn round<'w>(
        &mut self,
        text: &str,
        (folded, spans): (&Folded, &[Span]),
        written: impl IntoIterator<Item = &'w str>,
    ) -> Vec<Left> {
        let all = compacts(written);
        let place = |list: &[(String, usize)], text: &str| {
            let at = list.binary_search_by(|(one, _)| one.as_str().cmp(text)).ok()?;
            list.get(at).map(|(_, place)| *place)
        };
        let fresh = all.iter().filter(|(text, _)| place(&self.last, text).is_none());
        let fresh = Identifiers::of(fresh.cloned().collect());
        let compact = Compact::of(folded);
        let mut left = fresh.inside((folded, &compact), 0..compact.text.len(), |_, place| Some(place));
        let removed: Vec<_> = spans.iter().map(|span| (span.start, span.end)).collect();
        if !self.looked_for.is_empty() {
            let changed = removed
                .iter()
                .filter(|one| self.removed.binary_search(one).is_err());
            for window in compact.beside(folded, changed.copied()) {
                for known in &self.looked_for {
                    let named = |text: &str, _| place(&all, text);
                    left.extend(known.inside((folded, &compact), window.clone(), named));
                }
            }
        }
        let coded = self.coded.get_or_insert_with(|| folded_runs(text));
        let free = |left: &Left| {
            let next = spans.get(spans.partition_point(|span| span.end <= left.start));
            next.is_none_or(|span| left.end <= span.start)
        };
        left.extend(fresh.in_runs(coded).filter(free));
        if !fresh.compact.is_empty() {
            self.looked_for.push(fresh);
        }
        (self.last, self.removed) = (all, removed);
        left
    }
}

/// Every coded run, decoded and folded.
pub(super) fn folded_runs(text: &str) -> Vec<(Run, Folded)> {
    let folded = |run: Run| {
        let folded = Folded::of(&run.text, std::iter::empty());
        (run, folded)
    };
    encoded(text).into_iter().map(folded).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kind::Kind;
    use crate::span::{Confidence, resolve};
    use crate::tokens::written;

    const PIECES: &[&str] = &[
        "Testwell",
        "testwell",
        "TESTWELL",
        "JordanTestwell",
        "Jordan",
        "07700 900123",
        "07700900123",
        "0",
        "7",
        "3037373030393030313233",
        "dGVzdHdlbGw=",
        "%54estwell",
        "&#84;estwell",
        "x",
        "abc",
        "ab",
        "c",
        "[PHONE 1]",
        "[",
        "tr\u{e9}s",
        "\u{df}",
        "gro\u{df}",
        "gross",
        "e\u{301}",
        "\u{200b}",
        "-",
        "-\n",
        "\n\n",
        "  ",
        " ",
        " ",
        ".",
        "/",
    ];

    fn span((start, end): (usize, usize)) -> Span {
        Span {
            start,
            end,
            kind: Kind::Person,
            rule: "test".into(),
            confidence: Confidence::Possible,
            named: None,
        }
    }

    /// In order, and without what is removed already: a find that begins inside a token is not seen as removed.
    fn news(mut left: Vec<Left>, spans: &[Span]) -> Vec<Left> {
        left.retain(|left| {
            !spans
                .iter()
                .any(|span| span.start <= left.start && left.end <= span.end)
        });
        left.sort_by_key(|left| (left.start, left.end, left.identifier, left.form));
        left.dedup();
        left
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 200, ..ProptestConfig::default() })]

        /// Beside somebody who looks everywhere for everything in each round, with finds of rules coming in between.
        #[test]
        fn a_round_finds_what_a_whole_one_would(
            pieces in prop::collection::vec(0..PIECES.len(), 1..24),
            rules in prop::collection::vec((0_usize..90, 1_usize..9), 1..6),
        ) {
            let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
            let length = text.chars().count();
            let mut again = Again::default();
            let mut spans: Vec<Span> = Vec::new();
            for (start, width) in rules {
                let (start, end) = (start % length, (start % length + width).min(length));
                spans.push(span((start, end)));
                spans = resolve(spans);
                for _ in 0..3 {
                    let folded = Folded::of(&text, spans.iter().map(|span| (span.start, span.end)));
                    let known = written(&text, &spans);
                    let known = || known.iter().map(|(written, _)| *written).chain(["Testwell", "07700900123"]);
                    let found = news(again.round(&text, (&folded, &spans), known()), &spans);
                    let whole = news(Again::default().round(&text, (&folded, &spans), known()), &spans);
                    prop_assert_eq!(&found, &whole, "{:?} {:?}", text, spans);
                    spans.extend(found.iter().map(|left| span((left.start, left.end))));
                    spans = resolve(spans);
                }
            }
        }
    }
}
