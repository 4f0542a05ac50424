//! `scrutineer demo`: a filled example, ready to sign in.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, anyhow};
use clap::Args;

use super::product::{block_on, listen};
use crate::{
    demo::{self, ACCOUNTS, PASSPHRASE, Stage},
    platform::{
        app::App,
        chance::SystemChance,
        clock::{Clock, SetClock, SystemClock},
        config::Config,
        db::Db,
        mail, telemetry,
    },
};

/// Where the demonstration lives.
#[derive(Args)]
pub struct DemoCommand {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder of its files; made and filled when it is not there, kept and used again when it is.
    #[arg(long, default_value = "demo-data")]
    directory: PathBuf,
}

/// Fills the demonstration if need be, and serves it until asked to stop.
///
/// # Errors
/// A folder that cannot be used, a port that is taken.
pub fn run(command: &DemoCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    telemetry::start(false);
    block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", command.port)).await;
        let listener = listener.with_context(|| format!("port {} cannot be used", command.port))?;
        let address = format!("http://localhost:{}", listener.local_addr()?.port());
        let app = filled(&command.directory, &address, out).await?;
        writeln!(
            out,
            "ready: {address}\n\nEvery account has the passphrase: {PASSPHRASE}"
        )?;
        writeln!(out, "The one-time code is shown on the page that asks for it.\n")?;
        for account in &ACCOUNTS {
            writeln!(
                out,
                "  {:<32} {:<14} {}",
                account.email,
                account.role.title(),
                account.next
            )?;
        }
        out.flush()?;
        listen(app, listener).await
    })
}

async fn filled(directory: &Path, address: &str, out: &mut dyn Write) -> anyhow::Result<App> {
    std::fs::create_dir_all(directory).with_context(|| format!("{} cannot be made", directory.display()))?;
    let database = directory.join("demo.sqlite");
    if !database.exists() {
        writeln!(out, "filling the example in {} ...", directory.display())?;
        out.flush()?;
        fill(directory, &database, address).await?;
    }
    app(directory, &database, address, Arc::new(SystemClock)).await
}

/// Fills under another name first: an example cut off half way is begun again, not served.
async fn fill(directory: &Path, database: &Path, address: &str) -> anyhow::Result<()> {
    let unfinished = directory.join("filling.sqlite");
    for ending in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(format!("{}{ending}", unfinished.display())));
    }
    let now = SystemClock.now();
    let clock = Arc::new(SetClock::at(now));
    let app = app(directory, &unfinished, address, clock.clone()).await?;
    demo::fill(
        &Stage {
            app: &app,
            clock: &clock,
        },
        now.london_date(),
    )
    .await?;
    app.db.close().await;
    std::fs::rename(&unfinished, database).context("the filled example cannot be put in its place")
}

async fn app(directory: &Path, database: &Path, address: &str, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    let config = Config {
        database: format!("sqlite:{}", database.display()),
        directory: directory.to_owned(),
        address: address.to_owned(),
        origin: "demo.westmarch.example/log".to_owned(),
        // People read the guide between two pages, and nobody's real case is behind a long session here.
        session_idle_minutes: 240,
        demo: true,
        ..Config::default()
    };
    let db = Db::open(&config.database).await?;
    let mailer = mail::mailer(&config).map_err(|sentence| anyhow!(sentence))?;
    App::with(config, db, clock, Arc::new(SystemChance), mailer)
        .await
        .map_err(|sentence| anyhow!(sentence))
}
