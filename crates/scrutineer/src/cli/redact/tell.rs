//! What the command answers: the text and its finds, and the words to look at.

use std::io::{Write, stderr};

use redact::{About, Found, Tokens};
use serde::Serialize;

/// What there is to say.
pub(super) struct Said<'a> {
    pub(super) text: &'a str,
    /// The text made anew, unless it went to a file.
    pub(super) released: Option<&'a str>,
    pub(super) found: &'a Found,
    pub(super) packs: &'a [About],
}

#[derive(Serialize)]
struct Answer<'a> {
    spans: Vec<Line<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    queue: Vec<Waiting<'a>>,
    residual: usize,
    packs: Vec<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    start: usize,
    end: usize,
    r#type: &'static str,
    rule: &'a str,
    confidence: &'static str,
    token: String,
}

#[derive(Serialize)]
struct Waiting<'a> {
    word: &'a str,
    start: usize,
    end: usize,
    count: usize,
    titled: bool,
}

impl Said<'_> {
    pub(super) fn as_json(&self, tokens: &mut Tokens, out: &mut dyn Write) -> anyhow::Result<()> {
        let spans = &self.found.spans;
        let written = cut(self.text, spans.iter().map(|span| (span.start, span.end)));
        // Given out already when the text was made: asking again gives the same.
        let lines = written.into_iter().zip(spans).map(|(written, span)| Line {
            start: span.start,
            end: span.end,
            r#type: span.kind.word(),
            rule: &span.rule,
            confidence: span.confidence.word(),
            token: tokens.token(span, written),
        });
        let answer = Answer {
            spans: lines.collect(),
            text: self.released,
            queue: self.waiting(),
            residual: 0,
            packs: self
                .packs
                .iter()
                .map(|pack| format!("{} {}", pack.id, pack.version))
                .collect(),
        };
        serde_json::to_writer(&mut *out, &answer)?;
        writeln!(out)?;
        Ok(())
    }

    /// The text alone, so that it can be piped on; the rest on standard error.
    pub(super) fn as_text(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        if let Some(text) = self.released {
            out.write_all(text.as_bytes())?;
        }
        let waiting = self.waiting();
        let mut aside = stderr().lock();
        writeln!(aside, "{} identifiers taken out", self.found.spans.len())?;
        if !waiting.is_empty() {
            let words: Vec<&str> = waiting.iter().map(|one| one.word).collect();
            writeln!(
                aside,
                "look at these words, which may be names: {}",
                words.join(", ")
            )?;
        }
        Ok(())
    }

    fn waiting(&self) -> Vec<Waiting<'_>> {
        let mut by_place: Vec<_> = self.found.queue.iter().enumerate().collect();
        by_place.sort_by_key(|(_, one)| one.start);
        let words = cut(self.text, by_place.iter().map(|(_, one)| (one.start, one.end)));
        let mut waiting: Vec<_> = by_place.into_iter().zip(words).collect();
        waiting.sort_by_key(|((order, _), _)| *order);
        let shown = |((_, one), word): ((usize, &redact::Unexplained), _)| Waiting {
            word,
            start: one.start,
            end: one.end,
            count: one.count,
            titled: one.titled,
        };
        waiting.into_iter().map(shown).collect()
    }
}

/// Stretches of a text by character, in order.
fn cut(text: &str, places: impl Iterator<Item = (usize, usize)>) -> Vec<&str> {
    let mut bytes = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .enumerate();
    let mut last = (0, 0);
    let mut byte = |char: usize| {
        if char > last.0 {
            last = bytes
                .by_ref()
                .find(|(at, _)| *at == char)
                .unwrap_or((char, text.len()));
        }
        last.1
    };
    places
        .map(|(start, end)| {
            let from = byte(start);
            text.get(from..byte(end)).unwrap_or_default()
        })
        .collect()
}
