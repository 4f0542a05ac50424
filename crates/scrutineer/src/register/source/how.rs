//! What somebody says about a file that is not read rightly by what its bytes say.

use serde::{Deserialize, Serialize};

use super::{Encoding, Separator};

/// How to read a file where it should not be found out. Whatever is left out is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct How {
    /// Encoding of a text.
    pub encoding: Option<Encoding>,
    /// Separator of a text.
    pub separator: Option<Separator>,
    /// The sheet of a workbook, by its name.
    pub sheet: Option<String>,
}
