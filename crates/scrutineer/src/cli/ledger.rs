//! `scrutineer ledger verify`: is the log of acts what it was when it was signed?

pub mod database;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use ledger::{PublishedLog, Report};
use sha2::{Digest, Sha256};

/// Work with the log of acts.
#[derive(Debug, Args)]
pub struct LedgerCommand {
    /// What to do with it.
    #[command(subcommand)]
    pub action: LedgerAction,
}

/// What can be done with the log.
#[derive(Debug, Subcommand)]
pub enum LedgerAction {
    /// Check the log of a published folder or of a database against its signed checkpoints.
    Verify(VerifyLog),
}

/// Which log to check, and how to answer.
#[derive(Debug, Args)]
pub struct VerifyLog {
    /// Where the log is.
    #[command(flatten)]
    pub place: LogPlace,
    /// Print one JSON object: {"ok":true,"size":ENTRIES,"root":"HEX"}.
    #[arg(long)]
    pub json: bool,
}

/// Where a log is: exactly one of the two.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct LogPlace {
    /// A published folder, as `scrutineer publish` writes it.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// A database: sqlite:PATH or postgres://...
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// Runs `scrutineer ledger` and says what a log that holds comes to; `verify_database` checks the log of the database at a URL.
///
/// # Errors
/// One sentence: the log does not hold or cannot be read, or `out` cannot be written to.
pub fn run(
    command: &LedgerCommand,
    verify_database: impl FnOnce(&str) -> Result<Report>,
    out: &mut dyn Write,
) -> Result<()> {
    let LedgerAction::Verify(verify) = &command.action;
    let report = match (&verify.place.folder, &verify.place.database) {
        (Some(folder), _) => verify_folder(folder)?,
        (None, Some(url)) => verify_database(url)?,
        (None, None) => bail!("name a published folder, or a database with --database"),
    };
    let (size, root) = (report.size, report.root.to_string());
    if verify.json {
        writeln!(
            out,
            "{}",
            serde_json::json!({ "ok": true, "size": size, "root": root })
        )?;
    } else {
        writeln!(out, "the log holds; entries: {size}, root: {root}")?;
    }
    Ok(())
}

/// Checks the log of a published folder: leaves, signed checkpoint, key, the entry that records the publication, and
/// that this entry names the folder's `manifest.json`. The other files and the draws are `verify.py`'s to check.
///
/// # Errors
/// One sentence that names the file: it cannot be read, or the log does not hold.
pub fn verify_folder(folder: &Path) -> Result<Report> {
    let log = folder.join("log");
    let published = PublishedLog {
        leaves: read(&log.join("leaves.txt"))?,
        checkpoint: read(&log.join("checkpoint.txt"))?,
        key: read(&log.join("key.txt"))?,
        entry: read(&log.join("entry.json"))?.into_bytes(),
    };
    let (report, entry) = published.verify().with_context(|| log.display().to_string())?;
    let manifest = folder.join("manifest.json");
    let hash = hex::encode(Sha256::digest(read(&manifest)?));
    ensure!(
        entry.detail.get("manifest_sha256") == Some(&hash),
        "{}: it is not the manifest that the log's entry names",
        manifest.display()
    );
    Ok(report)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{}: it cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use ledger::leaf_hash;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        command: LedgerCommand,
    }

    fn parse(words: &[&str]) -> Result<LedgerCommand, clap::Error> {
        Ok(Line::try_parse_from([&["ledger"], words].concat())?.command)
    }

    /// What is printed, by a product whose databases all hold one entry.
    fn answer(words: &[&str]) -> Result<String> {
        let mut out = Vec::new();
        let root = leaf_hash(b"");
        run(
            &parse(words)?,
            |url| {
                if url == "sqlite:p" {
                    Ok(Report { size: 1, root })
                } else {
                    bail!("no")
                }
            },
            &mut out,
        )?;
        Ok(String::from_utf8(out)?)
    }

    /// A folder made by the tests of the stand-alone checker.
    fn example() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verify/example")
    }

    fn copy() -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        fs::create_dir(copy.path().join("log")).unwrap();
        for name in [
            "manifest.json",
            "log/leaves.txt",
            "log/checkpoint.txt",
            "log/key.txt",
            "log/entry.json",
        ] {
            fs::copy(example().join(name), copy.path().join(name)).unwrap();
        }
        copy
    }

    #[test]
    fn a_published_folder_is_answered_in_words_and_in_json() {
        // As printed by `verify/verify.py verify/example`.
        let root = "cbeb8bf5e67c25b476af531504546c9c4a43d1dc35859a2da733da73696b99fa";
        let folder = example().display().to_string();
        assert_eq!(
            answer(&["verify", &folder]).unwrap(),
            format!("the log holds; entries: 5, root: {root}\n")
        );
        let said: serde_json::Value =
            serde_json::from_str(&answer(&["verify", &folder, "--json"]).unwrap()).unwrap();
        assert_eq!(said, serde_json::json!({ "ok": true, "size": 5, "root": root }));
    }

    #[test]
    fn a_database_is_answered_like_a_folder() {
        let said = answer(&["verify", "--database", "sqlite:p"]).unwrap();
        assert!(
            said.starts_with("the log holds; entries: 1, root: 6e340b9c"),
            "{said}"
        );
        assert_eq!(
            answer(&["verify", "--database", "sqlite:q"])
                .unwrap_err()
                .to_string(),
            "no"
        );
    }

    #[test]
    fn one_place_is_given_and_only_one() {
        assert!(parse(&["verify"]).is_err());
        assert!(parse(&["verify", "DIR", "--database", "sqlite:p"]).is_err());
        assert!(parse(&[]).is_err());
    }

    #[test]
    fn a_changed_or_missing_file_is_named() {
        let folder = copy();
        assert!(verify_folder(folder.path()).is_ok());
        for name in [
            "manifest.json",
            "log/leaves.txt",
            "log/checkpoint.txt",
            "log/key.txt",
            "log/entry.json",
        ] {
            let path = folder.path().join(name);
            let good = fs::read(&path).unwrap();
            fs::write(&path, [&good[..], b" "].concat()).unwrap();
            assert!(verify_folder(folder.path()).is_err(), "{name}");
            fs::write(&path, [0xff]).unwrap();
            assert!(verify_folder(folder.path()).is_err(), "{name}");
            fs::remove_file(&path).unwrap();
            let said = verify_folder(folder.path()).unwrap_err().to_string();
            assert_eq!(said, format!("{}: it cannot be read", path.display()));
            fs::write(&path, good).unwrap();
        }
        assert!(verify_folder(folder.path()).is_ok());
    }
}
