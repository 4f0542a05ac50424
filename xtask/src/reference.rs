//! The generated pages in `docs/reference`: written by the product from its own tables, so that they cannot drift.

use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// The product's own writer, from the build that the run has or needs anyway.
fn product(shop: &Workshop, typesetter: bool, words: &[&str]) -> Command {
    let mut command = shop.cargo(&["run", "--package", "scrutineer"]);
    if !typesetter {
        command.arg("--no-default-features");
    }
    command.args(["--", "reference"]).args(words);
    command
}

/// Writes the pages.
pub fn write(shop: &Workshop) -> Result<()> {
    shop.run(product(shop, false, &[]))
}

/// Fails when a page differs from what the product would write now.
pub fn check(shop: &Workshop, choice: &Choice) -> Result<Outcome> {
    let output = product(shop, choice.typesetter(), &["--check"])
        .output()
        .context("starting cargo")?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if output.status.success() {
        return Ok(Outcome::Passed(String::new()));
    }
    if said.contains("unrecognized subcommand") {
        return Ok(Outcome::Skipped(
            "the product has no command `reference` yet".into(),
        ));
    }
    println!("{}", said.trim_end());
    bail!("docs/reference is not current: run `cargo xtask docs` and commit what changed")
}
