//! `scrutineer open-pack`: the cases that a member took away, in the browser of the same machine, without a network.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use super::product::block_on;
use crate::{
    platform::{
        chance::SystemChance,
        clock::{Clock, SystemClock},
    },
    review::offline::{
        content::Content,
        document,
        opener::{Desk, Kept},
        sealing,
    },
};

/// The largest file that is taken for a pack.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Open an offline pack: read the cases you took away and class them, without a network.
///
/// Asks for the passphrase, then shows an address for your browser. It is served to this machine alone, until you put the pack
/// away or press Ctrl+C. Each class is saved at once into a file beside the pack that only you and the site can read; bring it
/// back on the page "Read without a network". After the day on the pack its papers are no longer shown.
#[derive(Debug, Args)]
pub struct OpenPackCommand {
    /// The pack that you downloaded.
    #[arg(value_name = "PACK.age")]
    pack: PathBuf,
    /// Where your classes are saved; else beside the pack, under its name with `.classes.age` at the end.
    #[arg(long, value_name = "FILE")]
    classes: Option<PathBuf>,
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

/// Runs `scrutineer open-pack`.
///
/// # Errors
/// A file that is no pack, a wrong passphrase, a pack that has expired, a file of classes that is another's, a port that is
/// taken: one sentence.
pub fn run(command: &OpenPackCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let file = read(&command.pack)?;
    let content = opened(&file, out)?;
    let clock = SystemClock;
    if content.expires_at <= clock.now() {
        bail!(
            "this pack could be read until {}; delete it and every copy of it",
            content.expires_at.words()
        );
    }
    let path = command.classes.clone().unwrap_or_else(|| beside(&command.pack));
    let kept = Kept::of(&content, path)?;
    block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", command.port)).await;
        let listener = listener.with_context(|| format!("port {} cannot be used", command.port))?;
        let desk = Desk::of(content, kept, Arc::new(clock), &SystemChance)
            .map_err(|refusal| anyhow!(refusal.to_string()))?;
        let port = listener.local_addr()?.port();
        writeln!(
            out,
            "Open this address in your browser: http://127.0.0.1:{port}{}\n\nPress Ctrl+C here to put the pack away.",
            desk.path()
        )?;
        out.flush()?;
        let site = desk.site();
        let stop = async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                () = desk.put_away() => {}
            }
        };
        axum::serve(listener, site).with_graceful_shutdown(stop).await?;
        Ok(())
    })
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("{} cannot be read", path.display());
    let length = std::fs::metadata(path).with_context(cannot)?.len();
    if length > MOST_BYTES {
        bail!("{} is larger than 256 MB, so it is no pack", path.display());
    }
    std::fs::read(path).with_context(cannot)
}

fn opened(file: &[u8], out: &mut dyn Write) -> anyhow::Result<Content> {
    let passphrase = passphrase(out)?;
    let page = sealing::open(&passphrase, file)?;
    Ok(document::content_of(&String::from_utf8_lossy(&page))?)
}

/// The passphrase from the keyboard, unseen, or from whatever the command is given.
fn passphrase(out: &mut dyn Write) -> anyhow::Result<String> {
    let input = std::io::stdin();
    let seen = if input.is_terminal() {
        write!(out, "Passphrase: ")?;
        out.flush()?;
        let before = tcgetattr(&input).context("the terminal cannot be asked")?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&input, OptionalActions::Flush, &unseen).context("the terminal cannot be asked")?;
        Some(before)
    } else {
        None
    };
    let mut line = String::new();
    let read = input.read_line(&mut line);
    if let Some(before) = seen {
        tcsetattr(&input, OptionalActions::Now, &before).context("the terminal cannot be set back")?;
        writeln!(out)?;
    }
    read.context("the passphrase cannot be read")?;
    if line.trim().is_empty() {
        bail!("enter the passphrase that was shown when the pack was made");
    }
    Ok(line)
}

/// `cases.age` has its classes in `cases.classes.age`.
fn beside(pack: &Path) -> PathBuf {
    pack.with_extension("classes.age")
}
