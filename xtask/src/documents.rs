//! The crate `documents` with its typesetter, which the everyday build leaves out because it is heavy.

use crate::suite;
use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::Result;

/// Lints and tests the crate with feature `pdf`.
pub fn run(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    let selection = ["--package", "documents", "--features", "pdf"];
    let mut clippy = shop.cargo(&["clippy"]);
    clippy
        .args(selection)
        .args(["--all-targets", "--", "-D", "warnings"]);
    shop.run(clippy)?;
    shop.run(suite::runner(shop, &selection))?;
    Ok(Outcome::Passed(String::new()))
}
