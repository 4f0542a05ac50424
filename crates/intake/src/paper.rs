//! What a document gives.

use serde::{Deserialize, Serialize};

use crate::Form;

/// A document taken apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is.
    pub form: Form,
    /// Its text, a paragraph or row of a table a line.
    pub text: String,
    /// What of it is not in the text.
    pub dropped: Vec<Dropped>,
    /// What else people should know.
    pub notes: Vec<String>,
    /// Whether the text can be relied upon.
    pub verdict: Verdict,
    /// A picture made anew, without anything but its points: a PNG. It travels beside the rest.
    #[serde(skip)]
    pub picture: Vec<u8>,
}

/// Whether the text is all there is to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Read whole.
    #[default]
    Read,
    /// Not for members until a person has typed or confirmed its text.
    Held(Hold),
}

/// Why a person must type or confirm the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// A picture: what is written in it cannot be read here.
    Picture,
    /// A PDF without a layer of text.
    Scanned,
    /// A PDF of which some pages have no text.
    SomePages,
    /// A PDF whose letters cannot be told.
    Letters,
    /// A document in which there are pictures and no words.
    Pictures,
}

impl Hold {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Picture,
        Self::Scanned,
        Self::SomePages,
        Self::Letters,
        Self::Pictures,
    ];

    /// Its short name, as it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Scanned => "scanned",
            Self::SomePages => "some_pages",
            Self::Letters => "letters",
            Self::Pictures => "pictures",
        }
    }

    /// One sentence: why, and what to do.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Picture => {
                "This is a picture, and words in a picture cannot be found and hidden. Type what it says, or remove it."
            }
            Self::Scanned => {
                "This PDF is a scan: it has no text in which something could be found and hidden. Type what it says, or remove it."
            }
            Self::SomePages => {
                "Some pages of this PDF are pictures without text. Add what they say to the text below, or confirm that nothing on them is needed."
            }
            Self::Letters => {
                "The letters of this PDF cannot be told for certain. Compare the text below with the document, and correct it."
            }
            Self::Pictures => {
                "There are pictures in this document and no words. Type what they say, or remove it."
            }
        }
    }
}

/// One sort of thing left out of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// What.
    pub what: Drop,
    /// How many.
    pub count: usize,
}

macro_rules! drops {
    ($($(#[$doc:meta])* $name:ident = $one:literal, $many:literal),* $(,)?) => {
        /// What can be left out, or taken in and told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Drop { $($(#[$doc])* $name),* }

        impl Dropped {
            /// How many of what, in words.
            #[must_use]
            pub fn words(&self) -> String {
                match (self.what, self.count) {
                    $((Drop::$name, 1) => $one.to_owned(),)*
                    $((Drop::$name, count) => format!(concat!("{} ", $many), count),)*
                }
            }
        }
    };
}

drops! {
    /// Comments and annotations.
    Comment = "1 comment", "comments",
    /// Words deleted with changes tracked.
    Deleted = "1 passage deleted with changes tracked", "passages deleted with changes tracked",
    /// Words inserted with changes tracked: these stay.
    Inserted = "1 passage inserted with changes tracked was kept", "passages inserted with changes tracked were kept",
    /// Text set not to be seen.
    Hidden = "1 passage of hidden text", "passages of hidden text",
    /// Headers and footers.
    Header = "1 header or footer", "headers and footers",
    /// Files within, attachments.
    Embedded = "1 embedded file or attachment", "embedded files or attachments",
    /// Macros.
    Macro = "1 part with macros", "parts with macros",
    /// Scripts and actions.
    Script = "1 script or action", "scripts or actions",
    /// Form fields.
    Form = "1 form field", "form fields",
    /// Links and external parts.
    Link = "1 link to something outside", "links to something outside",
    /// Codes of fields.
    Code = "1 field code", "field codes",
    /// Pictures and drawings.
    Picture = "1 picture or drawing", "pictures or drawings",
    /// Author, times, places, titles.
    Metadata = "1 set of metadata, such as author, times or place", "sets of metadata, such as author, times or place",
    /// Lines of a mail's header.
    MailHeader = "1 line of the mail's header", "lines of the mail's header, such as sender, receiver and subject",
    /// Signs without width.
    Invisible = "1 sign that cannot be seen", "signs that cannot be seen",
    /// Signs that turn the writing round.
    Turning = "1 sign that turns the writing round", "signs that turn the writing round",
}

impl Paper {
    /// Notes that so many more were left out.
    pub(crate) fn drop(&mut self, what: Drop, count: usize) {
        if count == 0 {
            return;
        }
        match self.dropped.iter_mut().find(|dropped| dropped.what == what) {
            Some(dropped) => dropped.count += count,
            None => self.dropped.push(Dropped { what, count }),
        }
    }

    /// How many were left out.
    #[must_use]
    pub fn count(&self, what: Drop) -> usize {
        self.dropped
            .iter()
            .find(|dropped| dropped.what == what)
            .map_or(0, |dropped| dropped.count)
    }
}
