//! What the records of a kind hold, as far as rules can ask about it.

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Words. Rules ask whether it is blank, how many words it has, or whether it is one of a few texts.
    Text,
    /// A whole number.
    Number,
    /// A number with decimals, such as pounds.
    Decimal,
    /// A civil date, `YYYY-MM-DD`; of an instant, its day in UTC.
    Date,
    /// True, false or not known.
    Flag,
    /// One of these codes.
    Code(Vec<String>),
    /// Several of these codes, or any items where none are listed.
    List(Option<Vec<String>>),
}

impl Holds {
    /// In words, for sentences.
    pub(crate) fn in_words(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a whole number",
            Self::Decimal => "a number",
            Self::Date => "a date",
            Self::Flag => "true, false or not known",
            Self::Code(_) => "a code",
            Self::List(_) => "a list",
        }
    }
}

/// One field of a kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Key under which a record has it.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub holds: Holds,
}

/// The fields of a kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Id of the kind, such as `oocr`.
    pub kind: String,
    /// Its fields, in the order in which records have them.
    pub fields: Vec<Field>,
}
