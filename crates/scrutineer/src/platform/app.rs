//! What every request and command works with, made once at the start.

use std::{path::Path, sync::Arc};

use super::{
    chance::{Chance, SystemChance},
    clock::{Clock, Moment, SystemClock},
    config::Config,
    db::Db,
    mail::Mailer,
    secret,
    vault::Vault,
};

/// The running product's parts. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The settings.
    pub config: Arc<Config>,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// Where mail goes.
    pub mailer: Arc<dyn Mailer>,
    /// Signs the log's checkpoints.
    pub signer: Arc<ledger::Signer>,
    /// Seals and opens the secrets of one-time codes.
    pub vault: Arc<Vault>,
    /// Keeps uploaded originals outside the database.
    pub blobs: Arc<super::blobs::Blobs>,
    /// The rules of the field as data.
    pub packs: Arc<super::packs::Packs>,
    /// Long work that goes on behind its page.
    pub under_way: Arc<super::under_way::UnderWay>,
    /// What was read and may be asked for again.
    pub remembered: Arc<super::remembered::Remembered>,
}

impl App {
    /// Opens the installation that the settings describe, on the machine's clock and chance, to serve it.
    ///
    /// # Errors
    /// One sentence: the folder, a key, the database, mail or a pack.
    pub async fn open(config: Config) -> Result<Self, String> {
        let db = Self::database(&config).await?;
        let mailer = super::mail::mailer(&config)?;
        Self::with(config, db, Arc::new(SystemClock), Arc::new(SystemChance), mailer).await
    }

    /// As [`App::open`], for a command: nobody signs in, so the key to one-time codes is neither asked for nor made.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_for_command(config: Config) -> Result<Self, String> {
        Self::open_with(config, |_| Ok(Vault::shut())).await
    }

    /// As [`App::open`], but whatever key to one-time codes is there will do: for the command that has everybody set up
    /// their codes anew after the key was lost.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_anew(config: Config) -> Result<Self, String> {
        Self::open_with(config, |config| Vault::anew(config, &SystemChance)).await
    }

    async fn open_with(
        config: Config,
        vault: impl FnOnce(&Config) -> Result<Vault, String>,
    ) -> Result<Self, String> {
        let db = Self::database(&config).await?;
        let mailer = super::mail::mailer(&config)?;
        let vault = vault(&config)?;
        let machine = (
            Arc::new(SystemClock) as Arc<dyn Clock>,
            Arc::new(SystemChance) as Arc<dyn Chance>,
        );
        Self::assemble(config, db, machine, mailer, vault)
    }

    async fn database(config: &Config) -> Result<Db, String> {
        std::fs::create_dir_all(&config.directory).map_err(|error| {
            format!(
                "the folder {} cannot be made: {error}",
                config.directory.display()
            )
        })?;
        Db::open(&config.database)
            .await
            .map_err(|error| error.to_string())
    }

    /// Puts the parts together; the keys are read from where the settings say, or made there.
    ///
    /// # Errors
    /// One sentence: a key or a pack.
    pub async fn with(
        config: Config,
        db: Db,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        mailer: Arc<dyn Mailer>,
    ) -> Result<Self, String> {
        let vault = Vault::of(&config, &db, chance.as_ref(), clock.now()).await?;
        Self::assemble(config, db, (clock, chance), mailer, vault)
    }

    fn assemble(
        config: Config,
        db: Db,
        (clock, chance): (Arc<dyn Clock>, Arc<dyn Chance>),
        mailer: Arc<dyn Mailer>,
        vault: Vault,
    ) -> Result<Self, String> {
        super::child::allow(config.readers);
        let seed = secret::read_or_make(&config.directory.join("ledger.key"), chance.as_ref())?;
        let signer =
            Arc::new(ledger::Signer::from_seed(&config.origin, seed).map_err(|error| error.to_string())?);
        let packs = Arc::new(super::packs::Packs::built_in().map_err(|error| error.to_string())?);
        let blobs = Arc::new(super::blobs::Blobs::of(&config)?);
        Ok(Self {
            blobs,
            config: Arc::new(config),
            db,
            clock,
            chance,
            mailer,
            signer,
            vault: Arc::new(vault),
            packs,
            under_way: Arc::default(),
            remembered: Arc::default(),
        })
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The folder for keys, mail and the published site.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.config.directory
    }
}
