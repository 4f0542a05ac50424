//! Draws and their cases, and how each moves on.

use crate::{
    codes,
    platform::{
        clock::{Moment, month_words},
        ids::{BodyId, CaseId, DrawId, PanelId, RecordId},
    },
};

codes! {
    /// How far a draw has come.
    DrawState {
        /// Being planned; nothing is fixed.
        Draft = "draft", "Draft";
        /// Frame and plan are frozen and logged; the seed does not exist yet.
        Committed = "committed", "Committed, not drawn";
        /// The seed is in and the cases are drawn.
        Drawn = "drawn", "Drawn";
        /// Given up before the seed; stays visible.
        Abandoned = "abandoned", "Abandoned";
    }
}

/// Why a draw or a case cannot do the step asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The frame is frozen already.
    #[error("this draw is committed: its frame and plan cannot change any more")]
    Committed,
    /// A seed before the commitment would let somebody fit the frame to it.
    #[error("the frame is not committed yet; a seed counts only when the commitment was published before it")]
    NotCommitted,
    /// There is one seed, once.
    #[error("this draw has its seed; it cannot be drawn again")]
    AlreadyDrawn,
    /// Somebody gave the draw up.
    #[error("this draw was abandoned; make a new one")]
    Abandoned,
    /// Only a case up to be heard can leave.
    #[error("this case is not among the cases to be heard, so it cannot be withdrawn")]
    NotHeard,
    /// The panel has seen the classes: leaving now would be choosing by outcome.
    #[error("the classes of this case have been opened in the meeting, so it cannot be withdrawn any more")]
    Opened,
}

/// A draw of one panel and period.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Its id.
    pub id: DrawId,
    /// The body it belongs to.
    pub body: BodyId,
    /// The panel the cases come before.
    pub panel: PanelId,
    /// What people call it, such as `WM-OOCR-2024-03`.
    pub reference: String,
    /// First month of the period, `YYYY-MM`.
    pub period_from: String,
    /// Last month of the period, `YYYY-MM`.
    pub period_to: String,
    /// How far it has come.
    pub state: DrawState,
    /// The plan as canonical JSON (RFC 8785): what is hashed into the commitment.
    pub plan: String,
    /// Records in the frame; 0 before the commitment.
    pub frame_size: i64,
    /// Root of the frame's tree.
    pub root: Option<[u8; 32]>,
    /// The commitment to frame and plan.
    pub commitment: Option<[u8; 32]>,
    /// When it was committed.
    pub committed_at: Option<Moment>,
    /// The log's signed checkpoint taken with the commitment.
    pub checkpoint: Option<String>,
    /// The seed.
    pub seed: Option<[u8; 32]>,
    /// When it was drawn.
    pub drawn_at: Option<Moment>,
    /// When members' reading ends.
    pub reading_closes_at: Option<Moment>,
}

/// What freezing a frame fixes.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// Records in the frame.
    pub size: i64,
    /// Root of its tree.
    pub root: [u8; 32],
    /// The commitment.
    pub commitment: [u8; 32],
}

impl Draw {
    /// Whether frame and plan may still change.
    ///
    /// # Errors
    /// Any state but a draft.
    pub fn must_be_draft(&self) -> Result<(), Fault> {
        match self.state {
            DrawState::Draft => Ok(()),
            DrawState::Abandoned => Err(Fault::Abandoned),
            DrawState::Committed | DrawState::Drawn => Err(Fault::Committed),
        }
    }

    /// Whether the seed may be entered.
    ///
    /// # Errors
    /// Before the commitment, after the draw, or when abandoned.
    pub fn must_await_seed(&self) -> Result<(), Fault> {
        match self.state {
            DrawState::Committed => Ok(()),
            DrawState::Draft => Err(Fault::NotCommitted),
            DrawState::Drawn => Err(Fault::AlreadyDrawn),
            DrawState::Abandoned => Err(Fault::Abandoned),
        }
    }

    /// Freezes frame and plan.
    ///
    /// # Errors
    /// As [`Draw::must_be_draft`].
    pub fn commit(self, frozen: &Frozen, at: Moment) -> Result<Self, Fault> {
        self.must_be_draft()?;
        Ok(Self {
            state: DrawState::Committed,
            frame_size: frozen.size,
            root: Some(frozen.root),
            commitment: Some(frozen.commitment),
            committed_at: Some(at),
            ..self
        })
    }

    /// Takes the seed.
    ///
    /// # Errors
    /// As [`Draw::must_await_seed`].
    pub fn drawn(self, seed: [u8; 32], at: Moment) -> Result<Self, Fault> {
        self.must_await_seed()?;
        Ok(Self {
            state: DrawState::Drawn,
            seed: Some(seed),
            drawn_at: Some(at),
            ..self
        })
    }

    /// Gives the draw up before its seed.
    ///
    /// # Errors
    /// When it has been drawn, or was given up before.
    pub fn abandon(self) -> Result<Self, Fault> {
        match self.state {
            DrawState::Draft | DrawState::Committed => Ok(Self {
                state: DrawState::Abandoned,
                ..self
            }),
            DrawState::Drawn => Err(Fault::AlreadyDrawn),
            DrawState::Abandoned => Err(Fault::Abandoned),
        }
    }
}

/// A record that somebody chose to be heard beside the drawn cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The record.
    pub record: RecordId,
    /// The opaque reference of its case.
    pub ref_: String,
    /// Its place, from 1.
    pub place: i64,
    /// Who asked for it and why.
    pub reason: String,
    /// When it was chosen.
    pub chosen_at: Moment,
}

codes! {
    /// Where a case stands in its draw.
    Standing {
        /// To be heard.
        Drawn = "drawn", "Drawn";
        /// Comes in, in ticket order, when one of its stratum leaves.
        Reserve = "reserve", "Reserve";
        /// Left with a reason.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// One drawn or reserve record of a draw.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The draw.
    pub draw: DrawId,
    /// The panel it comes before.
    pub panel: PanelId,
    /// The body it belongs to.
    pub body: BodyId,
    /// The record behind it; never shown to members.
    pub record: RecordId,
    /// Its opaque reference in the frame, such as `CR-7K2Q9D4M`.
    pub ref_: String,
    /// What people call it: the stratum's letter and its place in ticket order, such as `A07`.
    pub label: String,
    /// Its stratum.
    pub stratum: String,
    /// Its place in ticket order within the stratum, from 1.
    pub place: i64,
    /// Where it stands.
    pub standing: Standing,
    /// The case that left when this one came in.
    pub brought_in_for: Option<CaseId>,
    /// Why it left.
    pub withdrawal_code: Option<String>,
    /// The role of the person who let it leave; a role and no name, for it is published.
    pub withdrawn_as: Option<String>,
    /// When it left.
    pub withdrawn_at: Option<Moment>,
}

impl Case {
    /// Lets a drawn case leave.
    ///
    /// # Errors
    /// A case that is not up to be heard, or whose classes have been opened.
    pub fn withdraw(self, code: &str, role: &str, opened: bool, at: Moment) -> Result<Self, Fault> {
        if opened {
            return Err(Fault::Opened);
        }
        if self.standing != Standing::Drawn {
            return Err(Fault::NotHeard);
        }
        Ok(Self {
            standing: Standing::Withdrawn,
            withdrawal_code: Some(code.to_owned()),
            withdrawn_as: Some(role.to_owned()),
            withdrawn_at: Some(at),
            ..self
        })
    }

    /// Brings a reserve in for the case that left.
    #[must_use]
    pub fn bring_in(self, left: CaseId) -> Self {
        Self {
            standing: Standing::Drawn,
            brought_in_for: Some(left),
            ..self
        }
    }
}

/// Whether so many cases left that it must be said beside every figure: more than a tenth of those drawn or brought in.
#[must_use]
pub fn many_withdrawn(cases: &[Case]) -> bool {
    let looked_at = cases
        .iter()
        .filter(|case| case.standing != Standing::Reserve)
        .count();
    let left = cases
        .iter()
        .filter(|case| case.standing == Standing::Withdrawn)
        .count();
    left * 10 > looked_at
}

/// A letter for each stratum, in the order given: the first of its name that no stratum before it has, else the first of
/// the alphabet that is free. More than 26 strata share `X`.
#[must_use]
pub fn letters(strata: &[String]) -> Vec<char> {
    let mut taken = Vec::new();
    for stratum in strata {
        let own = stratum
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_uppercase());
        let letter = own
            .chain('A'..='Z')
            .find(|letter| !taken.contains(letter))
            .unwrap_or('X');
        taken.push(letter);
    }
    taken
}

/// `second`, `third` and so on; above tenth the number with `th`, which is right often enough for frames of one period.
#[must_use]
pub fn ordinal(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    let word = number.checked_sub(1).and_then(|index| WORDS.get(index));
    word.map_or_else(|| format!("{number}th"), |word| (*word).to_owned())
}

/// `January 2024 to March 2024`, or the one month.
#[must_use]
pub fn period_words(from: &str, to: &str) -> String {
    if from == to {
        month_words(from)
    } else {
        format!("{} to {}", month_words(from), month_words(to))
    }
}
