//! The finished cycle's meeting, its findings and what followed. Figures as in founding document 004: classes 1, 8, 6, 0.
//! Themes are those that report names: thin rationale, authority below the rank required, no supervisor, generic
//! signposting, safeguarding, Class A possession; and, from its positive side, clear rationale and a strong victim voice.

use jiff::{ToSpan, civil::date};

use super::{Stage, people::Cast};
use crate::{
    body::model::Seat,
    draw::model::{Case, Draw},
    feedback::{self, acts::Taken},
    finding::{
        self,
        model::{Observed, Said},
    },
    meeting,
    platform::{
        ids::{FeedbackId, MeetingId},
        refusal::Answer,
    },
    publication,
    review::model::View,
};

/// One finding: class, reasons, theme, its direction, where it goes, and the message to the officer.
pub struct Story {
    /// The class on LEIC-4.
    pub class: &'static str,
    /// Why.
    pub reasons: &'static str,
    /// Theme code, polarity, destination, note.
    pub observation: Option<(&'static str, &'static str, &'static str, &'static str)>,
    /// `praise` or `learning`, and the words.
    pub feedback: Option<(&'static str, &'static str)>,
}

const fn story(
    class: &'static str,
    reasons: &'static str,
    observation: (&'static str, &'static str, &'static str, &'static str),
    feedback: Option<(&'static str, &'static str)>,
) -> Story {
    Story {
        class,
        reasons,
        observation: Some(observation),
        feedback,
    }
}

/// The fifteen findings, in the order of the agenda.
pub const STORIES: [Story; 15] = [
    story(
        "2",
        "The resolution fits the harm. The record does not show why a caution was not considered.",
        (
            "R1",
            "negative",
            "officer",
            "Say which other outcomes were considered and why not.",
        ),
        Some((
            "learning",
            "The outcome was right. Please record which other outcomes you considered.",
        )),
    ),
    story(
        "3",
        "Domestic abuse authorised by a sergeant where force policy asks for an inspector.",
        (
            "A1",
            "negative",
            "supervisor",
            "Authority below the rank policy asks for.",
        ),
        Some((
            "learning",
            "Domestic abuse needs an inspector's authority before a resolution is offered.",
        )),
    ),
    story(
        "2",
        "Appropriate. The victim was told late.",
        (
            "V3",
            "negative",
            "officer",
            "Tell the victim within the time the Victims' Code gives.",
        ),
        None,
    ),
    story(
        "1",
        "Proportionate, well explained, and the victim's wishes led the choice of reparation.",
        (
            "R5",
            "positive",
            "officer",
            "A rationale others could learn from.",
        ),
        Some((
            "praise",
            "The panel thought your rationale a model: clear, balanced, and led by what the victim wanted.",
        )),
    ),
    story(
        "3",
        "Possession of a Class A drug. A community resolution was not enough and the case should have been considered for court.",
        (
            "D5",
            "negative",
            "training",
            "Class A possession: consider charge or a conditional caution.",
        ),
        Some((
            "learning",
            "Class A possession should be considered for court or a conditional caution first.",
        )),
    ),
    story(
        "2",
        "Appropriate. The record has one line of rationale.",
        ("R1", "negative", "officer", "One line is not a rationale."),
        None,
    ),
    story(
        "2",
        "Appropriate, with a good referral that nobody followed up.",
        (
            "C5",
            "negative",
            "provider",
            "Find out whether the referral was taken up.",
        ),
        None,
    ),
    story(
        "3",
        "No supervisor was involved although the suspect had two resolutions in the year before.",
        (
            "A2",
            "negative",
            "supervisor",
            "Two earlier resolutions: ask a supervisor.",
        ),
        Some((
            "learning",
            "With two resolutions in the last year a supervisor must be asked before a third.",
        )),
    ),
    story(
        "2",
        "Appropriate. Compensation was agreed and paid.",
        (
            "V6",
            "positive",
            "officer",
            "The victim chose from the community remedy list.",
        ),
        Some((
            "praise",
            "Thank you for the care you took to let the victim choose the remedy.",
        )),
    ),
    story(
        "2",
        "Appropriate. Mental health was noted but only self-referral to a doctor was offered.",
        ("C2", "negative", "officer", "Self-referral is not support."),
        None,
    ),
    story(
        "3",
        "Serious safeguarding issues were visible and no referral was made.",
        ("S2", "negative", "supervisor", "Mental health missed; refer."),
        Some((
            "learning",
            "Please make the safeguarding referral that the record shows was needed.",
        )),
    ),
    story(
        "2",
        "Appropriate. The panel would have liked to see the body-worn video.",
        ("P2", "negative", "decision_hub", "Add stills to the papers."),
        None,
    ),
    story(
        "3",
        "The response was not strong enough for the harm described, and the rationale does not explain it.",
        ("D1", "negative", "training", "Too lenient for the harm."),
        Some((
            "learning",
            "For harm of this kind consider a conditional caution, and explain why if you do not.",
        )),
    ),
    story(
        "2",
        "Appropriate. The apology letter was thoughtful.",
        ("V6", "positive", "officer", "Restorative work well done."),
        None,
    ),
    story(
        "3",
        "The victim's views were not sought.",
        ("V1", "negative", "training", "Ask, and write down what was said."),
        Some((
            "learning",
            "The victim must be asked for their views before a resolution is decided.",
        )),
    ),
];

/// What the member in a seat sealed for a case: mostly what the panel later agreed, as people do.
#[must_use]
pub fn sealed_class(position: usize, seat: usize) -> &'static str {
    let agreed = STORIES.get(position).map_or("2", |story| story.class);
    match (agreed, (position + seat) % 4) {
        ("3", 0) => "2",
        ("2", 0) => "1",
        ("2", 3) => "3",
        _ => agreed,
    }
}

/// A member's view that fits its class on LEIC-4.
#[must_use]
pub fn view(class: &str) -> View {
    let (appropriate, consistent, reasons) = match class {
        "1" => ("yes", "yes", "Proportionate, and the record explains it."),
        "2" => (
            "yes",
            "unknown",
            "The outcome is right; the record should say more.",
        ),
        "3" => ("no", "no", "Not what policy asks for on these facts."),
        _ => ("undetermined", "unknown", "The papers do not let me decide."),
    };
    View {
        class: class.to_owned(),
        appropriate: appropriate.to_owned(),
        consistent: consistent.to_owned(),
        reasons: reasons.to_owned(),
        themes: Vec::new(),
    }
}

/// The meeting of 7 March 2024, from its agenda to its published results.
///
/// # Errors
/// What the acts say.
pub async fn meet(stage: &Stage<'_>, cast: &Cast, draw: &Draw, cases: &[Case]) -> Answer<()> {
    let (app, helen, chair) = (stage.app, cast.get("Helen")?, cast.get("Daniel")?);
    stage.at(date(2024, 2, 23), 9, 0);
    let plan = meeting::acts::NewMeeting {
        held_on: Some(date(2024, 3, 7)),
        time: "10:00",
        place: "Council House, Room 3",
    };
    let held = meeting::acts::plan(app, helen, draw.id, &plan).await?;
    stage.at(date(2024, 3, 7), 9, 55);
    let (_, seats, _) = meeting::acts::attending(app, helen, held.id).await?;
    let said = seats.iter().map(|seat| (seat.id, attendance(seat)));
    meeting::acts::attend(app, helen, held.id, &said.collect::<Vec<_>>()).await?;
    stage.at(date(2024, 3, 7), 10, 0);
    meeting::acts::open(app, chair, held.id).await?;
    let mut found = Vec::new();
    for (case, story) in cases.iter().zip(&STORIES) {
        meeting::acts::open_case(app, chair, held.id, case.id).await?;
        found.push((
            finding::acts::record(app, chair, held.id, case.id, &said_of(story)).await?,
            story,
        ));
    }
    meeting::acts::close(app, chair, held.id).await?;
    stage.at(date(2024, 3, 8), 9, 0);
    let mut items = Vec::new();
    for (finding, story) in found {
        if let Some((kind, words)) = story.feedback {
            items.push(feedback::acts::record(app, helen, finding, kind, words).await?);
        }
    }
    follow(stage, cast, &items).await?;
    publish(stage, cast, held.id).await
}

/// Who sits where: the magistrate sent apologies and her substitute came; the council sent apologies.
fn attendance(seat: &Seat) -> String {
    match seat.title.as_str() {
        "Bench chair" => {
            let substitute = seat.substitutes.first().map(|(person, _)| person.to_string());
            format!("substitute:{}", substitute.unwrap_or_default())
        }
        "Community safety manager" => "apologies".to_owned(),
        _ => "present".to_owned(),
    }
}

fn said_of(story: &Story) -> Said {
    let view = view(story.class);
    let observed = story
        .observation
        .iter()
        .map(|(theme, polarity, destination, note)| Observed {
            theme: (*theme).to_owned(),
            polarity: (*polarity).to_owned(),
            severity: if *polarity == "positive" {
                "none"
            } else {
                "minor_learning"
            }
            .to_owned(),
            destination: (*destination).to_owned(),
            note: (*note).to_owned(),
        });
    Said {
        class: view.class,
        appropriate: view.appropriate,
        consistent: view.consistent,
        votes_for: "6".to_owned(),
        votes_against: "0".to_owned(),
        abstained: "0".to_owned(),
        reasons: story.reasons.to_owned(),
        observations: observed.collect(),
    }
}

/// Takes the items different distances, so that the tracker shows every stage.
async fn follow(stage: &Stage<'_>, cast: &Cast, items: &[FeedbackId]) -> Answer<()> {
    let joanne = cast.get("Joanne")?;
    let owner = joanne.person.to_string();
    for (position, item) in items.iter().enumerate() {
        for (number, (step, response, note)) in STEPS.iter().take(position % (STEPS.len() + 1)).enumerate() {
            let day = date(2024, 3, 11).saturating_add(i64::try_from(number * 3).unwrap_or_default().days());
            stage.at(day, 9, i8::try_from(position).unwrap_or_default());
            feedback::acts::advance(
                stage.app,
                joanne,
                *item,
                Taken {
                    step,
                    owner: &owner,
                    response,
                    note,
                },
            )
            .await?;
        }
    }
    Ok(())
}

/// The steps of an item: step, answer, note.
const STEPS: [(&str, &str, &str); 5] = [
    ("allocate", "", "Given to the team's inspector."),
    ("send_to_supervisor", "", "Sent to the sergeant."),
    ("deliver", "", "Talked through in the monthly one-to-one."),
    ("respond", "accepted", "The officer agreed."),
    ("close", "", "Nothing further."),
];

/// The public summary of what was learned.
const LEARNING: &str = "The panel asked the force to train officers in when an out-of-court resolution is right, whose authority it \
     needs, and how often to speak to victims. It found that officers were open about what could be better.";

async fn publish(stage: &Stage<'_>, cast: &Cast, meeting: MeetingId) -> Answer<()> {
    stage.at(date(2024, 4, 2), 10, 0);
    let id = publication::acts::prepare(stage.app, cast.get("Helen")?, meeting, LEARNING).await?;
    stage.at(date(2024, 4, 8), 10, 0);
    publication::acts::decide(stage.app, cast.get("Omar")?, id, "cleared", "").await?;
    stage.at(date(2024, 4, 9), 11, 0);
    publication::acts::decide(stage.app, cast.get("Daniel")?, id, "cleared", "").await?;
    stage.at(date(2024, 4, 10), 9, 0);
    publication::acts::publish(stage.app, cast.get("Leah")?, id).await
}
