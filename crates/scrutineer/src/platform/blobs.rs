//! Bytes kept outside the database: a folder by default, an S3-compatible store by configuration. Each object is sealed with
//! a key of its own (AES-256-GCM, as [`super::vault`] seals); the key is in the database, sealed by the vault. Erasing the
//! key erases the object, wherever copies of it may be.
//!
//! An object is only ever created, never written over, and appears whole or not at all.

mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, path::Path};

pub use store::{Kept, add, forget, kept};

use super::{
    app::App,
    chance::bytes,
    config::Config,
    ids::BlobId,
    refusal::{Answer, Refusal},
    vault::{Sealed, Vault},
};

/// Where objects are kept.
#[derive(Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    prefix: String,
}

/// An object that has been written and is not yet in the database.
#[derive(Debug)]
pub struct Written {
    /// Its id.
    pub id: BlobId,
    /// Its key, sealed.
    pub key: Sealed,
}

impl Blobs {
    /// The store that the settings name.
    ///
    /// # Errors
    /// One sentence: the folder or the setting.
    pub fn of(config: &Config) -> Result<Self, String> {
        let setting = config.blobs.trim();
        if let Some(bucket) = setting.strip_prefix("s3://") {
            let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
            return Ok(Self {
                store: bucket_of(config, bucket)?,
                prefix: prefix.trim_matches('/').to_owned(),
            });
        }
        let folder = match setting {
            "" => config.directory.join("blobs"),
            path => path.into(),
        };
        let cannot = |error: &dyn std::fmt::Display| {
            format!("the folder {} cannot be used: {error}", folder.display())
        };
        std::fs::create_dir_all(&folder).map_err(|error| cannot(&error))?;
        let store =
            object_store::local::LocalFileSystem::new_with_prefix(&folder).map_err(|error| cannot(&error))?;
        Ok(Self {
            store: Arc::new(store),
            prefix: String::new(),
        })
    }

    fn path(&self, id: BlobId) -> Path {
        Path::from(format!("{}/{id}", self.prefix))
    }

    async fn create(&self, id: BlobId, sealed: Vec<u8>) -> Result<(), object_store::Error> {
        let only_new = PutOptions::from(PutMode::Create);
        let payload = PutPayload::from(sealed);
        self.store
            .put_opts(&self.path(id), payload, only_new)
            .await
            .map(drop)
    }

    /// Takes an object away; one that is not there is gone already.
    pub async fn remove(&self, id: BlobId) {
        if let Err(error) = self.store.delete(&self.path(id)).await
            && !matches!(error, object_store::Error::NotFound { .. })
        {
            tracing::warn!(%id, "an object could not be removed; without its key it cannot be read");
        }
    }

    async fn fetch(&self, id: BlobId) -> Result<Vec<u8>, object_store::Error> {
        let found = self.store.get(&self.path(id)).await?;
        Ok(found.bytes().await?.to_vec())
    }
}

/// Seals bytes with a new key and writes them. The caller puts the key into the database ([`add`]), or takes the object away
/// ([`Blobs::remove`]).
///
/// # Errors
/// [`Refusal::Unavailable`]: nothing was written.
pub async fn write(app: &App, content: &[u8]) -> Answer<Written> {
    let id = BlobId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let key = bytes::<32>(app.chance.as_ref())?;
    let owner = owner(id);
    let sealed = Vault::new(&key)?.seal(&owner, content, app.chance.as_ref())?;
    let key = app.vault.seal(&owner, &key, app.chance.as_ref())?;
    app.blobs
        .create(id, sealed.into_bytes())
        .await
        .map_err(|error| Refusal::Unavailable(format!("a document could not be kept: {error}")))?;
    Ok(Written { id, key })
}

/// What is kept under a key.
///
/// # Errors
/// One sentence where the object is gone, or is not what was kept; [`Refusal::NotFound`] where it was erased.
pub async fn read(app: &App, id: BlobId, key: Option<&Sealed>) -> Answer<Vec<u8>> {
    let key = key.ok_or(Refusal::NotFound)?;
    let owner = owner(id);
    let opened = app.vault.open(&owner, key)?;
    let key: [u8; 32] = opened.try_into().map_err(|_| altered())?;
    let sealed = match app.blobs.fetch(id).await {
        Ok(sealed) => Sealed::of_bytes(sealed),
        Err(object_store::Error::NotFound { .. }) => {
            return Err(Refusal::conflict(
                "the document is not where it was kept; tell the administrator, and ask the force for it again",
            ));
        }
        Err(error) => return Err(Refusal::Unavailable(error.to_string())),
    };
    Vault::new(&key)?.open(&owner, &sealed).map_err(|_| altered())
}

fn altered() -> Refusal {
    Refusal::conflict(
        "the document that was kept has been changed or damaged, so it is not shown; ask the force for it again",
    )
}

fn owner(id: BlobId) -> String {
    format!("blob {id}")
}

#[cfg(feature = "s3")]
fn bucket_of(config: &Config, bucket: &str) -> Result<Arc<dyn ObjectStore>, String> {
    // One cryptographic back end, and ring is it; an error says that it has been chosen before.
    drop(rustls::crypto::ring::default_provider().install_default());
    // A person waits: a store that does not answer is said soon, and tried again when they send the form again.
    let retry = object_store::RetryConfig {
        max_retries: 2,
        retry_timeout: std::time::Duration::from_secs(10),
        ..Default::default()
    };
    let mut builder = object_store::aws::AmazonS3Builder::new()
        .with_retry(retry)
        .with_bucket_name(bucket)
        .with_region(&config.blobs_region)
        .with_allow_http(config.blobs_endpoint.starts_with("http://"));
    if !config.blobs_endpoint.is_empty() {
        builder = builder.with_endpoint(&config.blobs_endpoint);
    }
    builder = if config.blobs_access_key.is_empty() {
        builder.with_skip_signature(true)
    } else {
        builder
            .with_access_key_id(&config.blobs_access_key)
            .with_secret_access_key(&config.blobs_secret_key)
    };
    let store = builder.build().map_err(|error| format!("blobs: {error}"))?;
    Ok(Arc::new(store))
}

#[cfg(not(feature = "s3"))]
fn bucket_of(_: &Config, _: &str) -> Result<Arc<dyn ObjectStore>, String> {
    Err(
        "blobs names an S3 store, and this program was built without the feature s3; name a folder"
            .to_owned(),
    )
}
