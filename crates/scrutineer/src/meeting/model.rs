//! Meetings and who sits in them. Who takes part in a case, and what was sealed on it, is in [`room`]; what one meeting hands
//! to the next is in [`listing`].

mod listing;
mod room;

use jiff::civil::Date;

pub use listing::{Again, FeedbackLine, Unfinished, Why};
pub use room::{Room, Spread};

use crate::{
    body::model::Sector,
    codes,
    platform::{
        clock::Moment,
        ids::{BodyId, DrawId, MeetingId, PanelId, PersonId, SeatId, TermsId},
    },
};

/// The longest record of a discussion, in characters.
pub const MOST_DISCUSSION: u32 = 8000;

codes! {
    /// How far a meeting has come.
    MeetingState {
        /// Has a date; nothing is open.
        Planned = "planned", "Planned";
        /// Going on.
        Open = "open", "Open";
        /// Over; nothing more is found.
        Closed = "closed", "Closed";
    }
}

codes! {
    /// Whether somebody sits in a seat at a meeting.
    Status {
        /// Nothing is recorded yet.
        Expected = "expected", "Not recorded yet";
        /// The holder is here.
        Present = "present", "Present";
        /// The holder has sent apologies.
        Apologies = "apologies", "Apologies";
        /// Nobody came and nobody said so.
        Absent = "absent", "Absent";
        /// The seat's named substitute is here.
        Substitute = "substitute", "Substitute present";
    }
}

/// Why a meeting cannot do the step asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Cases are heard in an open meeting.
    #[error("the meeting is not open yet; the chair opens it when everybody is there")]
    NotOpen,
    /// It opens once.
    #[error("the meeting is open already")]
    AlreadyOpen,
    /// What was found stands; what was not heard is not heard.
    #[error("the meeting is closed; nothing more can be recorded in it")]
    Closed,
}

/// A meeting of a panel on the cases of one draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// The body it belongs to.
    pub body: BodyId,
    /// The panel that meets.
    pub panel: PanelId,
    /// The draw whose cases it hears.
    pub draw: DrawId,
    /// The terms of reference it is held under.
    pub terms: TermsId,
    /// The day.
    pub held_on: Date,
    /// When it starts.
    pub starts_at: Moment,
    /// A room or a link.
    pub place: String,
    /// How far it has come.
    pub state: MeetingState,
    /// When the chair opened it.
    pub opened_at: Option<Moment>,
    /// When the chair closed it.
    pub closed_at: Option<Moment>,
}

impl Meeting {
    /// Opens it.
    ///
    /// # Errors
    /// When it is open or closed.
    pub fn open(self, at: Moment) -> Result<Self, Fault> {
        match self.state {
            MeetingState::Planned => Ok(Self {
                state: MeetingState::Open,
                opened_at: Some(at),
                ..self
            }),
            MeetingState::Open => Err(Fault::AlreadyOpen),
            MeetingState::Closed => Err(Fault::Closed),
        }
    }

    /// Closes it.
    ///
    /// # Errors
    /// As [`Meeting::must_be_open`].
    pub fn close(self, at: Moment) -> Result<Self, Fault> {
        self.must_be_open()?;
        Ok(Self {
            state: MeetingState::Closed,
            closed_at: Some(at),
            ..self
        })
    }

    /// Whether cases can be heard now.
    ///
    /// # Errors
    /// Before it opens and after it closes.
    pub fn must_be_open(&self) -> Result<(), Fault> {
        match self.state {
            MeetingState::Open => Ok(()),
            MeetingState::Planned => Err(Fault::NotOpen),
            MeetingState::Closed => Err(Fault::Closed),
        }
    }

    /// Whether attendance can still be recorded.
    ///
    /// # Errors
    /// When it is closed.
    pub fn must_not_be_closed(&self) -> Result<(), Fault> {
        if self.state == MeetingState::Closed {
            Err(Fault::Closed)
        } else {
            Ok(())
        }
    }
}

/// What is recorded of one seat at one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// The seat.
    pub seat: SeatId,
    /// Whether somebody sits in it.
    pub status: Status,
    /// Who: the holder or the substitute; nobody unless somebody is here.
    pub person: Option<PersonId>,
}

/// One seat at a meeting with everything a page or a quorum asks of it. A seat that has ended since keeps its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// What is recorded.
    pub attendance: Attendance,
    /// What the seat is called.
    pub title: String,
    /// The organisation whose seat it is.
    pub organisation: String,
    /// That organisation's sector.
    pub sector: Sector,
    /// Whether the seat has a vote.
    pub voting: bool,
    /// The name of whoever sits in it, or nothing.
    pub name: Option<String>,
    /// The name of its holder, or nothing.
    pub holder: Option<String>,
}

impl Sitting {
    /// Whether somebody sits in it.
    #[must_use]
    pub fn here(&self) -> bool {
        matches!(self.attendance.status, Status::Present | Status::Substitute)
            && self.attendance.person.is_some()
    }

    /// Whether this person sits in it.
    #[must_use]
    pub fn is(&self, person: PersonId) -> bool {
        self.here() && self.attendance.person == Some(person)
    }
}

/// A case whose sealed classes the chair has opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: PersonId,
    /// What was said, as far as it is recorded.
    pub discussion: String,
}

/// How far a case has come in its meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Its sealed classes are closed.
    NotHeard,
    /// Its sealed classes are open; no finding yet.
    Opened,
    /// The panel has found.
    Found,
}

/// Hour and minute of a time as people write it: `14:00`, `2pm`, `2:30 pm`, `10.30am`. Nothing for what is no time.
#[must_use]
pub fn time_of_day(text: &str) -> Option<(i8, i8)> {
    let text = text.to_lowercase().replace(' ', "").replace('.', ":");
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest, Some(0)),
        (_, Some(rest)) => (rest, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        None if half.is_some() => (digits, "0"),
        _ => return None,
    };
    let number = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse::<i8>().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}
