//! Handing on what a meeting did not finish. It is asked for when a meeting is closed, planned and opened, so that the
//! panel's next agenda has it whichever comes first.

use super::scale_named;
use crate::{
    audit::{Act, Note},
    meeting::store,
    platform::{ids::PanelId, refusal::Answer},
};

/// Lists every case that the panel's closed meetings left on the agenda of its next planned meeting. Where none is planned
/// they wait for one.
///
/// # Errors
/// What the database says, or a scale no pack holds.
pub(super) async fn hand_on(act: &mut Act<'_>, panel: PanelId) -> Answer<()> {
    let Some(next) = store::next_meeting(&mut act.tx, panel).await? else {
        return Ok(());
    };
    let now = act.now;
    for left in store::left_by_meetings(&mut act.tx, panel).await? {
        let scale = scale_named(act.app, &left.scale.0, left.scale.1)?;
        let ends = |class: &str| scale.value(class).is_none_or(|value| value.ends_case);
        let Some(why) = left.why(ends) else {
            continue;
        };
        store::list_again(&mut act.tx, &left, next.id, why, now).await?;
        let note = Note::altered("case", left.case)
            .with("meeting", next.id)
            .with("from_meeting", left.meeting)
            .with("why", why.as_str());
        act.log_as("meeting.list_again", note).await?;
    }
    Ok(())
}
