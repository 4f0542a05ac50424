//! SPDX licence expressions, such as `(MIT OR Apache-2.0) AND Unicode-3.0`, and the older `MIT/Apache-2.0`.

use std::iter::Peekable;
use std::vec::IntoIter;

/// Whether the expression can be met with allowed licences alone; the fault when it cannot be read.
pub fn allows(expression: &str, allowed: &[String]) -> Result<bool, String> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    let mut reader = Reader {
        words: words.into_iter().peekable(),
        allowed,
    };
    let verdict = reader.any()?;
    match reader.words.next() {
        None => Ok(verdict),
        Some(word) => Err(format!("unexpected {word:?}")),
    }
}

/// Reads by descent: OR binds less tightly than AND, AND less than WITH.
struct Reader<'a> {
    words: Peekable<IntoIter<String>>,
    allowed: &'a [String],
}

impl Reader<'_> {
    fn any(&mut self) -> Result<bool, String> {
        let mut verdict = self.all()?;
        while self.words.next_if(|word| word == "OR").is_some() {
            verdict |= self.all()?;
        }
        Ok(verdict)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut verdict = self.one()?;
        while self.words.next_if(|word| word == "AND").is_some() {
            verdict &= self.one()?;
        }
        Ok(verdict)
    }

    fn one(&mut self) -> Result<bool, String> {
        let mut licence = self.words.next().ok_or("it ends too early")?;
        if licence == "(" {
            let verdict = self.any()?;
            return self
                .words
                .next_if(|word| word == ")")
                .map(|_| verdict)
                .ok_or_else(|| "a bracket is open".to_owned());
        }
        if self.words.next_if(|word| word == "WITH").is_some() {
            let exception = self.words.next().ok_or("it ends too early")?;
            licence = format!("{licence} WITH {exception}");
        }
        Ok(self.allowed.contains(&licence))
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn expressions_are_weighed() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
        let verdict = |expression| allows(expression, &allowed);
        assert_eq!(verdict("MIT"), Ok(true));
        assert_eq!(verdict("GPL-2.0-only OR MIT"), Ok(true));
        assert_eq!(verdict("GPL-2.0-only AND MIT"), Ok(false));
        assert_eq!(verdict("MIT OR Apache-2.0 AND GPL-2.0-only"), Ok(true));
        assert_eq!(verdict("(MIT OR Apache-2.0) AND GPL-2.0-only"), Ok(false));
        assert_eq!(verdict("Apache-2.0 WITH LLVM-exception"), Ok(true));
        assert_eq!(verdict("MIT WITH LLVM-exception"), Ok(false));
        assert_eq!(verdict("Unlicense/MIT"), Ok(true));
        assert!(verdict("(MIT").is_err() && verdict("MIT MIT").is_err() && verdict("MIT OR").is_err());
    }
}
