//! Roles, people, invitations and sessions.

use std::{fmt, str::FromStr};

use super::Marking;
use crate::platform::{
    clock::Moment,
    ids::{BodyId, GrantId, InvitationId, PersonId},
    vault::Sealed,
};

/// A role a person holds in a body. Holding none, a person sees nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks after accounts and panels; sees no case.
    Administrator,
    /// Runs the cycle in the local policing body.
    Coordinator,
    /// Chairs panels.
    Chair,
    /// Sits on panels.
    Member,
    /// Sits for a member who cannot come.
    Substitute,
    /// Leads for the force: records, papers, answers.
    ForceLead,
    /// Takes feedback to officers and back.
    FeedbackOwner,
    /// Clears and publishes results.
    Publisher,
    /// Reads the log.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Administrator,
        Self::Coordinator,
        Self::Chair,
        Self::Member,
        Self::Substitute,
        Self::ForceLead,
        Self::FeedbackOwner,
        Self::Publisher,
        Self::Auditor,
    ];

    /// Its code, as stored and as named in the policy.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coordinator => "coordinator",
            Self::Chair => "chair",
            Self::Member => "member",
            Self::Substitute => "substitute",
            Self::ForceLead => "force_lead",
            Self::FeedbackOwner => "feedback_owner",
            Self::Publisher => "publisher",
            Self::Auditor => "auditor",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Coordinator => "Coordinator",
            Self::Chair => "Chair",
            Self::Member => "Panel member",
            Self::Substitute => "Substitute",
            Self::ForceLead => "Force lead",
            Self::FeedbackOwner => "Feedback owner",
            Self::Publisher => "Publisher",
            Self::Auditor => "Auditor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A role of that name is not known.
#[derive(Debug, thiserror::Error)]
#[error("no role has this name")]
pub struct NoSuchRole;

impl FromStr for Role {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(NoSuchRole)
    }
}

/// How far an account has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Invited; has not chosen a passphrase.
    Invited,
    /// Can sign in.
    Active,
    /// Shut out.
    Suspended,
}

impl PersonState {
    /// Its code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

impl FromStr for PersonState {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        [Self::Invited, Self::Active, Self::Suspended]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(NoSuchRole)
    }
}

/// A person with an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their address, in lower case.
    pub email: String,
    /// Their name as shown.
    pub name: String,
    /// The Argon2id hash of their passphrase.
    pub passphrase: Option<String>,
    /// The secret of their one-time codes, sealed.
    pub totp_secret: Option<Sealed>,
    /// The last time step whose code was used: a code works once.
    pub totp_step: i64,
    /// How far the account has come.
    pub state: PersonState,
}

/// A role somebody holds.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who.
    pub person: PersonId,
    /// In which body.
    pub body: BodyId,
    /// Which role.
    pub role: Role,
    /// Since when.
    pub granted_at: Moment,
}

/// A local policing body: one tenant of an installation.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// Its full name.
    pub name: String,
    /// A short name for references, such as `LLR`.
    pub short_name: String,
    /// The force it holds to account.
    pub force_name: String,
    /// The marking of what its people read and take away.
    pub marking: Marking,
}

/// An invitation by mail.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Where it went.
    pub email: String,
    /// Whom it is for.
    pub name: String,
    /// The body that invites.
    pub body: BodyId,
    /// The role offered.
    pub role: Role,
    /// Who invited.
    pub invited_by: Option<PersonId>,
    /// Until when it can be opened.
    pub expires_at: Moment,
    /// When it was used.
    pub consumed_at: Option<Moment>,
}

impl Invitation {
    /// Whether it can still be used.
    #[must_use]
    pub fn open(&self, now: Moment) -> bool {
        self.consumed_at.is_none() && now < self.expires_at
    }
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// From an invitation: may only choose a passphrase and set up codes.
    SetUp,
    /// Passphrase given: may only enter the code.
    Code,
    /// Signed in.
    Full,
}

impl Stage {
    /// Its code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Code => "code",
            Self::Full => "full",
        }
    }
}

impl FromStr for Stage {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        [Self::SetUp, Self::Code, Self::Full]
            .into_iter()
            .find(|stage| stage.as_str() == text)
            .ok_or(NoSuchRole)
    }
}

/// A session as the database keeps it; its token is known to the browser alone.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose it is.
    pub person: PersonId,
    /// The body they act for.
    pub body: Option<BodyId>,
    /// How far it has come.
    pub stage: Stage,
    /// The token every form of this session carries.
    pub csrf: String,
    /// When it began.
    pub created_at: Moment,
    /// When a page was last asked for, to the minute.
    pub seen_at: Moment,
}

/// An address as stored and compared: trimmed, lower case, one `@` with something on both sides.
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    };
    (plain(name)
        && plain(host)
        && host.contains('.')
        && text.len() <= 254
        && text.parse::<lettre::Address>().is_ok())
    .then_some(text)
}

/// What is wrong with a passphrase, if anything: NCSC and GOV.UK advice asks for length, not for kinds of characters.
///
/// # Errors
/// One sentence for the person who chose it.
pub fn passphrase(text: &str, name: &str, email: &str) -> Result<(), &'static str> {
    const COMMON: [&str; 8] = [
        "password",
        "passphrase",
        "scrutineer",
        "qwertyuiop",
        "letmein",
        "123456789",
        "correct horse",
        "iloveyou",
    ];
    let lower = text.to_lowercase();
    let personal = |part: &str| part.len() > 3 && lower.contains(&part.to_lowercase());
    if text.chars().count() < 12 {
        return Err("Your passphrase must be 12 characters or more. Three random words make a good one");
    }
    if text.chars().count() > 256 {
        return Err("Your passphrase must be 256 characters or fewer");
    }
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5 || COMMON.iter().any(|common| lower.contains(common)) {
        return Err("This passphrase is too easy to guess. Try three random words");
    }
    if name.split_whitespace().any(personal) || email.split('@').next().is_some_and(personal) {
        return Err("Your passphrase must not contain your name or email address");
    }
    Ok(())
}
