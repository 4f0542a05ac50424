//! A version of a pack and how it moves on.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::cover::Cover;
use crate::{
    codes,
    platform::{
        clock::Moment,
        ids::{CaseId, PersonId},
    },
};

codes! {
    /// How far a version of a pack has come.
    PackState {
        /// Being written.
        Preparing = "preparing", "Being prepared";
        /// Written; waits for somebody else to check it.
        Prepared = "prepared", "Ready to check";
        /// Sent back with a reason.
        Returned = "returned", "Returned";
        /// Checked; waits to be released.
        Checked = "checked", "Checked";
        /// Open to members.
        Released = "released", "Released";
        /// Taken back with a reason.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// One fact as members see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What it is called.
    pub label: String,
    /// What it is, in words; empty where the record says nothing.
    pub value: String,
}

/// One version of a pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The case.
    pub case: CaseId,
    /// Counted from 1 for each case.
    pub version: i64,
    /// How far it has come.
    pub state: PackState,
    /// What happened, in the words of the preparer.
    pub circumstances: String,
    /// Everybody whose words may be in it, also from the version before.
    pub writers: Vec<PersonId>,
    /// The facts of the record that members may see.
    pub summary: Vec<Shown>,
    /// Its marking and what is told less exactly; nothing for a version from before packs had a cover.
    pub cover: Option<Cover>,
    /// SHA-256 of what is shown; from when it was prepared.
    pub hash: Option<[u8; 32]>,
    /// Who said it was ready.
    pub prepared_by: Option<PersonId>,
    /// When.
    pub prepared_at: Option<Moment>,
    /// Who checked or returned it.
    pub checked_by: Option<PersonId>,
    /// When.
    pub checked_at: Option<Moment>,
    /// Who released it.
    pub released_by: Option<PersonId>,
    /// When.
    pub released_at: Option<Moment>,
    /// Who took it back.
    pub withdrawn_by: Option<PersonId>,
    /// When.
    pub withdrawn_at: Option<Moment>,
    /// Why it was returned or taken back.
    pub reason: Option<String>,
}

/// Why a pack cannot do the step asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The words are fixed once it is ready to check.
    #[error("this pack is no longer being written; return or withdraw it to change it")]
    NotPreparing,
    /// There is nothing to check.
    #[error("this pack is not waiting to be checked; it may have been checked or returned already")]
    NotPrepared,
    /// It was not checked.
    #[error("this pack has not been checked")]
    NotChecked,
    /// Nothing to take back.
    #[error("this pack is neither checked nor released, so there is nothing to withdraw")]
    NotOut,
    /// Nobody checks their own words.
    #[error("you wrote this pack, so somebody else must check it")]
    OwnWork,
    /// What is kept is not what was prepared.
    #[error("what this pack shows is not what was prepared; return it and prepare it again")]
    Changed,
}

/// SHA-256 of the canonical JSON (RFC 8785) of what members are shown: the case's reference, the circumstances, the facts, and
/// from the time when packs got a cover the marking.
#[must_use]
pub fn hash_of(reference: &str, pack: &Pack) -> [u8; 32] {
    let mut shown =
        json!({"case": reference, "circumstances": &pack.circumstances, "summary": &pack.summary});
    if let (Some(cover), Some(shown)) = (&pack.cover, shown.as_object_mut()) {
        shown.insert("marking".to_owned(), json!(cover.words()));
    }
    // Texts alone: canonical form exists. An empty text would only ever fail to match.
    let canonical = serde_json_canonicalizer::to_string(&shown).unwrap_or_default();
    Sha256::digest(canonical).into()
}

impl Pack {
    /// The first version.
    #[must_use]
    pub fn first(case: CaseId) -> Self {
        Self {
            case,
            version: 1,
            state: PackState::Preparing,
            circumstances: String::new(),
            writers: Vec::new(),
            summary: Vec::new(),
            cover: Some(Cover::default()),
            hash: None,
            prepared_by: None,
            prepared_at: None,
            checked_by: None,
            checked_at: None,
            released_by: None,
            released_at: None,
            withdrawn_by: None,
            withdrawn_at: None,
            reason: None,
        }
    }

    /// The next version of one returned or withdrawn; its words and their writers carry over.
    ///
    /// # Errors
    /// A version that is still under way.
    pub fn next(self) -> Result<Self, Fault> {
        if !matches!(self.state, PackState::Returned | PackState::Withdrawn) {
            return Err(Fault::NotPreparing);
        }
        let first = Self::first(self.case);
        Ok(Self {
            version: self.version + 1,
            circumstances: self.circumstances,
            writers: self.writers,
            cover: Some(self.cover.unwrap_or_default()),
            ..first
        })
    }

    /// The cover; a version from before packs had one has the usual.
    #[must_use]
    pub fn cover(&self) -> Cover {
        self.cover.clone().unwrap_or_default()
    }

    /// Writes the circumstances and the facts as they stand.
    ///
    /// # Errors
    /// A version that is not being written.
    pub fn write(mut self, circumstances: &str, summary: Vec<Shown>, by: PersonId) -> Result<Self, Fault> {
        if self.state != PackState::Preparing {
            return Err(Fault::NotPreparing);
        }
        if !self.writers.contains(&by) {
            self.writers.push(by);
        }
        Ok(Self {
            circumstances: circumstances.to_owned(),
            summary,
            ..self
        })
    }

    /// Says that it is ready to be checked, and fixes what it shows.
    ///
    /// # Errors
    /// A version that is not being written.
    pub fn prepare(self, reference: &str, by: PersonId, at: Moment) -> Result<Self, Fault> {
        if self.state != PackState::Preparing {
            return Err(Fault::NotPreparing);
        }
        let hash = Some(hash_of(reference, &self));
        Ok(Self {
            state: PackState::Prepared,
            hash,
            prepared_by: Some(by),
            prepared_at: Some(at),
            ..self
        })
    }

    /// The circumstances by paragraph, as every page shows them.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<String> {
        let lines = self
            .circumstances
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Whether the person's words may be in it.
    #[must_use]
    pub fn written_by(&self, person: PersonId) -> bool {
        self.writers.contains(&person) || self.prepared_by == Some(person)
    }

    /// Passes it as showing nobody.
    ///
    /// # Errors
    /// A version that is not ready, the checker's own words, or a pack that is not what was prepared.
    pub fn check(self, reference: &str, by: PersonId, at: Moment) -> Result<Self, Fault> {
        self.may_check(by)?;
        if self.hash != Some(hash_of(reference, &self)) {
            return Err(Fault::Changed);
        }
        Ok(Self {
            state: PackState::Checked,
            checked_by: Some(by),
            checked_at: Some(at),
            ..self
        })
    }

    /// Sends it back.
    ///
    /// # Errors
    /// A version that is not ready, or the checker's own words.
    pub fn send_back(self, reason: &str, by: PersonId, at: Moment) -> Result<Self, Fault> {
        self.may_check(by)?;
        let reason = Some(reason.to_owned());
        Ok(Self {
            state: PackState::Returned,
            reason,
            checked_by: Some(by),
            checked_at: Some(at),
            ..self
        })
    }

    fn may_check(&self, by: PersonId) -> Result<(), Fault> {
        if self.state != PackState::Prepared {
            return Err(Fault::NotPrepared);
        }
        if self.written_by(by) {
            Err(Fault::OwnWork)
        } else {
            Ok(())
        }
    }

    /// Opens it to members.
    ///
    /// # Errors
    /// A version that was not checked, or is not what was prepared.
    pub fn release(self, reference: &str, by: PersonId, at: Moment) -> Result<Self, Fault> {
        if self.state != PackState::Checked {
            return Err(Fault::NotChecked);
        }
        if self.hash != Some(hash_of(reference, &self)) {
            return Err(Fault::Changed);
        }
        Ok(Self {
            state: PackState::Released,
            released_by: Some(by),
            released_at: Some(at),
            ..self
        })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// A version that is neither checked nor released.
    pub fn withdraw(self, reason: &str, by: PersonId, at: Moment) -> Result<Self, Fault> {
        if !matches!(self.state, PackState::Checked | PackState::Released) {
            return Err(Fault::NotOut);
        }
        let reason = Some(reason.to_owned());
        Ok(Self {
            state: PackState::Withdrawn,
            reason,
            withdrawn_by: Some(by),
            withdrawn_at: Some(at),
            ..self
        })
    }
}
