//! What is in an offline pack, and in the file of classes that comes back.

use serde::{Deserialize, Serialize};

use crate::{
    pack::model::Shown,
    platform::{
        clock::Moment,
        ids::{CaseId, OfflineId},
        packs::Scale,
    },
    review::model::View,
};

/// The form of both files. A program reads no other.
pub const FORM: u32 = 1;

/// What is in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The form of the file.
    pub form: u32,
    /// The pack.
    pub pack: OfflineId,
    /// Whose it is.
    pub reader: String,
    /// The body whose panels these are.
    pub body: String,
    /// When it was made.
    pub made_at: Moment,
    /// When the last of its cases can no longer be read.
    pub expires_at: Moment,
    /// The age identity to which classes are sealed and with which they are opened again.
    pub key: String,
    /// The scales of the panels.
    pub scales: Vec<Scale>,
    /// The observations that can be noted, by heading.
    pub families: Vec<Family>,
    /// The cases.
    pub cases: Vec<Papers>,
}

/// Observations under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// The heading.
    pub label: String,
    /// Code and words of each.
    pub themes: Vec<(String, String)>,
}

/// A case of a pack: what its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// The case.
    pub case: CaseId,
    /// The version of its papers.
    pub version: i64,
    /// What the case is called.
    pub label: String,
    /// The draw's reference.
    pub reference: String,
    /// The marking, with how to handle it.
    pub marking: String,
    /// The reader's copy.
    pub copy: String,
    /// What happened.
    pub circumstances: String,
    /// The facts beside it.
    pub facts: Vec<Shown>,
    /// Until when it may be read.
    pub until: Moment,
    /// By when its class is to be sealed.
    pub closes_at: Option<Moment>,
    /// The place of its scale among the scales.
    pub scale: usize,
    /// Whether the member has sealed a class or can give none any more.
    pub closed: bool,
    /// The member's draft when the pack was made.
    pub view: View,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classes {
    /// The form of the file.
    pub form: u32,
    /// The pack it belongs to.
    pub pack: OfflineId,
    /// The cases that the member wrote something of.
    pub cases: Vec<Classed>,
}

/// A provisional class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classed {
    /// The case.
    pub case: CaseId,
    /// What the member says of it.
    pub view: View,
}
