//! Redaction: what identifies somebody in a text is found, replaced by a typed token, and proved to be gone.
//!
//! ```text
//! packs (words, patterns) + names of the case + force
//!     -> Detector::find(text)   -> spans and a queue of words to look at
//!     -> apply(text, spans)     -> the text made anew, [VICTIM 1] [PHONE 1] in the place of what was found
//!     -> Identifiers::residual  -> what is left in the bytes to be released: anything at all blocks them
//! ```
//!
//! Rules are about form, never about likeness to examples: a pattern, a check digit where there is one, and the words
//! before. Names are the case's own and nobody else's; a capitalised word that nobody explained is put before a person. No
//! model, no network, no guess at who somebody is. What a text gives away by its story no rule can see: a person reads it.
//!
//! Source: spec of methods, 5.4; terms of reference of panels (names, dates of birth, addresses, numbers, vehicles,
//! schools and employers are taken out). Pure: no files, no clock, no chance. The packs are in `packs/redaction`.

#![warn(clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::string_slice))]

mod ages;
mod check_digit;
mod crowd;
mod detector;
mod fault;
mod folded;
mod kind;
mod lexicon;
mod links;
mod lookalike;
mod paragraphs;
mod people;
mod place;
mod queue;
mod quick;
mod residual;
mod rules;
mod seen;
mod span;
mod tokens;
mod words;

pub use ages::Ages;
pub use crowd::{LEAST, TooFew, Wider, too_few};
pub use detector::{Detector, Found};
pub use fault::Fault;
pub use kind::Kind;
pub use lexicon::{About, Lexicon, Mark, Packs, Pattern, Text};
pub use people::{Name, Names};
pub use queue::Unexplained;
pub use residual::{Form, Identifiers, Left};
pub use span::{Confidence, Span, resolve};
pub use tokens::{Tokens, apply};
