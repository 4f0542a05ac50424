//! A throw-away PostgreSQL: a fresh cluster in a private folder, reached by a socket in it, gone when we are.

use anyhow::{Context, Result, bail};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Runs the server until its standard input closes, which the kernel sees to however we end, then leaves nothing behind.
/// Interrupts typed at a terminal are left to us, so that the server outlives the tests that use it.
const KEEPER: &str = r#"
trap '' INT HUP
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=300 >"$2/log" 2>&1 &
server=$!
read -r nothing
kill -INT $server
wait $server
rm -rf "$2"
"#;

/// A running server; dropping it stops it and removes its folder.
pub struct Server {
    /// The address in the form sqlx takes, its maintenance database named.
    pub url: String,
    /// The server's version, such as `15.18`.
    pub version: String,
    keeper: Child,
}

impl Server {
    /// Makes a cluster, starts it and waits until it answers.
    pub fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed (Debian's package `postgresql`)")?;
        let owner = owner()?;
        let folder = tempfile::Builder::new()
            .prefix("scrutineer-postgres-")
            .tempdir()?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group))
                .context("handing the folder to the user postgres")?;
        }
        let run = |program: &str| {
            let mut command = Command::new(programs.join(program));
            become_owner(&mut command, owner);
            command
        };
        initialise(run("initdb"), folder.path())?;
        let mut keeper = Command::new("sh");
        become_owner(&mut keeper, owner);
        keeper
            .args(["-c", KEEPER, "sh"])
            .arg(&programs)
            .arg(folder.path())
            .stdin(Stdio::piped());
        let keeper = keeper.spawn().context("starting PostgreSQL")?;
        let version = version(run("postgres"))?;
        let url = format!(
            "postgres://postgres@localhost/postgres?host={}",
            folder.path().display()
        );
        let server = Self { url, version, keeper };
        await_answer(|| run("pg_isready"), folder)?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// The folder of PostgreSQL's server programs: the newest that Debian has installed, else from the search path.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|version| {
            Some((
                version.file_name().to_str()?.parse::<u32>().ok()?,
                version.path().join("bin"),
            ))
        })
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .max();
    let on_path = || crate::workshop::find("initdb")?.parent().map(Path::to_owned);
    newest.map(|(_, programs)| programs).or_else(on_path)
}

/// PostgreSQL refuses to run as root: then it runs as the user `postgres`, whose ids these are.
fn owner() -> Result<Option<(u32, u32)>> {
    let id = |words: &[&str]| -> Result<u32> {
        let output = Command::new("id").args(words).output().context("starting id")?;
        let said = String::from_utf8_lossy(&output.stdout);
        said.trim()
            .parse()
            .with_context(|| format!("there is no user for PostgreSQL (id {})", words.join(" ")))
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)))
}

fn become_owner(command: &mut Command, owner: Option<(u32, u32)>) {
    command.current_dir("/").stdin(Stdio::null());
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
}

fn initialise(mut initdb: Command, folder: &Path) -> Result<()> {
    initdb.args([
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "-D",
    ]);
    let output = initdb
        .arg(folder.join("data"))
        .output()
        .context("starting initdb")?;
    if !output.status.success() {
        bail!(
            "initdb failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}

/// `postgres --version` answers `postgres (PostgreSQL) 15.18 (Debian ...)`.
fn version(mut postgres: Command) -> Result<String> {
    let said = postgres
        .arg("--version")
        .output()
        .context("starting postgres")?
        .stdout;
    let said = String::from_utf8_lossy(&said);
    said.split_whitespace()
        .nth(2)
        .map(str::to_owned)
        .context("postgres does not tell its version")
}

/// Waits at most half a minute. The folder is the keeper's to remove from here on, unless the server never answers.
fn await_answer(ask: impl Fn() -> Command, folder: TempDir) -> Result<()> {
    for _ in 0..300 {
        let ready = ask()
            .args(["--quiet", "--host"])
            .arg(folder.path())
            .status()
            .context("starting pg_isready")?;
        if ready.success() {
            let _ = folder.keep();
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
    bail!("PostgreSQL did not answer in 30 seconds: {}", log.trim())
}
