//! The stand-alone verifier in `verify/`: its unit tests and its own self-test, with Python's standard library only.

use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::Result;

/// Runs what is there.
pub fn run(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    if !shop.path("verify/verify.py").exists() {
        return Ok(Outcome::Skipped("there is no verify/verify.py yet".into()));
    }
    let python = |words: &[&str]| {
        let mut command = shop.command("python3");
        command.args(words).env("PYTHONDONTWRITEBYTECODE", "1");
        shop.run(command)
    };
    python(&[
        "-m",
        "unittest",
        "discover",
        "--start-directory",
        "verify",
        "--pattern",
        "*test*.py",
    ])?;
    python(&["verify/verify.py", "--self-test"])?;
    Ok(Outcome::Passed(String::new()))
}
