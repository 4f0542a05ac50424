//! Runs of text that say something else when they are decoded: links, hexadecimal, base64, numeric escapes.

use super::Form;

/// A coded run: where it stands in the text, in characters, and what it says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
    pub(super) form: Form,
}

/// Shortest run of hexadecimal digits or base64 that is looked at.
const SHORTEST: usize = 6;

/// Every run that can be decoded.
pub(super) fn encoded(text: &str) -> Vec<Run> {
    let mut runs = Runs::default();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let body = piece.trim_end();
        let end = at + body.chars().count();
        let after = end + usize::from(body.len() < piece.len());
        let whole = |form, text: Option<String>| {
            text.map(|text| Run {
                start: at,
                end,
                text,
                form,
            })
        };
        if body.len() >= SHORTEST {
            let (mut coded, mut slashed) = (false, false);
            for byte in body.bytes() {
                coded |= byte == b'%';
                slashed |= matches!(byte, b'&' | b'\\');
            }
            let percent = coded.then(|| percent(body)).flatten();
            runs.all.extend(whole(Form::Percent, percent));
            let escaped = (slashed && (body.contains("&#") || body.contains("\\u") || body.contains("\\x")))
                .then(|| escaped(body));
            runs.all.extend(whole(Form::Escaped, escaped));
            inner(body, at, &mut runs);
        }
        at = after;
    }
    runs.all
}

/// What was read so far, and room to decode in.
#[derive(Default)]
struct Runs {
    all: Vec<Run>,
    bytes: Vec<u8>,
}

impl Runs {
    /// Notes what a run of letters and digits says in a code, if that can be read.
    fn push(&mut self, (start, end): (usize, usize), form: Form, body: &str) {
        self.bytes.clear();
        let decoded = match form {
            Form::Hex => hex(body, &mut self.bytes),
            _ => base64(body, &mut self.bytes),
        };
        let text = decoded.and_then(|()| readable(&self.bytes));
        self.all.extend(text.map(|text| Run {
            start,
            end,
            text: text.to_owned(),
            form,
        }));
    }
}

/// Hexadecimal and base64 inside a piece without spaces.
fn inner(body: &str, at: usize, runs: &mut Runs) {
    let mut chars = at;
    for part in body
        .split_inclusive(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '+' | '-' | '_' | '/'))
    {
        let run = part.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
        let start = chars;
        let end = chars + run.chars().count();
        chars += part.chars().count();
        // Also each piece between slashes: a link's path.
        let mut inside = start;
        for section in run.split_inclusive(['/', '-', '_', '+']) {
            let section_end = inside + section.len();
            let body = section.trim_end_matches(['/', '-', '_', '+']);
            if body.len() >= SHORTEST {
                runs.push((inside, inside + body.len()), Form::Hex, body);
                runs.push((inside, inside + body.len()), Form::Base64, body);
            }
            inside = section_end;
        }
        if run.contains(['/', '-', '_', '+']) {
            runs.push((start, end), Form::Base64, run);
        }
    }
}

fn readable(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let printed = text
        .chars()
        .all(|sign| !sign.is_control() || sign.is_whitespace() || sign == '\0');
    (printed && text.len() >= 3).then_some(text)
}

fn percent(body: &str) -> Option<String> {
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let coded = (*byte == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(two);
        out.push(coded.unwrap_or(if *byte == b'+' { b' ' } else { *byte }));
        at += if coded.is_some() { 3 } else { 1 };
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

fn two(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn hex(run: &str, out: &mut Vec<u8>) -> Option<()> {
    let run = run.strip_prefix("0x").unwrap_or(run);
    if run.len() < SHORTEST || !run.len().is_multiple_of(2) {
        return None;
    }
    for digits in run.as_bytes().chunks(2) {
        out.push(two(digits)?);
    }
    Some(())
}

fn base64(run: &str, out: &mut Vec<u8>) -> Option<()> {
    if run.len() < SHORTEST {
        return None;
    }
    let (mut held, mut bits) = (0_u32, 0);
    for byte in run.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(six)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xff) as u8);
        }
    }
    Some(())
}

/// `&#48;`, `&#x30;`, `\u0030`, `\x30`.
fn escaped(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(first) = rest.chars().next() {
        let (coded, length) = ["&#x", "&#X", "&#", "\\u{", "\\u", "\\x"]
            .iter()
            .find_map(|front| number(rest, front))
            .unwrap_or((first, first.len_utf8()));
        out.push(coded);
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn number(rest: &str, front: &str) -> Option<(char, usize)> {
    let inside = rest.strip_prefix(front)?;
    let (radix, most) = match front {
        "&#" => (10, 7),
        "\\u" => (16, 4),
        "\\x" => (16, 2),
        _ => (16, 6),
    };
    let digits = inside
        .bytes()
        .take(most)
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    let value = u32::from_str_radix(inside.get(..digits)?, radix).ok()?;
    let closed = usize::from(
        inside
            .as_bytes()
            .get(digits)
            .is_some_and(|byte| matches!(byte, b';' | b'}')),
    );
    Some((char::from_u32(value)?, front.len() + digits + closed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_read() {
        let says = |text: &str, form| {
            encoded(text)
                .into_iter()
                .any(|run| run.form == form && run.text.contains("07700900123"))
        };
        assert!(says(
            "see https://example.org/?n=%30%37700900123 now",
            Form::Percent
        ));
        assert!(says("x 3037373030393030313233", Form::Hex));
        assert!(says("https://example.org/3037373030393030313233/a", Form::Hex));
        assert!(says("MDc3MDA5MDAxMjM=", Form::Base64));
        assert!(says("&#48;&#x37;700900123 \\u0030", Form::Escaped));
    }
}
