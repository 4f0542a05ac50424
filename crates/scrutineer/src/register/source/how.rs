//! What somebody says about a file that its bytes do not say, or not rightly.

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
    /// Id of the source it comes from, of `packs/sources`; it is known by its headings where nobody said.
    pub source: Option<String>,
}
