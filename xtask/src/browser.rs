//! Journeys through the running product in Chromium, with and without JavaScript, each page checked by axe.

use crate::machine;
use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::Result;

/// Builds the product as people get it (with the typesetter) and hands it to the journeys.
pub fn run(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    machine::browser_tools(shop)?;
    shop.run(shop.cargo(&["build", "--package", "scrutineer"]))?;
    let mut journeys = shop.command("node");
    journeys
        .arg("e2e/run.mjs")
        .arg(shop.target()?.join("debug/scrutineer"));
    shop.run(journeys)?;
    Ok(Outcome::Passed(String::new()))
}
