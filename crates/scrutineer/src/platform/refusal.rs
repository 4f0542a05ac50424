//! What an act answers when it does not do what was asked. Pages turn it into the GOV.UK error pattern.

use super::{chance::NoChance, db::DbError, form::FieldError, ids::NotAnId};

/// Why an act was not done. Nothing has changed when one is returned.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or the person may not know of it: the two look the same.
    #[error("not found")]
    NotFound,
    /// The person may see the thing but not do this to it.
    #[error("not allowed")]
    Forbidden,
    /// The form is wrong in the fields named.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// The thing has moved on; the sentence says what stands now and what to do.
    #[error("{0}")]
    Conflict(String),
    /// The body has switched this off; the sentence says what instead.
    #[error("{0}")]
    SwitchedOff(String),
    /// The product cannot do it now; the words are for the operator's log, never for the page.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl Refusal {
    /// One wrong field: its name in the form and what to do about it.
    #[must_use]
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.to_owned(),
            message: message.into(),
        }])
    }

    /// A conflict in one plain sentence.
    #[must_use]
    pub fn conflict(sentence: impl Into<String>) -> Self {
        Self::Conflict(sentence.into())
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Duplicate => Self::conflict("this has been recorded already; reload the page to see it"),
            DbError::Full => Self::conflict(
                "the disk of the service is full, so nothing has been saved; ask whoever runs it to make room, then try again",
            ),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<NoChance> for Refusal {
    fn from(error: NoChance) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<NotAnId> for Refusal {
    fn from(_: NotAnId) -> Self {
        Self::NotFound
    }
}

/// The answer of an act.
pub type Answer<T> = Result<T, Refusal>;
