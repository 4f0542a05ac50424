//! The log of an installation's own database, checked with the key of that installation.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use ledger::Report;

use crate::{
    audit,
    cli::product::{Settings, block_on},
    platform::{chance::SystemChance, config::Config, db::Db, secret},
};

/// Checks the log in the database at `url` against itself and its signed checkpoints; changes nothing. The key is
/// `ledger.key` in the installation's folder, as the settings name it.
///
/// # Errors
/// One sentence: the database or the key is not there, or the log does not hold.
pub fn verify(url: &str) -> Result<Report> {
    let config = std::env::var_os("SCRUTINEER_CONFIG").map(Into::into);
    let settings = Settings {
        config,
        database: Some(url.to_owned()),
    };
    verify_with(&settings.read()?)
}

fn verify_with(config: &Config) -> Result<Report> {
    if let Some(path) = config.database.strip_prefix("sqlite:") {
        let path = path.split('?').next().unwrap_or_default();
        if !Path::new(path.trim_start_matches("//")).exists() {
            bail!("{path}: there is no database here");
        }
    }
    let path = config.directory.join("ledger.key");
    if !path.exists() {
        bail!(
            "{}: the key is not here; name the installation's folder with SCRUTINEER_DIRECTORY",
            path.display()
        );
    }
    let seed = secret::read_or_make(&path, &SystemChance).map_err(|sentence| anyhow!(sentence))?;
    let key = ledger::Signer::from_seed(&config.origin, seed)?.verifier_key();
    block_on(async {
        let db = Db::connect(&config.database).await?;
        let mut tx = db.read("ledger.verify").await?;
        Ok(audit::check(&mut tx, &key).await?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{Act, Note, Who},
        on_both,
        testing::House,
    };

    on_both!(
        a_database_is_checked_with_the_key_of_its_folder,
        async |house: House| {
            let mut act = Act::begin(&house.app, "test.one", Who::default()).await.unwrap();
            act.log(Note::collected("test", "1")).await.unwrap();
            act.checkpoint().await.unwrap();
            act.commit().await.unwrap();
            let config = (*house.app.config).clone();
            let check = async |config: Config| {
                tokio::task::spawn_blocking(move || verify_with(&config))
                    .await
                    .unwrap()
            };
            assert_eq!(check(config.clone()).await.unwrap().size, 1);
            let elsewhere = tempfile::tempdir().unwrap();
            let keyless = Config {
                directory: elsewhere.path().to_owned(),
                ..config.clone()
            };
            assert!(
                check(keyless)
                    .await
                    .unwrap_err()
                    .to_string()
                    .contains("the key is not here")
            );
            let renamed = Config {
                origin: "another/log".to_owned(),
                ..config.clone()
            };
            assert!(
                check(renamed)
                    .await
                    .unwrap_err()
                    .to_string()
                    .starts_with("a checkpoint of the log")
            );
            let missing = Config {
                database: "sqlite:/nowhere/at-all.sqlite".to_owned(),
                ..config
            };
            assert_eq!(
                check(missing).await.unwrap_err().to_string(),
                "/nowhere/at-all.sqlite: there is no database here"
            );
        }
    );
}
