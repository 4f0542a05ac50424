//! What the checks need beyond Rust: Debian's PostgreSQL, Chromium and PDF tools, and two npm packages.

use crate::postgres;
use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::{Workshop, installed};
use anyhow::{Result, bail};
use std::fs;

/// Installs what is missing; without the right to install, says plainly what to install.
pub fn prepare(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    let missing = missing_packages();
    if !missing.is_empty() {
        install(shop, &missing)?;
    }
    browser_tools(shop)?;
    let had = if missing.is_empty() {
        "nothing was missing".into()
    } else {
        format!("installed {}", missing.join(" "))
    };
    Ok(Outcome::Passed(had))
}

/// The Debian packages whose programs are not there.
fn missing_packages() -> Vec<&'static str> {
    let wanted = [
        ("postgresql", postgres::programs().is_some()),
        ("chromium", installed("chromium")),
        ("poppler-utils", installed("pdftoppm")),
        ("python3", installed("python3")),
        ("nodejs", installed("node")),
        ("npm", installed("npm")),
    ];
    wanted
        .into_iter()
        .filter(|(_, there)| !there)
        .map(|(package, _)| package)
        .collect()
}

fn install(shop: &Workshop, packages: &[&str]) -> Result<()> {
    let root = shop.answer(command(shop, &["id", "-u"]))?.trim() == "0";
    if !root || !installed("apt-get") {
        bail!(
            "these are missing, please install them: sudo apt-get install --no-install-recommends {}",
            packages.join(" ")
        );
    }
    // A machine may be installing something of its own at this moment: wait for the lock rather than fail.
    let apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"];
    let unattended = |words: &[&str]| {
        let mut command = command(shop, &[&apt, words].concat());
        // A package must not leave a server of its own running behind the tests (runlevel 1: start no service).
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("RUNLEVEL", "1");
        shop.run(command)
    };
    unattended(&["update"])?;
    unattended(&[&["install", "--no-install-recommends"], packages].concat())
}

/// The npm packages of `e2e/`, exactly as its lock file pins them; nothing to do when they are already there.
pub fn browser_tools(shop: &Workshop) -> Result<()> {
    let written = |path| {
        fs::metadata(shop.path(path))
            .and_then(|file| file.modified())
            .ok()
    };
    let (lock, marker) = (
        written("e2e/package-lock.json"),
        written("e2e/node_modules/.package-lock.json"),
    );
    if lock.is_none() || marker >= lock {
        return Ok(());
    }
    let mut npm = command(
        shop,
        &[
            "npm",
            "ci",
            "--prefix",
            "e2e",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ],
    );
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    shop.run(npm)
}

fn command(shop: &Workshop, words: &[&str]) -> std::process::Command {
    let mut command = shop.command(words[0]);
    command.args(&words[1..]);
    command
}
