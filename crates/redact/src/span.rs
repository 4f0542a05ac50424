//! A find: where it is, what it is and which rule found it; and what becomes of finds that overlap.

use std::sync::Arc;

use crate::kind::Kind;

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The words around it say so.
    Possible,
    /// Its form says so.
    Likely,
    /// Its form and a check digit, or the case's own list, say so.
    Certain,
}

impl Confidence {
    /// The word in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// One identifier in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First character, counted from 0 in Unicode scalar values of the original text.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What it identifies.
    pub kind: Kind,
    /// The rule that found it, such as `nhs-number`.
    pub rule: Arc<str>,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// The name on the case's list, by its place there, where one and only one fits.
    pub named: Option<usize>,
}

impl Span {
    fn rank(&self) -> impl Ord {
        let length = self.end - self.start;
        (length, self.confidence, std::cmp::Reverse(self.kind))
    }
}

/// Finds that overlap become one, from the first character of any to the last of any, so that nothing of either is left.
/// Its type is that of the longest; of equally long ones the surer; then the order of [`Kind`].
#[must_use]
pub fn resolve(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut settled: Vec<(Span, Span)> = Vec::with_capacity(spans.len());
    for span in spans {
        match settled.last_mut() {
            Some((union, best)) if span.start < union.end => {
                union.end = union.end.max(span.end);
                if span.rank() > best.rank() {
                    *best = span;
                }
            }
            _ => settled.push((span.clone(), span)),
        }
    }
    let whole = |(union, best): (Span, Span)| Span {
        start: union.start,
        end: union.end,
        ..best
    };
    settled.into_iter().map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, kind: Kind, confidence: Confidence) -> Span {
        Span {
            start,
            end,
            kind,
            rule: "test".into(),
            confidence,
            named: None,
        }
    }

    #[test]
    fn the_longest_then_the_surer_then_the_earlier_kind() {
        let one = |spans| {
            let all = resolve(spans);
            assert_eq!(all.len(), 1);
            (all[0].kind, all[0].start, all[0].end)
        };
        let (likely, certain) = (Confidence::Likely, Confidence::Certain);
        let inside = vec![span(4, 9, Kind::Nhs, certain), span(0, 20, Kind::Url, likely)];
        assert_eq!(one(inside), (Kind::Url, 0, 20));
        let across = vec![span(0, 6, Kind::Phone, likely), span(4, 12, Kind::Imei, likely)];
        assert_eq!(one(across), (Kind::Imei, 0, 12), "nothing of either is left");
        let same = vec![span(0, 5, Kind::Date, likely), span(0, 5, Kind::Bank, certain)];
        assert_eq!(one(same), (Kind::Bank, 0, 5));
        let alike = vec![span(0, 5, Kind::Date, likely), span(0, 5, Kind::Bank, likely)];
        assert_eq!(one(alike), (Kind::Bank, 0, 5));
        let beside = vec![span(0, 5, Kind::Date, likely), span(5, 6, Kind::Bank, likely)];
        assert_eq!(resolve(beside).len(), 2);
    }
}
