//! Organisations, panels, terms of reference and seats. What a quorum asks is in [`quorum`].

mod quorum;

use jiff::civil::Date;

pub use quorum::{Condition, Present, Quorum, QuorumFault, Share, Verdict};

use crate::{
    codes,
    platform::ids::{BodyId, OrganisationId, PanelId, PersonId, SeatId, TermsId},
};

codes! {
    /// The part of the justice system or of public life an organisation comes from; quorums are written in these.
    Sector {
        /// A police force.
        Police = "police", "Police";
        /// The office of a police and crime commissioner or what follows it.
        PolicingBody = "policing_body", "Local policing body";
        /// Magistrates and judges.
        Magistracy = "magistracy", "Magistracy";
        /// Crown Prosecution Service.
        Cps = "cps", "CPS";
        /// HM Courts and Tribunals Service: legal advisers.
        Hmcts = "hmcts", "HMCTS";
        /// Youth justice services.
        YouthJustice = "youth_justice", "Youth justice";
        /// Services for victims.
        VictimService = "victim_service", "Victims' service";
        /// Probation.
        Probation = "probation", "Probation";
        /// Councils.
        LocalAuthority = "local_authority", "Local authority";
        /// Health services.
        Health = "health", "Health";
        /// Community and voluntary organisations, independent members.
        Community = "community", "Community";
        /// Anybody else.
        Other = "other", "Other";
    }
}

codes! {
    /// What a panel looks at.
    PanelKind {
        /// Adult out-of-court resolutions.
        AdultOocr = "adult_oocr", "Adult out-of-court resolutions";
        /// Youth out-of-court resolutions.
        YouthOocr = "youth_oocr", "Youth out-of-court resolutions";
        /// Adult and youth together.
        JointOocr = "joint_oocr", "Adult and youth out-of-court resolutions";
        /// Stop and search.
        StopSearch = "stop_search", "Stop and search";
    }
}

impl PanelKind {
    /// The kind of record such a panel draws from, as in `packs/kinds`.
    #[must_use]
    pub fn record_kind(self) -> &'static str {
        match self {
            Self::AdultOocr | Self::YouthOocr | Self::JointOocr => "oocr",
            Self::StopSearch => "stop_search",
        }
    }
}

codes! {
    /// How a panel comes to its finding.
    DecisionMode {
        /// Discuss until nobody disagrees.
        Consensus = "consensus", "By consensus, after discussion";
        /// More voting members for than against.
        Majority = "majority", "By a majority of the voting members";
        /// The chair decides after discussion.
        Chair = "chair", "By the chair, after discussion";
    }
}

/// An organisation that sends people to panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// The body whose panels it sits on.
    pub body: BodyId,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub sector: Sector,
}

/// A panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its id.
    pub id: PanelId,
    /// The body that runs it.
    pub body: BodyId,
    /// What its references begin with, such as `LLR-OOCR-A`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it looks at.
    pub kind: PanelKind,
    /// The kind of record it draws from: `oocr` or `stop_search`.
    pub record_kind: String,
}

/// One version of a panel's terms of reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Its id.
    pub id: TermsId,
    /// Whose terms.
    pub panel: PanelId,
    /// Counted from 1.
    pub version: i64,
    /// The scale the panel classes on.
    pub scale_id: String,
    /// The version of that scale.
    pub scale_version: i64,
    /// How it decides.
    pub decision_mode: DecisionMode,
    /// Who must be there.
    pub quorum: Quorum,
    /// The day from which it holds.
    pub effective_from: Date,
}

/// A seat on a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// On which panel.
    pub panel: PanelId,
    /// The organisation whose seat it is.
    pub organisation: OrganisationId,
    /// That organisation's name.
    pub organisation_name: String,
    /// That organisation's sector.
    pub sector: Sector,
    /// What the seat is called, such as "Chair" or "Bench chair".
    pub title: String,
    /// Whether its vote counts.
    pub voting: bool,
    /// Who holds it.
    pub holder: Option<(PersonId, String)>,
    /// Who may sit in it instead, in the order named.
    pub substitutes: Vec<(PersonId, String)>,
}

impl Seat {
    /// Whether the person holds it or is named as substitute for it.
    #[must_use]
    pub fn is_for(&self, person: PersonId) -> bool {
        self.holder
            .iter()
            .chain(&self.substitutes)
            .any(|(one, _)| *one == person)
    }
}

/// A panel's code as stored: capitals, digits and hyphens, 2 to 24 characters, beginning and ending with a letter or digit.
///
/// Nothing for a text that cannot become one.
#[must_use]
pub fn panel_code(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    let allowed = code
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    let edges = !code.starts_with('-') && !code.ends_with('-') && !code.contains("--");
    (allowed && edges && (2..=24).contains(&code.len())).then_some(code)
}
