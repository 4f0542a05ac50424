//! Check digits and letters: what makes a run of digits an identifier and not just a number.

/// PNC and CRO check letters in the order of the remainder (HM Prison and Probation Service's person record holds the
/// same string).
const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// The digits of a text, in order.
pub(crate) fn digits(text: &str) -> Vec<u8> {
    text.bytes()
        .filter(u8::is_ascii_digit)
        .map(|byte| byte - b'0')
        .collect()
}

/// NHS number: ten digits, weights 10 to 2, modulo 11 (NHS Data Dictionary; 943 476 5919 is its example).
pub(crate) fn nhs(text: &str) -> bool {
    let digits = digits(text);
    let Some((check, front)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = front
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    let right = (11 - sum % 11) % 11;
    digits.len() == 10 && right == u32::from(*check) && digits.iter().any(|digit| *digit != 0)
}

/// Luhn's formula (ISO/IEC 7812-1, annex B): payment cards and IMEIs.
pub(crate) fn luhn(text: &str) -> bool {
    let digits = digits(text);
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum > 0 && sum.is_multiple_of(10)
}

/// IBAN: the first four characters to the end, letters as 10 to 35, remainder 1 modulo 97 (ISO 13616).
pub(crate) fn iban(text: &str) -> bool {
    let compact: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let (Some(head), Some(tail)) = (compact.get(..4), compact.get(4..)) else {
        return false;
    };
    let rest = tail.iter().chain(head).fold(0_u32, |rest, byte| {
        match char::from(*byte).to_digit(36).unwrap_or_default() {
            digit @ 0..=9 => (rest * 10 + digit) % 97,
            letter => (rest * 100 + letter) % 97,
        }
    });
    (15..=34).contains(&compact.len()) && rest == 1 && (!compact.starts_with(b"GB") || compact.len() == 22)
}

/// PNC id: two digits of the year, the serial in seven digits, modulo 23 (spec: 14/123W, 98/123456G).
pub(crate) fn pnc(year: &str, serial: &str, letter: u8) -> bool {
    lettered(year, serial, 7, letter)
}

/// CRO number: as the PNC id with the serial in six digits; one from a fingerprint file (`SF`) is not padded.
pub(crate) fn cro(year: &str, serial: &str, letter: u8) -> bool {
    lettered(year, serial, 6, letter)
}

/// CRO number of the older files, `SF39/83443Z`.
pub(crate) fn cro_file(year: &str, serial: &str, letter: u8) -> bool {
    lettered(year, serial, 0, letter)
}

fn lettered(year: &str, serial: &str, width: usize, letter: u8) -> bool {
    let year = year.get(year.len().saturating_sub(2)..).unwrap_or_default();
    let Ok(number) = format!("{year}{serial:0>width$}").parse::<u64>() else {
        return false;
    };
    LETTERS.get((number % 23) as usize) == Some(&letter.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NHS Data Dictionary, NHS NUMBER.
    #[test]
    fn nhs_number_of_the_data_dictionary() {
        assert!(nhs("943 476 5919"));
        assert!(!nhs("943 476 5918") && !nhs("934 476 5919") && !nhs("0000000000"));
    }

    /// 14/123W and 98/123456G: spec of methods, 5.4.
    #[test]
    fn pnc_letters() {
        assert!(pnc("14", "123", b'W') && pnc("2014", "0000123", b'w') && pnc("98", "123456", b'G'));
        assert!(!pnc("14", "124", b'W') && !pnc("41", "123", b'W'));
    }

    /// ISO 13616's own example of the United Kingdom, and Luhn's 7992739871 with 3.
    #[test]
    fn money_and_devices() {
        assert!(iban("GB82 WEST 1234 5698 7654 32") && !iban("GB82 WEST 1234 5698 7654 23"));
        assert!(luhn("79927398713") && !luhn("79927398710"));
        assert!(
            luhn("49-015420-323751-8"),
            "the example of 3GPP TS 23.003, annex B"
        );
    }
}
