//! What a record says in one field, in as few bytes as rules need: no text is kept.

use jiff::civil::Date;

/// A code or a text that no rule asks about.
pub(crate) const UNLISTED: u8 = u8::MAX;

/// What a record says in one field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nobody was asked: the extract has no such column. Whether it is blank is not known.
    Absent,
    /// The cell was there and left blank.
    Blank,
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// True or false.
    Flag(bool),
    /// Place of a code among those of its field.
    Code(u8),
    /// A text.
    Text(Text),
    /// A list.
    List(Items),
}

/// What rules may ask about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    /// How many words; 0 where no rule asks.
    pub(crate) words: u32,
    /// By which two texts are known to be alike; 0 where no rule asks.
    pub(crate) fingerprint: u64,
    /// Place among the texts that rules name.
    pub(crate) literal: u8,
}

/// What rules may ask about a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Items {
    /// A bit for each item that has a place among those that rules name.
    pub(crate) known: u64,
    /// Whether there are others.
    pub(crate) others: bool,
    /// How many in all.
    pub(crate) count: u32,
}

impl Value {
    /// The bit of a code or text among those that rules name; none where it is neither or not given.
    pub(crate) fn bit(self) -> Option<u64> {
        match self {
            Self::Code(place) | Self::Text(Text { literal: place, .. }) if place < 64 => Some(1 << place),
            Self::Code(_) | Self::Text(_) => Some(0),
            _ => None,
        }
    }
}
