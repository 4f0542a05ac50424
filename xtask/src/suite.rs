//! Every test of the workspace: always on SQLite, and on a throw-away PostgreSQL unless told to be quick.

use crate::postgres;
use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::{Workshop, installed};
use anyhow::Result;
use std::process::Command;

/// The variable that hands tests a PostgreSQL server; without it they run on SQLite alone.
const VARIABLE: &str = "SCRUTINEER_TEST_POSTGRES";

/// Starts PostgreSQL, runs the tests, stops PostgreSQL.
pub fn run(shop: &Workshop, choice: &Choice) -> Result<Outcome> {
    let mut command = runner(shop, &["--workspace", "--no-default-features"]);
    if choice.fast {
        command.env_remove(VARIABLE);
        shop.run(command)?;
        return Ok(Outcome::Passed("SQLite only".into()));
    }
    match postgres::Server::start() {
        Ok(server) => {
            println!("   PostgreSQL {} at {}", server.version, server.url);
            command.env(VARIABLE, &server.url);
            shop.run(command)?;
            Ok(Outcome::Passed(format!(
                "SQLite and PostgreSQL {}",
                server.version
            )))
        }
        Err(fault) => {
            println!("   no PostgreSQL ({fault:#}): running on SQLite alone");
            command.env_remove(VARIABLE);
            shop.run(command)?;
            Ok(Outcome::Failed(format!(
                "passed on SQLite, but PostgreSQL did not start: {fault:#}"
            )))
        }
    }
}

/// `cargo nextest run` where it is installed, else `cargo test`, on the packages and features named.
pub fn runner(shop: &Workshop, selection: &[&str]) -> Command {
    if !installed("cargo-nextest") {
        println!("   cargo-nextest is not installed; using cargo test, which is slower");
        let mut command = shop.cargo(&["test"]);
        command.args(selection);
        return command;
    }
    let mut command = shop.cargo(&["nextest", "run"]);
    command
        .args(selection)
        .args(["--profile", if shop.ci { "ci" } else { "default" }]);
    command
}
