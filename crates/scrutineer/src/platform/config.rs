//! Configuration: a TOML file, then the environment (`SCRUTINEER_*`), then the command line. Unknown keys are refused.

use std::path::{Path, PathBuf};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use super::{secret, vault};

/// The settings of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    pub database: String,
    /// Folder for keys, mail written to files and the published site.
    pub directory: PathBuf,
    /// Address and port to listen on.
    pub listen: String,
    /// The address people type, without a slash at the end; links in mail start with it.
    pub address: String,
    /// The name that signs the log's checkpoints, such as `log.example.police.uk`.
    pub origin: String,
    /// Where mail goes: `files` writes each message to `DIRECTORY/mail`, else `smtp://USER:PASS@HOST:PORT` or `smtps://...`.
    pub mail: String,
    /// The sender of mail.
    pub mail_from: String,
    /// The file of the public beacon, as the beacon publishes it (its `info`), with which the signature of a round is
    /// checked. Empty: rounds are not checked, and the pages say so.
    pub beacon_chain: String,
    /// Minutes without a page after which a session ends.
    pub session_idle_minutes: i64,
    /// Minutes after which a session ends whatever happens.
    pub session_minutes: i64,
    /// Minutes for which an invitation can be opened.
    pub invitation_minutes: i64,
    /// The key that seals the secrets of one-time codes: the path of a file, made when it is not there, or the key itself in
    /// 64 hex digits. Empty: `codes.key` in the folder.
    pub codes_key: String,
    /// The largest file a register upload may be, in bytes.
    pub upload_bytes: u64,
    /// Days after which an upload that nobody loaded is erased.
    pub upload_days: i64,
    /// Where uploaded originals are kept, each sealed with a key of its own: a folder, or `s3://BUCKET/PREFIX` where the program
    /// was built with the feature `s3`. Empty: `blobs` in the folder.
    pub blobs: String,
    /// The address of an S3-compatible service, where it is not Amazon's.
    pub blobs_endpoint: String,
    /// Its region.
    pub blobs_region: String,
    /// The name of its access key. Empty: reading and writing without one.
    pub blobs_access_key: String,
    /// The access key's secret.
    pub blobs_secret_key: String,
    /// Days after the end of reading after which the documents handed over for a pack are erased.
    pub documents_days: i64,
    /// How many uploaded files may be taken apart at once; each may take up to 2 GB of memory while it lasts.
    pub readers: usize,
    /// Demonstration: fictional people, one-time codes shown on the page. Never for real cases.
    pub demo: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite:scrutineer.sqlite".into(),
            directory: "scrutineer-files".into(),
            listen: "127.0.0.1:8080".into(),
            address: "http://localhost:8080".into(),
            origin: "scrutineer.example/log".into(),
            mail: "files".into(),
            mail_from: "Scrutineer <no-reply@scrutineer.example>".into(),
            beacon_chain: String::new(),
            session_idle_minutes: 15,
            session_minutes: 480,
            invitation_minutes: 15,
            codes_key: String::new(),
            upload_bytes: 100 * 1024 * 1024,
            upload_days: 7,
            blobs: String::new(),
            blobs_endpoint: String::new(),
            blobs_region: "eu-west-2".into(),
            blobs_access_key: String::new(),
            blobs_secret_key: String::new(),
            documents_days: 90,
            readers: 2,
            demo: false,
        }
    }
}

/// The settings, each with what it means: the source of `docs/reference/configuration.md`.
pub const SETTINGS: &[(&str, &str)] = &[
    ("database", "`sqlite:PATH` or `postgres://USER@HOST/NAME`"),
    (
        "directory",
        "folder for keys, mail written to files and the published site",
    ),
    ("listen", "address and port to listen on"),
    (
        "address",
        "the address people type, without a slash at the end; links in mail start with it",
    ),
    ("origin", "the name that signs the log's checkpoints"),
    (
        "mail",
        "`files`, or `smtp://USER:PASS@HOST:PORT`, or `smtps://...`",
    ),
    ("mail_from", "the sender of mail"),
    (
        "beacon_chain",
        "the file of the public beacon, as the beacon publishes it (its `info`), with which the signature of a round is \
         checked; empty: rounds are not checked",
    ),
    (
        "session_idle_minutes",
        "minutes without a page after which a session ends",
    ),
    (
        "session_minutes",
        "minutes after which a session ends whatever happens",
    ),
    (
        "invitation_minutes",
        "minutes for which an invitation can be opened",
    ),
    (
        "codes_key",
        "the key that seals the secrets of one-time codes: a file, made when it is not there, or the key itself in 64 hex \
         digits; empty: `codes.key` in `directory`",
    ),
    (
        "upload_bytes",
        "the largest file a register upload may be, in bytes",
    ),
    (
        "upload_days",
        "days after which an upload that nobody loaded is erased",
    ),
    (
        "blobs",
        "where uploaded originals are kept, each sealed with a key of its own: a folder, or `s3://BUCKET/PREFIX` (feature \
         `s3`); empty: `blobs` in `directory`",
    ),
    (
        "blobs_endpoint",
        "the address of an S3-compatible service, where it is not Amazon's",
    ),
    ("blobs_region", "the region of the bucket"),
    ("blobs_access_key", "the name of the access key to the bucket"),
    ("blobs_secret_key", "the secret of the access key to the bucket"),
    (
        "documents_days",
        "days after the end of reading after which the documents handed over for a pack are erased",
    ),
    (
        "readers",
        "how many uploaded files may be taken apart at once, each within 2 GB of memory",
    ),
    (
        "demo",
        "true only for the demonstration: shows one-time codes on the page",
    ),
];

impl Config {
    /// Reads `file` (when given, it must be there) and the environment over the defaults.
    ///
    /// # Errors
    /// One sentence that names the file or variable and the key.
    pub fn read(file: Option<&Path>) -> Result<Self, String> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            if !path.is_file() {
                return Err(format!("the configuration file {} is not there", path.display()));
            }
            figment = figment.merge(Toml::file_exact(path));
        }
        let env = Env::prefixed("SCRUTINEER_").ignore(&["TEST_POSTGRES", "CONFIG"]);
        figment
            .merge(env)
            .extract()
            .map_err(|error| sentence(&error, file))
    }

    /// What is wrong or unwise about the settings, one sentence each, with what to do. Empty when all is well.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut check = |bad: bool, sentence: &str| {
            if bad {
                found.push(sentence.to_owned());
            }
        };
        let known = ["sqlite:", "postgres://", "postgresql://"];
        check(
            !known.iter().any(|start| self.database.starts_with(start)),
            "database must start with sqlite: or postgres://",
        );
        check(
            self.listen.parse::<std::net::SocketAddr>().is_err(),
            "listen must be an address and a port such as 127.0.0.1:8080",
        );
        let web = self.address.starts_with("http://") || self.address.starts_with("https://");
        check(
            !web || self.address.ends_with('/'),
            "address must start with http:// or https:// and have no slash at the end",
        );
        let local =
            self.address.starts_with("http://localhost") || self.address.starts_with("http://127.0.0.1");
        check(
            web && !local && self.address.starts_with("http://"),
            "address should be https:// anywhere but on this machine",
        );
        let mail =
            self.mail == "files" || self.mail.starts_with("smtp://") || self.mail.starts_with("smtps://");
        check(!mail, "mail must be files, smtp://... or smtps://...");
        check(
            self.mail == "files" && !self.demo && !local,
            "mail is written to files: nobody will receive an invitation",
        );
        check(
            !(1..=24 * 60).contains(&self.session_idle_minutes),
            "session_idle_minutes must be between 1 and 1440",
        );
        check(
            self.session_minutes < self.session_idle_minutes,
            "session_minutes must not be shorter than session_idle_minutes",
        );
        check(
            !(1..=7 * 24 * 60).contains(&self.invitation_minutes),
            "invitation_minutes must be between 1 and 10080",
        );
        found.extend(super::beacon::chain(self).err());
        found.extend(self.wrong_amounts());
        let mut check = |bad: bool, sentence: &str| {
            if bad {
                found.push(sentence.to_owned());
            }
        };
        check(self.codes_key_is_odd(), vault::NOT_A_KEY);
        check(
            self.origin.trim().is_empty() || self.origin.contains([' ', '+', '\n']),
            "origin must be a name without spaces or plus signs",
        );
        for path in std::iter::once(self.directory.join("ledger.key")).chain(self.codes_key_file()) {
            if secret::open_to_others(&path) {
                found.push(format!(
                    "{} can be read by others than its owner; make it readable for its owner alone (chmod 600)",
                    path.display()
                ));
            }
        }
        found
    }

    /// What is wrong with the settings about files that people upload.
    fn wrong_amounts(&self) -> Vec<String> {
        let amounts = [
            (self.upload_bytes == 0, "upload_bytes must be above 0"),
            (
                !(1..=90).contains(&self.upload_days),
                "upload_days must be between 1 and 90",
            ),
            (
                !(0..=3650).contains(&self.documents_days),
                "documents_days must be between 0 and 3650",
            ),
            (
                !(1..=64).contains(&self.readers),
                "readers must be between 1 and 64",
            ),
        ];
        let wrong = amounts.into_iter().filter(|(wrong, _)| *wrong);
        wrong.map(|(_, sentence)| sentence.to_owned()).collect()
    }

    /// The file with the key that seals the secrets of one-time codes; none when the setting holds a key, or something like
    /// one.
    #[must_use]
    pub fn codes_key_file(&self) -> Option<PathBuf> {
        let setting = self.codes_key.trim();
        match setting {
            "" => Some(self.directory.join("codes.key")),
            _ if looks_like_a_key(setting) => None,
            path => Some(path.into()),
        }
    }

    fn codes_key_is_odd(&self) -> bool {
        let setting = self.codes_key.trim();
        looks_like_a_key(setting) && setting.len() != 64
    }
}

/// Nothing but hex digits, and too many of them for a file's name: a key, perhaps one cut short when it was copied.
fn looks_like_a_key(setting: &str) -> bool {
    setting.len() >= 32 && setting.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn sentence(error: &figment::Error, file: Option<&Path>) -> String {
    let place = match (&error.metadata, file) {
        (Some(data), Some(file)) if data.name.contains("TOML") => file.display().to_string(),
        (Some(data), _) => data.name.to_string(),
        (None, _) => "the settings".to_owned(),
    };
    let key = error.path.join(".");
    let what = match &error.kind {
        figment::error::Kind::UnknownField(field, _) => format!("there is no setting called {field:?}"),
        other => format!("{key}: {other}"),
    };
    format!("{what} (in {place})")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scrutineer.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(Some(&path))
    }

    #[test]
    fn a_file_changes_the_defaults() {
        assert_eq!(read("session_idle_minutes = 5").unwrap().session_idle_minutes, 5);
        assert!(Config::default().problems().is_empty());
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let said = read("sesion_minutes = 5").unwrap_err();
        assert!(
            said.contains("sesion_minutes") && said.contains("scrutineer.toml"),
            "{said}"
        );
    }

    #[test]
    fn a_wrong_type_names_the_key() {
        let said = read("session_minutes = \"long\"").unwrap_err();
        assert!(said.contains("session_minutes"), "{said}");
    }

    #[test]
    fn a_key_cut_short_is_not_taken_for_a_file() {
        let config = |codes_key: &str| Config {
            codes_key: codes_key.into(),
            ..Config::default()
        };
        assert_eq!(
            config("").codes_key_file(),
            Some("scrutineer-files/codes.key".into())
        );
        assert_eq!(config("/etc/k").codes_key_file(), Some("/etc/k".into()));
        let whole = "0f".repeat(32);
        assert_eq!(config(&whole).codes_key_file(), None);
        assert!(config(&whole).problems().is_empty());
        assert_eq!(config(&whole[1..]).problems(), [vault::NOT_A_KEY]);
    }

    #[test]
    fn an_absent_file_is_said() {
        assert!(
            Config::read(Some(Path::new("nowhere.toml")))
                .unwrap_err()
                .contains("nowhere.toml")
        );
    }

    #[test]
    fn every_setting_is_documented() {
        let value = serde_json::to_value(Config::default()).unwrap();
        let keys: std::collections::BTreeSet<_> =
            value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, SETTINGS.iter().map(|(key, _)| *key).collect());
    }
}
