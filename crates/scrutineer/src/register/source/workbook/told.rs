//! What is said of a workbook once it has been read.

use serde::{Deserialize, Serialize};

use super::WorkbookFault;
use crate::register::source::Format;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::register) struct Told {
    /// Its form.
    pub(in crate::register) format: Format,
    /// The sheet that was read.
    pub(in crate::register) sheet: String,
    /// What people should know.
    pub(in crate::register) notes: Vec<String>,
}

/// The one line of JSON with which the reading ends.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// It went well.
    Told(Told),
    /// It did not.
    Fault(WorkbookFault),
}
