//! Formatting and lints of everything that is built every day (the typesetter has its own step).

use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::Result;

/// `cargo fmt --check`.
pub fn format(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    shop.run(shop.cargo(&["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed(String::new()))
}

/// Clippy with every warning an error.
pub fn clippy(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    shop.run(shop.cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--no-default-features",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(Outcome::Passed(String::new()))
}
