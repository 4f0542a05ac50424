//! Parts of a population and sums of labels, on the command line.

use anyhow::bail;
use stats::suppression::attack::Sum;
use std::collections::BTreeMap;

/// `NAME=VALUE`.
pub(super) fn part(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("write it as NAME=VALUE, such as age=adult".to_owned()),
    }
}

/// `NAME=PART,PART` or `NAME/WHOLE=PART,PART`.
pub(super) fn sum(text: &str) -> Result<Sum, String> {
    let wrong = || "write it as age=adult,child or offence/violence=assault,threats".to_owned();
    let (name, parts) = text.split_once('=').ok_or_else(wrong)?;
    let (of, whole) = match name.split_once('/') {
        Some((of, whole)) => (of, Some(whole.to_owned())),
        None => (name, None),
    };
    let parts: Vec<String> = parts.split(',').map(|part| part.trim().to_owned()).collect();
    if of.is_empty() || whole.as_deref() == Some("") || parts.iter().any(String::is_empty) {
        return Err(wrong());
    }
    Ok(Sum {
        of: of.to_owned(),
        whole,
        parts,
    })
}

/// The parts of the population, each kind once.
pub(super) fn limits(given: &[(String, String)]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut limits = BTreeMap::new();
    for (kind, label) in given {
        if limits.insert(kind.clone(), label.clone()).is_some() {
            bail!("--within limits {kind} twice; a table is of one part of the population");
        }
    }
    Ok(limits)
}
