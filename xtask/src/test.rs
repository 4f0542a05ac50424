//! `cargo xtask test`: the list of steps on one screen, the choice among them, and the run that keeps going.

use crate::summary::{Line, Outcome, Summary};
use crate::workshop::Workshop;
use crate::{browser, bucket, documents, edges, licences, lint, machine, python, reference, sizes, suite};
use anyhow::{Result, bail};
use std::process::ExitCode;
use std::time::Instant;

type Work = fn(&Workshop, &Choice) -> Result<Outcome>;

/// One check: its name on the command line, what it does in words, and whether `--fast` includes it.
struct Step {
    name: &'static str,
    does: &'static str,
    fast: bool,
    work: Work,
}

impl Step {
    const fn quick(name: &'static str, does: &'static str, work: Work) -> Self {
        Self {
            name,
            does,
            fast: true,
            work,
        }
    }

    const fn slow(name: &'static str, does: &'static str, work: Work) -> Self {
        Self {
            name,
            does,
            fast: false,
            work,
        }
    }
}

/// The cheap ones first, so that a small slip is told at once.
const STEPS: &[Step] = &[
    Step::slow("machine", "install what the later steps need", machine::prepare),
    Step::quick("fmt", "the code is formatted", lint::format),
    Step::quick("edges", "who may know whom", edges::check),
    Step::quick("sizes", "no file or template is too large", sizes::check),
    Step::quick(
        "licences",
        "what we build on may be used and is not banned",
        licences::check,
    ),
    Step::quick("clippy", "the linter finds nothing", lint::clippy),
    Step::quick("tests", "every test, on SQLite and PostgreSQL", suite::run),
    Step::quick("python", "the stand-alone verifier checks itself", python::run),
    Step::slow("pdf", "the typesetter's own lints and tests", documents::run),
    Step::slow("s3", "blobs in an S3-compatible store", bucket::run),
    Step::quick("reference", "docs/reference is current", reference::check),
    Step::slow("browser", "journeys in a browser, with axe", browser::run),
];

/// Which steps were asked for.
#[derive(Debug, Default, PartialEq)]
pub struct Choice {
    /// Leave out PostgreSQL, the typesetter and the browser.
    pub fast: bool,
    only: Option<Vec<String>>,
}

impl Choice {
    /// Reads `--fast` and `--only a,b`; a word that means nothing is refused with the words that do.
    pub fn read(options: &[&str]) -> Result<Self> {
        let mut choice = Self::default();
        let mut rest = options.iter();
        while let Some(option) = rest.next() {
            match (*option, option.strip_prefix("--only=")) {
                ("--fast", _) => choice.fast = true,
                ("--only", _) => choice.only = Some(named(rest.next().copied().unwrap_or_default())?),
                (_, Some(names)) => choice.only = Some(named(names)?),
                _ => bail!("no such option: {option} (there are --fast and --only STEP,STEP)"),
            }
        }
        Ok(choice)
    }

    /// One step and no other.
    pub fn step(name: &str) -> Result<Self> {
        Ok(Self {
            fast: false,
            only: Some(named(name)?),
        })
    }

    /// True when the product is built with the typesetter in this run, as the browser's journeys need it.
    pub fn typesetter(&self) -> bool {
        STEPS
            .iter()
            .any(|step| step.name == "browser" && self.includes(step))
    }

    fn includes(&self, step: &Step) -> bool {
        match &self.only {
            Some(names) => names.iter().any(|name| name == step.name),
            None => step.fast || !self.fast,
        }
    }
}

fn named(names: &str) -> Result<Vec<String>> {
    let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
    match names.iter().find(|name| !known.contains(&name.as_str())) {
        Some(name) => bail!("no such step: {name:?} (the steps are {})", known.join(", ")),
        None => Ok(names),
    }
}

/// Runs the chosen steps, each whatever became of the one before, and ends with the summary.
pub fn run(shop: &Workshop, choice: &Choice) -> Result<ExitCode> {
    let began = Instant::now();
    let mut summary = Summary::default();
    let steps: Vec<&Step> = STEPS.iter().filter(|step| choice.includes(step)).collect();
    for (place, step) in steps.iter().enumerate() {
        println!("\n== {}/{} {}: {}", place + 1, steps.len(), step.name, step.does);
        let start = Instant::now();
        let outcome = (step.work)(shop, choice).unwrap_or_else(|fault| Outcome::Failed(format!("{fault:#}")));
        let line = Line {
            step: step.name,
            outcome,
            took: start.elapsed(),
        };
        println!("   {}", line.said());
        summary.lines.push(line);
    }
    println!("\n{}", summary.table(began.elapsed()));
    Ok(if summary.failed() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(options: &[&str]) -> Vec<&'static str> {
        let choice = Choice::read(options).unwrap();
        STEPS
            .iter()
            .filter(|step| choice.includes(step))
            .map(|step| step.name)
            .collect()
    }

    #[test]
    fn fast_leaves_out_the_browser_and_the_typesetter() {
        let fast = chosen(&["--fast"]);
        assert!(fast.contains(&"tests") && fast.contains(&"clippy"));
        assert!(!fast.contains(&"browser") && !fast.contains(&"pdf"));
        assert_eq!(chosen(&[]).len(), STEPS.len());
    }

    #[test]
    fn only_takes_names_in_both_spellings_and_refuses_others() {
        assert_eq!(chosen(&["--only", "fmt,python"]), ["fmt", "python"]);
        assert_eq!(chosen(&["--only=browser"]), ["browser"]);
        let refused = Choice::read(&["--only", "fnt"]).unwrap_err().to_string();
        assert!(
            refused.contains("\"fnt\"") && refused.contains("clippy"),
            "{refused}"
        );
        assert!(Choice::read(&["--only"]).is_err());
        assert!(Choice::read(&["--slow"]).is_err());
    }
}
