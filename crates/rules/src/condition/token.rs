//! The words of a condition.

use jiff::civil::Date;

/// One word, number, day or mark of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, a code or a word of the language.
    Word(String),
    /// Text in double quotation marks.
    Quoted(String),
    /// Digits.
    Number(String),
    /// A day, `2015-04-13`.
    Day(Date),
    /// `( ) , + - = != < <= > >=`
    Mark(&'static str),
}

impl Token {
    /// As it was written, for sentences.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Word(text) | Self::Number(text) => text.clone(),
            Self::Quoted(text) => format!("\"{text}\""),
            Self::Day(day) => day.to_string(),
            Self::Mark(mark) => (*mark).to_owned(),
        }
    }
}

/// A token and the character at which it begins, counted from 1.
pub(super) type Placed = (Token, usize);

const MARKS: [&str; 11] = ["!=", "<=", ">=", "(", ")", ",", "+", "-", "=", "<", ">"];

/// Takes a condition apart.
///
/// # Errors
/// The character that begins no token, and what is wrong there.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, (usize, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            return Ok(found);
        };
        let at = text[..text.len() - rest.len()].chars().count() + 1;
        let (token, taken) = match first {
            '"' => quoted(rest).ok_or((at, "a quotation mark is never closed".to_owned()))?,
            '0'..='9' if day(rest).is_some() => (day(rest).map_or(Token::Mark("-"), Token::Day), 10),
            c if c.is_ascii_alphanumeric() || c == '_' => word(rest),
            _ => match MARKS.iter().find(|mark| rest.starts_with(**mark)) {
                Some(mark) => (Token::Mark(mark), mark.len()),
                None => return Err((at, format!("{first:?} means nothing here"))),
            },
        };
        found.push((token, at));
        rest = &rest[taken..];
    }
}

fn quoted(rest: &str) -> Option<(Token, usize)> {
    let inside = &rest[1..];
    let end = inside.find('"')?;
    Some((Token::Quoted(inside[..end].to_owned()), end + 2))
}

fn day(rest: &str) -> Option<Date> {
    let ten = rest.get(..10)?;
    let next_is_apart = !rest[10..].starts_with(|c: char| c.is_ascii_alphanumeric());
    (next_is_apart && ten.as_bytes().get(4) == Some(&b'-')).then(|| ten.parse().ok())?
}

fn word(rest: &str) -> (Token, usize) {
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    let text = rest[..end].to_owned();
    let token = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        Token::Number(text)
    } else {
        Token::Word(text)
    };
    (token, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_condition_is_taken_apart() {
        let found = tokens("outcome_dt >= 2015-04-13 and sub in (92E, \"self-refer to GP\", 22)").unwrap();
        let found: Vec<_> = found.into_iter().map(|(token, _)| token).collect();
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(
            found,
            [
                word("outcome_dt"),
                Token::Mark(">="),
                Token::Day(date(2015, 4, 13)),
                word("and"),
                word("sub"),
                word("in"),
                Token::Mark("("),
                word("92E"),
                Token::Mark(","),
                Token::Quoted("self-refer to GP".to_owned()),
                Token::Mark(","),
                Token::Number("22".to_owned()),
                Token::Mark(")"),
            ]
        );
    }

    #[test]
    fn what_is_no_token_is_told_by_its_character() {
        assert_eq!(tokens("a = \u{e9}").unwrap_err().0, 5);
        assert_eq!(
            tokens("a = \"b").unwrap_err(),
            (5, "a quotation mark is never closed".to_owned())
        );
        assert_eq!(
            tokens("2024-02-30").unwrap().len(),
            5,
            "no such day: a number less a number"
        );
    }
}
