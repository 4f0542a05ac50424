//! Typed tokens, the same for the same identifier throughout a case: `[VICTIM 1]`, `[PHONE 2]`.
//!
//! A token is a word for the type and the place in the order of first appearance: nothing of what it replaces, and no hash
//! of it that could be tried against a telephone book. The table that leads back stays with the case's own papers.

use std::collections::HashMap;

use crate::fault::Fault;
use crate::folded::Folded;
use crate::kind::Kind;
use crate::span::Span;

/// The tokens of one case, over all its texts.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    given: HashMap<(Kind, String), usize>,
    last: HashMap<Kind, usize>,
}

impl Tokens {
    /// A case without tokens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The token that stands for a find whose original text is `written`.
    pub fn token(&mut self, span: &Span, written: &str) -> String {
        let key = span
            .named
            .map_or_else(|| key(span.kind, written), |name| format!("#{name}"));
        let last = self.last.entry(span.kind).or_default();
        let number = *self.given.entry((span.kind, key)).or_insert_with(|| {
            *last += 1;
            *last
        });
        // More than 999 of a kind share the last: a longer number would no longer be known for a token.
        format!("[{} {}]", span.kind.word(), number.min(999))
    }
}

/// The same identifier, however it is spaced.
fn key(kind: Kind, written: &str) -> String {
    let folded = Folded::of(written, std::iter::empty());
    let compact: String = folded.lower.chars().filter(char::is_ascii_alphanumeric).collect();
    match kind {
        Kind::Phone => compact
            .strip_prefix("0044")
            .or_else(|| compact.strip_prefix("44"))
            .map_or_else(
                || compact.clone(),
                |rest| format!("0{}", rest.trim_start_matches('0')),
            ),
        _ => compact,
    }
}

/// Makes the text anew with a token in the place of each find.
///
/// # Errors
/// [`Fault::Spans`] for finds that are out of order, overlap or lie outside the text.
pub fn apply(text: &str, spans: &[Span], tokens: &mut Tokens) -> Result<String, Fault> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at = 0;
    for span in spans {
        let wrong = Fault::Spans { at: span.start };
        let (Some(before), Some(inside)) = (
            span.start.checked_sub(at),
            span.end.checked_sub(span.start).filter(|inside| *inside > 0),
        ) else {
            return Err(wrong);
        };
        let Some((kept, after)) = split_at_char(rest, before) else {
            return Err(wrong);
        };
        let Some((written, after)) = split_at_char(after, inside) else {
            return Err(wrong);
        };
        out.push_str(kept);
        out.push_str(&tokens.token(span, written));
        rest = after;
        at = span.end;
    }
    out.push_str(rest);
    Ok(out)
}

/// The original text of each find, for finds that are in order and do not overlap.
pub(crate) fn written<'t, 's>(text: &'t str, spans: &'s [Span]) -> Vec<(&'t str, &'s Span)> {
    let (mut rest, mut at) = (text, 0);
    let cut = |span: &'s Span| {
        let (_, after) = split_at_char(rest, span.start.checked_sub(at)?)?;
        let (written, after) = split_at_char(after, span.end.checked_sub(span.start)?)?;
        (rest, at) = (after, span.end);
        Some((written, span))
    };
    spans.iter().filter_map(cut).collect()
}

fn split_at_char(text: &str, chars: usize) -> Option<(&str, &str)> {
    let mut places = text.char_indices().map(|(place, _)| place).chain([text.len()]);
    text.split_at_checked(places.nth(chars)?)
}
