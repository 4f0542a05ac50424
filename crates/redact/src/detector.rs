//! The detector: everything that finds, in one pass over a folded text, until nothing more is found.

use crate::fault::Fault;
use crate::folded::Folded;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::links::Links;
use crate::paragraphs::Paragraphs;
use crate::people::{Names, People};
use crate::place::{Postcodes, addresses, named_places};
use crate::queue::{Unexplained, unexplained};
use crate::residual::{Again, Identifiers};
use crate::rules::Rules;
use crate::span::{Confidence, Span, resolve};
use crate::tokens::written;
use crate::words::words;

/// Rounds after which no more is looked for. A round finds what only the tokens of the last have laid open; texts of cases
/// need two or three.
const ROUNDS: usize = 64;

/// What was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The identifiers, in order; none overlaps another.
    pub spans: Vec<Span>,
    /// Capitalised words that nobody explained, those after a title first.
    pub queue: Vec<Unexplained>,
}

/// Finds identifiers in the texts of one case.
pub struct Detector {
    lexicon: Lexicon,
    rules: Rules,
    links: Links,
    people: Option<People>,
}

impl Detector {
    /// Makes ready the rules of the packs, the names of a case and the references of a force.
    ///
    /// # Errors
    /// [`Fault`] for a pattern of a pack that cannot be used, or a force that no pack knows.
    pub fn new(lexicon: Lexicon, names: Option<&Names>, force: Option<&str>) -> Result<Self, Fault> {
        Ok(Self {
            rules: Rules::new(&lexicon, force)?,
            links: Links::new(&lexicon)?,
            people: names.map(|names| People::new(names, &lexicon)),
            lexicon,
        })
    }

    /// Everything in the text that identifies somebody.
    ///
    /// The text with its tokens ([`crate::apply`]) is looked at again until nothing more is found, so that redacting twice
    /// changes nothing; and every identifier is looked for again without its spaces and signs, so that
    /// [`Identifiers::residual`] finds nothing of it in the result.
    #[must_use]
    pub fn find(&self, text: &str) -> Found {
        let paragraphs = Paragraphs::of(text);
        let mut folded = Folded::of(text, std::iter::empty());
        let mut more = resolve(self.scan(&folded));
        let mut spans: Vec<Span> = Vec::new();
        let mut again = Again::default();
        for _ in 0..ROUNDS {
            if more.is_empty() {
                folded = Folded::of(text, ranges(&spans));
                more = self.again(text, (&folded, &spans), &mut again);
            }
            if more.is_empty() {
                break;
            }
            spans.extend(more.iter().cloned());
            spans = resolve(spans);
            more = resolve(self.beside(text, &paragraphs, &spans, &more));
        }
        let queue = unexplained(&folded, &words(&folded), &self.lexicon);
        Found { spans, queue }
    }

    /// The identifiers of a text by its finds, and the case's names: what must not be left in what goes out.
    #[must_use]
    pub fn identifiers(&self, text: &str, spans: &[Span]) -> Identifiers {
        Identifiers::new(self.known(text, spans).into_iter().map(|known| known.written))
    }

    /// As [`Detector::identifiers`], with the type of each by its place, so that a refusal can say what kind is left.
    #[must_use]
    pub fn identifiers_by_kind(&self, text: &str, spans: &[Span]) -> (Identifiers, Vec<Kind>) {
        let known = self.known(text, spans);
        let kinds = known.iter().map(|known| known.kind).collect();
        (
            Identifiers::new(known.into_iter().map(|known| known.written)),
            kinds,
        )
    }

    /// What the finds of the last round have laid open: it stands in their paragraphs or in those beside them, for no rule
    /// reads on over an empty line.
    fn beside(&self, text: &str, paragraphs: &Paragraphs, spans: &[Span], fresh: &[Span]) -> Vec<Span> {
        let mut found = Vec::new();
        for part in paragraphs.around(ranges(fresh)) {
            let from = spans.partition_point(|span| span.end <= part.start);
            let inside = spans.get(from..).unwrap_or_default().iter();
            let inside = inside.take_while(|span| span.start < part.end);
            let inside = inside.map(|span| {
                let start = span.start.max(part.start);
                (start - part.start, span.end.min(part.end) - part.start)
            });
            let folded = Folded::of(text.get(part.bytes).unwrap_or_default(), inside);
            found.extend(self.scan(&folded).into_iter().map(|span| Span {
                start: span.start + part.start,
                end: span.end + part.start,
                ..span
            }));
        }
        found
    }

    fn scan(&self, folded: &Folded) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut found = |span| spans.push(span);
        self.rules.find(folded, &mut found);
        self.links.find(folded, &mut found);
        let words = words(folded);
        let postcodes = spans.iter().filter(|span| span.kind == Kind::Postcode);
        let postcodes = Postcodes::new(postcodes.map(|span| span.start));
        let mut found = |span| spans.push(span);
        addresses(folded, &words, &self.lexicon, &postcodes, &mut found);
        named_places(folded, &words, &self.lexicon, &mut found);
        if let Some(people) = &self.people {
            people.find(folded, &words, &self.lexicon, &mut found);
        }
        spans
    }

    /// The same identifiers once more, in another spelling or in a code.
    fn again(&self, text: &str, (folded, spans): (&Folded, &[Span]), again: &mut Again) -> Vec<Span> {
        let known = self.known(text, spans);
        let left = again.round(text, (folded, spans), known.iter().map(|known| known.written));
        let again = left.into_iter().filter_map(|left| {
            let known = known.get(left.identifier)?;
            Some(Span {
                start: left.start,
                end: left.end,
                kind: known.kind,
                rule: "again".into(),
                confidence: Confidence::Possible,
                named: known.named,
            })
        });
        resolve(again.collect())
    }

    /// The identifiers that were found, and the names of the case. A find that is also a word of the language, such as the
    /// name May, is only found where it has its capital.
    fn known<'a>(&'a self, text: &'a str, spans: &[Span]) -> Vec<Known<'a>> {
        let found = written(text, spans).into_iter();
        let found = found
            .filter(|(written, _)| !self.lexicon.is_word(&written.to_lowercase()))
            .map(|(written, span)| Known {
                written,
                kind: span.kind,
                named: span.named,
            });
        let names = self
            .people
            .iter()
            .flat_map(|people| people.telling(&self.lexicon));
        let names = names.map(|(written, one)| Known {
            written,
            kind: one.map_or(Kind::Person, |(role, _)| role),
            named: one.map(|(_, name)| name),
        });
        found.chain(names).collect()
    }
}

fn ranges(spans: &[Span]) -> impl Iterator<Item = (usize, usize)> {
    spans.iter().map(|span| (span.start, span.end))
}

/// An identifier of the case.
struct Known<'a> {
    written: &'a str,
    kind: Kind,
    named: Option<usize>,
}
