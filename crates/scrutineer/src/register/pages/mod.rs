//! The pages of the register. They show counts and the places of refusals, never a record.

pub mod batch;
pub mod changes;
pub mod columns;
mod figures;
pub mod list;
pub mod undo;
pub mod upload;
pub mod uploaded;
pub mod values;

use axum::response::Response;

use crate::platform::{page, refusal::Answer};

use super::{Refused, acts};

/// The refused rows as a file to keep.
fn rejects_csv(file_name: &str, refused: &[Refused]) -> Answer<Response> {
    let bytes = acts::rejects_file(refused)?;
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let ascii: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '-'
            }
        })
        .collect();
    Ok(page::file(
        &format!("refused-{ascii}.csv"),
        "text/csv; charset=utf-8",
        bytes,
        false,
    ))
}
