//! What every request and command works with, made once at the start.

use std::{path::Path, sync::Arc};

use super::{
    chance::{Chance, SystemChance},
    clock::{Clock, Moment, SystemClock},
    config::Config,
    db::Db,
    mail::Mailer,
    secret,
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
    /// The rules of the field as data.
    pub packs: Arc<super::packs::Packs>,
}

impl App {
    /// Opens the installation that the settings describe, on the machine's clock and chance.
    ///
    /// # Errors
    /// One sentence: the folder, a key, the database, mail or a pack.
    pub async fn open(config: Config) -> Result<Self, String> {
        std::fs::create_dir_all(&config.directory).map_err(|error| {
            format!(
                "the folder {} cannot be made: {error}",
                config.directory.display()
            )
        })?;
        let db = Db::open(&config.database)
            .await
            .map_err(|error| error.to_string())?;
        let mailer = super::mail::mailer(&config)?;
        Self::with(config, db, Arc::new(SystemClock), Arc::new(SystemChance), mailer)
    }

    /// Puts the parts together; the checkpoint key is read from the folder, or made there.
    ///
    /// # Errors
    /// One sentence: a key or a pack.
    pub fn with(
        config: Config,
        db: Db,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        mailer: Arc<dyn Mailer>,
    ) -> Result<Self, String> {
        let seed = secret::read_or_make(&config.directory.join("ledger.key"), chance.as_ref())?;
        let signer =
            Arc::new(ledger::Signer::from_seed(&config.origin, seed).map_err(|error| error.to_string())?);
        let packs = Arc::new(super::packs::Packs::built_in().map_err(|error| error.to_string())?);
        Ok(Self {
            config: Arc::new(config),
            db,
            clock,
            chance,
            mailer,
            signer,
            packs,
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
