//! Commands that run the product on a database.

#[cfg(test)]
mod tests;

use std::{io::Write, path::PathBuf};

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};

use crate::{
    access::{
        Marking, Role, acts,
        model::{Body, Invitation, address},
        store,
    },
    audit::{Act, Note, Who},
    duties,
    platform::{
        app::App,
        config::Config,
        db::Db,
        ids::{BodyId, InvitationId},
        jobs,
        refusal::Refusal,
        telemetry,
        vault::Vault,
    },
    site,
};

/// Where the settings come from.
#[derive(Args, Clone, Default)]
pub struct Settings {
    /// A TOML file with settings.
    #[arg(long, env = "SCRUTINEER_CONFIG")]
    pub config: Option<PathBuf>,
    /// The database: `sqlite:PATH` or `postgres://...`.
    #[arg(long)]
    pub database: Option<String>,
}

impl Settings {
    /// The settings: file, then environment, then what the command line says.
    ///
    /// # Errors
    /// One sentence about the file, the variable or the key.
    pub fn read(&self) -> anyhow::Result<Config> {
        let mut config = Config::read(self.config.as_deref()).map_err(|sentence| anyhow!(sentence))?;
        if let Some(database) = &self.database {
            config.database.clone_from(database);
        }
        Ok(config)
    }

    /// The product these settings describe, for a command.
    ///
    /// # Errors
    /// One sentence about what does not open.
    pub async fn open(&self) -> anyhow::Result<App> {
        App::open_for_command(self.read()?)
            .await
            .map_err(|sentence| anyhow!(sentence))
    }
}

/// Runs async work to its end.
///
/// # Errors
/// What the work says, or when no threads can be had.
pub fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no threads to work with")?
        .block_on(work)
}

/// Serves until asked to stop.
///
/// # Errors
/// Settings, database or address.
pub fn serve(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
    telemetry::start(true);
    block_on(async {
        let app = App::open(settings.read()?)
            .await
            .map_err(|sentence| anyhow!(sentence))?;
        let listener = tokio::net::TcpListener::bind(&app.config.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", app.config.listen))?;
        writeln!(out, "ready: {}", app.config.address)?;
        out.flush()?;
        listen(app, listener).await
    })
}

/// Serves the site on a listener until the process is asked to stop; the job worker runs beside it.
///
/// # Errors
/// When the listener fails.
pub async fn listen(app: App, listener: tokio::net::TcpListener) -> anyhow::Result<()> {
    let worker = tokio::spawn(jobs::work(app.clone(), duties::ALL));
    let site = site::map(app).finish();
    let stop = async {
        drop(tokio::signal::ctrl_c().await);
    };
    axum::serve(listener, site).with_graceful_shutdown(stop).await?;
    worker.abort();
    Ok(())
}

/// Brings the schema up to date.
///
/// # Errors
/// Settings or database.
pub fn migrate(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
    let config = settings.read()?;
    block_on(async {
        Db::open(&config.database).await?;
        writeln!(out, "the schema is up to date")?;
        Ok(())
    })
}

/// Explains what is wrong, one sentence a line; fails when something is.
///
/// # Errors
/// The number of problems found.
pub fn doctor(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
    let config = settings.read()?;
    let mut problems = config.problems();
    let look = async {
        let app = App::open_for_command(config.clone()).await?;
        Vault::look(&config, &app.db).await.map(drop)
    };
    if let Err(sentence) = block_on(async { look.await.map_err(|sentence| anyhow!(sentence)) }) {
        problems.push(sentence.to_string());
    }
    for problem in &problems {
        writeln!(out, "- {problem}")?;
    }
    if problems.is_empty() {
        writeln!(out, "settings, folder, keys, database and packs are in order")?;
        return Ok(());
    }
    Err(anyhow!(
        "{} found",
        if problems.len() == 1 {
            "1 problem".into()
        } else {
            format!("{} problems", problems.len())
        }
    ))
}

/// Accounts from the command line: what is needed before anybody can sign in.
#[derive(Args)]
pub struct AccountCommand {
    #[command(subcommand)]
    command: AccountAct,
}

#[derive(Subcommand)]
enum AccountAct {
    /// Invite somebody to a body; the body is made when it is not there yet. Prints the link.
    Invite {
        #[command(flatten)]
        settings: Settings,
        /// The body's full name.
        #[arg(long)]
        body: String,
        /// The body's short name, for references such as LLR-OOCR-2024-03.
        #[arg(long, default_value = "")]
        short_name: String,
        /// The force the body holds to account.
        #[arg(long, default_value = "")]
        force: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// The person's email address.
        #[arg(long)]
        email: String,
        /// The role they are invited to.
        #[arg(long, default_value = "administrator")]
        role: String,
    },
    /// Have somebody, or everybody, set up passphrase and one-time codes again; their roles stay.
    ReEnrol {
        #[command(flatten)]
        settings: Settings,
        /// The person's email address. Prints the link.
        #[arg(long, required_unless_present = "everybody", conflicts_with = "everybody")]
        email: Option<String>,
        /// Everybody, when the key that sealed their codes is lost. The links go out by mail.
        #[arg(long)]
        everybody: bool,
    },
    /// List the people of every body and their roles.
    List {
        #[command(flatten)]
        settings: Settings,
    },
}

/// Runs an account command.
///
/// # Errors
/// One sentence about what was wrong.
pub fn account(command: &AccountCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    match &command.command {
        AccountAct::Invite {
            settings,
            body,
            short_name,
            force,
            name,
            email,
            role,
        } => block_on(async {
            let app = settings.open().await?;
            let role: Role = role.parse().map_err(|_| anyhow!("no role is called {role:?}"))?;
            let email = address(email).ok_or_else(|| anyhow!("--email is not an email address"))?;
            let body = Body {
                id: BodyId::new(app.clock.as_ref(), app.chance.as_ref())?,
                name: body.clone(),
                short_name: short_name.clone(),
                force_name: force.clone(),
                marking: Marking::default(),
            };
            let link = invite(&app, body, name, email, role).await?;
            writeln!(
                out,
                "open within {} minutes: {link}",
                app.config.invitation_minutes
            )?;
            Ok(())
        }),
        AccountAct::ReEnrol { settings, email, .. } => block_on(re_enrol(settings, email.as_deref(), out)),
        AccountAct::List { settings } => block_on(async {
            let app = settings.open().await?;
            let mut tx = app.db.read("account.list").await?;
            for body in store::bodies(&mut tx).await? {
                writeln!(out, "{}", body.name)?;
                for (person, grants) in store::people_of(&mut tx, body.id).await? {
                    let roles: Vec<&str> = grants.iter().map(|grant| grant.role.title()).collect();
                    writeln!(out, "  {} <{}>: {}", person.name, person.email, roles.join(", "))?;
                }
            }
            Ok(())
        }),
    }
}

/// One person by address, or everybody when there is none.
async fn re_enrol(settings: &Settings, email: Option<&str>, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some(email) = email else {
        let app = App::open_anew(settings.read()?)
            .await
            .map_err(|sentence| anyhow!(sentence))?;
        let letters = acts::re_enrol_everybody(&app).await?;
        writeln!(
            out,
            "everybody sets up their account again; letters to send: {letters}"
        )?;
        return Ok(());
    };
    let app = settings.open().await?;
    let email = address(email).ok_or_else(|| anyhow!("--email is not an email address"))?;
    let token = acts::re_enrol(&app, &email)
        .await
        .map_err(|refusal| match refusal {
            Refusal::NotFound => {
                anyhow!("no account that can sign in has this address; see `scrutineer account list`")
            }
            other => other.into(),
        })?;
    writeln!(
        out,
        "open within {} minutes: {}/invitation/{token}",
        app.config.invitation_minutes, app.config.address
    )?;
    Ok(())
}

async fn invite(app: &App, wanted: Body, name: &str, email: String, role: Role) -> anyhow::Result<String> {
    let mut act = Act::begin(app, "people.invite", Who::default()).await?;
    let known = store::bodies(&mut act.tx)
        .await?
        .into_iter()
        .find(|body| body.name == wanted.name);
    let body = match known {
        Some(body) => body,
        None => {
            let now = act.now;
            store::add_body(&mut act.tx, &wanted, now).await?;
            act.log_as("body.add", Note::collected("body", wanted.id)).await?;
            wanted
        }
    };
    let invitation = Invitation {
        id: InvitationId::new(app.clock.as_ref(), app.chance.as_ref())?,
        email,
        name: name.to_owned(),
        body: body.id,
        role,
        invited_by: None,
        expires_at: act.now.plus_minutes(app.config.invitation_minutes),
        consumed_at: None,
    };
    let token = acts::send_invitation(app, &mut act, &body.name, &invitation).await?;
    act.commit().await?;
    Ok(format!("{}/invitation/{token}", app.config.address))
}
