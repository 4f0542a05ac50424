//! The pages of the register. They show counts and the places of refusals, never a record.

pub mod archive;
pub mod batch;
pub mod changes;
pub mod columns;
mod figures;
pub mod list;
pub mod loading;
pub mod undo;
pub mod upload;
pub mod uploaded;
pub mod values;

use axum::response::Response;

use crate::{access::Actor, platform::refusal::Answer};

use super::{Refused, acts};

/// The refused rows as a file to keep.
fn rejects_csv(actor: &Actor, file_name: &str, refused: &[Refused]) -> Answer<Response> {
    let bytes = acts::rejects_file(refused)?;
    Ok(csv_file(actor, ("refused", file_name), bytes))
}

/// A CSV file named after the one it is about.
fn csv_file(actor: &Actor, (what, file_name): (&str, &str), bytes: Vec<u8>) -> Response {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '-'
        }
    };
    let ascii: String = stem.chars().map(plain).collect();
    actor.file(&format!("{what}-{ascii}.csv"), "text/csv; charset=utf-8", bytes)
}
