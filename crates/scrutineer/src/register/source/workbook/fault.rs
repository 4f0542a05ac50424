//! Why a workbook cannot be read.

use serde::{Deserialize, Serialize};

/// One plain sentence each: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkbookFault {
    /// Cut off, or not what it says it is.
    #[error("the workbook is damaged or was cut off; open it, save it again and send that file")]
    Damaged,
    /// Encrypted.
    #[error("the workbook is protected by a password; save it without one and send that file")]
    Password,
    /// The binary form before XLSX.
    #[error("the file is an old workbook (XLS); save it as an Excel workbook (XLSX) and send that file")]
    Old,
    /// The binary form beside XLSX.
    #[error("the file is a binary workbook (XLSB); save it as an Excel workbook (XLSX) and send that file")]
    Binary,
    /// Some other zip.
    #[error("the file is a zip file but no workbook; unpack it and send the file inside")]
    OtherZip,
    /// Larger than may be, unpacked.
    #[error("the workbook unpacks to far more than it should; save it as \"CSV UTF-8\" and send that file")]
    Unpacks,
    /// More memory than may be.
    #[error("the workbook needs more memory than is allowed; save it as \"CSV UTF-8\" and send that file")]
    Memory,
    /// More time than may be.
    #[error("the workbook takes too long to read; save it as \"CSV UTF-8\" and send that file")]
    Time,
    /// A cell far to the right.
    #[error("the sheet {sheet} is more than {most} columns wide; delete what is not part of the extract")]
    Wide {
        /// Its name.
        sheet: String,
        /// Most columns.
        most: usize,
    },
    /// Several sheets that might be meant.
    #[error("the workbook has several sheets with something in them ({names}); say which one to read")]
    Several {
        /// Their names.
        names: String,
    },
    /// No sheet of the name asked for.
    #[error("the workbook has no sheet called {wanted}; it has {names}")]
    NoSheet {
        /// The name asked for.
        wanted: String,
        /// The names there are.
        names: String,
    },
    /// Nothing on any sheet that is shown.
    #[error("the workbook has nothing on any sheet that is shown; choose the file with the rows")]
    Blank,
    /// All readers are at work.
    #[error("many files are being read at this moment; send this one again in a minute")]
    Busy,
    /// The program could not be run once more.
    #[error("workbooks cannot be read here at the moment; save it as \"CSV UTF-8\" and send that file")]
    Stopped,
}
