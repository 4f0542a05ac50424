//! What is wrong with a pack or a profile.

/// One plain sentence that names the file, the place in it, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {place}: {says}")]
pub struct Fault {
    /// The pack or profile, as it was named when it was read.
    pub file: String,
    /// The rule, setting or line.
    pub place: String,
    /// What is wrong and what would be right.
    pub says: String,
}

impl Fault {
    pub(crate) fn new(file: &str, place: impl Into<String>, says: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            place: place.into(),
            says: says.into(),
        }
    }
}

/// Reads TOML; what cannot be read is told by its line.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let before = text.as_bytes().get(..start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::new(file, format!("line {line}"), error.message())
    })
}

/// Words in a row for a sentence, at most eight of them.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<_> = words.into_iter().collect();
    if words.len() > 8 {
        words.truncate(8);
        words.push("and so on");
    }
    words.join(", ")
}
