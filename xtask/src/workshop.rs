//! Where the checks work: the repository's root, and the one way to run another program there.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository and how much to say while working in it.
pub struct Workshop {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// True under continuous integration (`CI` set): say less, nobody is watching.
    pub ci: bool,
}

impl Workshop {
    /// The workshop of the checkout that cargo was started in.
    pub fn open() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
        let root = Path::new(&here).parent().context("xtask lies in no folder")?;
        let ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
        Ok(Self {
            root: root.to_owned(),
            ci,
        })
    }

    /// A path inside the repository.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A command that starts in the repository's root.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// The cargo that runs us; quiet about every crate it compiles when nobody is watching.
    pub fn cargo(&self, words: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(words);
        if self.ci {
            command
                .env("CARGO_TERM_QUIET", "true")
                .env("CARGO_TERM_COLOR", "never");
        }
        command
    }

    /// Where cargo puts what it builds.
    pub fn target(&self) -> Result<PathBuf> {
        let told = self.answer(self.cargo(&["metadata", "--format-version", "1", "--no-deps"]))?;
        let metadata: serde_json::Value = serde_json::from_str(&told).context("reading cargo metadata")?;
        let folder = metadata["target_directory"]
            .as_str()
            .context("cargo names no target directory")?;
        Ok(folder.into())
    }

    /// Says the command, runs it with its output shown, and fails unless it ends well.
    pub fn run(&self, mut command: Command) -> Result<()> {
        println!("   $ {}", shown(&command));
        let status = command
            .status()
            .with_context(|| format!("starting {}", shown(&command)))?;
        if !status.success() {
            bail!("`{}` ended with {status}", shown(&command));
        }
        Ok(())
    }

    /// What the command says on its standard output; its error output when it fails.
    pub fn answer(&self, mut command: Command) -> Result<String> {
        let output = command
            .output()
            .with_context(|| format!("starting {}", shown(&command)))?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            bail!(
                "`{}` ended with {}: {}",
                shown(&command),
                output.status,
                complaint.trim()
            );
        }
        String::from_utf8(output.stdout)
            .with_context(|| format!("{} did not answer in UTF-8", shown(&command)))
    }
}

/// True when a program of this name is on the search path.
pub fn installed(program: &str) -> bool {
    find(program).is_some()
}

/// Where on the search path a program of this name lies.
pub fn find(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
