//! The pages on which records of the register are looked through. None shows a field that its reader may not see.

pub mod completeness;
pub mod export;
pub mod filter;
pub mod find;
pub mod list;
pub mod record;
pub mod sources;
pub mod start;
mod told;
pub mod views;

use self::told::{Told, told};

/// What an address says after its question mark.
pub type Pairs = Vec<(String, String)>;

/// A whole number as it is written in a text, such as 12,345.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of records in words.
fn records(number: usize) -> String {
    let noun = if number == 1 { "record" } else { "records" };
    format!("{} {noun}", thousands(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_threes() {
        let written = [0, 12, 999, 1_000, 65_536, 1_000_000].map(thousands);
        assert_eq!(written, ["0", "12", "999", "1,000", "65,536", "1,000,000"]);
        assert_eq!(records(1), "1 record");
    }
}
