//! The log of acts: DPA 2018 s.62 asks a record of each collection, alteration, consultation, disclosure, combination and
//! erasure - who, what, when and why. Here every act *is* a transaction that writes its entry: [`Act::commit`] refuses an
//! act that logged nothing, so a case cannot be changed or read without a trace.
//!
//! Entries form an RFC 6962 tree (crate `ledger`): a row edited, removed or reordered later no longer fits the signed
//! checkpoints. Entries hold ids, counts, codes and hashes, never the content of a case.

mod checking;
pub mod store;
#[cfg(test)]
mod tests;

pub use checking::{Unsound, check};

use std::collections::BTreeMap;

use ledger::{Checkpoint, Operation};

use crate::platform::{
    app::App,
    clock::Moment,
    db::Tx,
    ids::{BodyId, PersonId},
    refusal::{Answer, Refusal},
};

/// Who acts: nobody for the system itself and for the public.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// The person.
    pub person: Option<PersonId>,
    /// The roles they hold, comma separated, as at the time of the act.
    pub role: Option<String>,
    /// The body they act for.
    pub body: Option<BodyId>,
}

/// What one act does to one thing, for the log.
#[derive(Debug, Clone)]
pub struct Note {
    operation: Operation,
    object_kind: &'static str,
    object_id: String,
    why: Option<String>,
    detail: BTreeMap<String, String>,
}

impl Note {
    /// A note of `operation` on the thing of this kind and id.
    #[must_use]
    pub fn new(operation: Operation, object_kind: &'static str, object_id: impl ToString) -> Self {
        Self {
            operation,
            object_kind,
            object_id: object_id.to_string(),
            why: None,
            detail: BTreeMap::new(),
        }
    }

    /// Something was made or came in.
    #[must_use]
    pub fn collected(object_kind: &'static str, object_id: impl ToString) -> Self {
        Self::new(Operation::Collection, object_kind, object_id)
    }

    /// Something was changed.
    #[must_use]
    pub fn altered(object_kind: &'static str, object_id: impl ToString) -> Self {
        Self::new(Operation::Alteration, object_kind, object_id)
    }

    /// Something was read.
    #[must_use]
    pub fn consulted(object_kind: &'static str, object_id: impl ToString) -> Self {
        Self::new(Operation::Consultation, object_kind, object_id)
    }

    /// Something was given to others.
    #[must_use]
    pub fn disclosed(object_kind: &'static str, object_id: impl ToString) -> Self {
        Self::new(Operation::Disclosure, object_kind, object_id)
    }

    /// The reason given.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// A count, code or hash that belongs to the act; never the content of a case.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.detail.insert(key.to_owned(), value.to_string());
        self
    }
}

/// One act in progress: a transaction, who acts, and since when. Dropped without [`Act::commit`] nothing has happened.
pub struct Act<'a> {
    /// The running product.
    pub app: &'a App,
    /// The transaction.
    pub tx: Tx,
    /// The instant of the act; one for everything it writes.
    pub now: Moment,
    name: &'static str,
    who: Who,
    logged: usize,
}

impl<'a> Act<'a> {
    /// Begins an act; `name` is its word in the log, such as `draw.commit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(app: &'a App, name: &'static str, who: Who) -> Answer<Self> {
        let tx = app.db.write(name).await?;
        Ok(Self {
            app,
            tx,
            now: app.now(),
            name,
            who,
            logged: 0,
        })
    }

    /// Who acts.
    #[must_use]
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// The body the act belongs to, where it is known only once the act has begun: its auditor sees the entry.
    pub fn belongs_to(&mut self, body: Option<BodyId>) {
        self.who.body = body;
    }

    /// Writes an entry into the log, in the act's own transaction.
    ///
    /// # Errors
    /// What the database says; then the act must not go on.
    pub async fn log(&mut self, note: Note) -> Answer<u64> {
        let name = self.name;
        self.log_as(name, note).await
    }

    /// As [`Act::log`], under another word: an act that does two things logs both by their own names.
    ///
    /// # Errors
    /// As [`Act::log`].
    pub async fn log_as(&mut self, name: &'static str, note: Note) -> Answer<u64> {
        self.logged += 1;
        let seq = store::append(&mut self.tx, self.now, &self.who, name, note).await?;
        Ok(seq)
    }

    /// Writes what everybody may know of the act into an entry of its own that names nobody, so that it can be published
    /// word for word. It stands beside the entry that says who acted, and does not take its place: an act with public
    /// entries alone cannot be committed.
    ///
    /// # Errors
    /// As [`Act::log`].
    pub async fn log_publicly(&mut self, name: &'static str, note: Note) -> Answer<u64> {
        let nobody = Who {
            body: self.who.body,
            ..Who::default()
        };
        Ok(store::append(&mut self.tx, self.now, &nobody, name, note).await?)
    }

    /// Signs the log as it now stands and keeps the checkpoint.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoint(&mut self) -> Answer<String> {
        let (size, root) = store::head(&mut self.tx).await?;
        let checkpoint = Checkpoint {
            origin: self.app.config.origin.clone(),
            size,
            root,
        };
        let note = self.app.signer.sign(&checkpoint);
        store::keep_checkpoint(&mut self.tx, &checkpoint, &note, self.now).await?;
        Ok(note)
    }

    /// Makes the act durable.
    ///
    /// # Errors
    /// [`Refusal::Unavailable`] for an act that logged nothing - a fault in the program - or when the database fails; then
    /// nothing has happened.
    pub async fn commit(self) -> Answer<()> {
        if self.logged == 0 {
            return Err(Refusal::Unavailable(format!(
                "the act {} wrote nothing to the log",
                self.name
            )));
        }
        self.tx.commit().await?;
        Ok(())
    }
}
