//! The counts. Each is one statement; none touches what a case says or what a member sealed.

use super::model::Count;
use crate::{
    params,
    platform::{
        db::{DbError, Tx},
        ids::{BodyId, PersonId},
    },
};

/// How many wait.
///
/// # Errors
/// What the database says.
pub async fn count(tx: &mut Tx, what: Count, body: BodyId, person: PersonId) -> Result<i64, DbError> {
    let row = match what {
        Count::Entries => {
            tx.one(
                "select count(*) as n from ledger_entry where body_id = $1",
                params![body],
            )
            .await?
        }
        Count::ToRead => tx.one(TO_READ, params![body, person]).await?,
        Count::OwnMeetings => tx.one(OWN_MEETINGS, params![body, person]).await?,
        Count::ToCheck => tx.one(TO_CHECK, params![body, person]).await?,
        Count::ToClear => tx.one(TO_CLEAR, params![body, person]).await?,
        other => tx.one(of_body(other), params![body]).await?,
    };
    row.map_or(Ok(0), |row| row.get("n"))
}

const TO_READ: &str = "select count(*) as n from panel_case c join pack k on k.case_id = c.id and k.state = 'released' \
     join draw d on d.id = c.draw_id \
     where c.body_id = $1 and c.standing = 'drawn' \
     and not exists (select 1 from opened_case o where o.case_id = c.id) \
     and not exists (select 1 from review r where r.case_id = c.id and r.person_id = $2 and r.state = 'sealed') \
     and not exists (select 1 from declaration n where n.case_id = c.id and n.person_id = $2) \
     and (not exists (select 1 from meeting m where m.draw_id = d.id and m.state = 'closed') \
     or exists (select 1 from listed_again l join meeting m on m.id = l.meeting_id \
     where l.case_id = c.id and m.state <> 'closed')) \
     and c.panel_id in (select s.panel_id from seat s left join substitute u on u.seat_id = s.id and u.ended_at is null \
     where s.ended_at is null and (s.holder_id = $2 or u.person_id = $2))";

const OWN_MEETINGS: &str = "select count(*) as n from meeting m where m.body_id = $1 and m.state <> 'closed' \
     and m.panel_id in (select s.panel_id from seat s left join substitute u on u.seat_id = s.id and u.ended_at is null \
     where s.ended_at is null and (s.holder_id = $2 or u.person_id = $2))";

const TO_CHECK: &str = "select count(*) as n from pack k join panel_case c on c.id = k.case_id \
     where c.body_id = $1 and k.state = 'prepared' and (k.prepared_by is null or k.prepared_by <> $2)";

const TO_CLEAR: &str = "select count(*) as n from publication p where p.body_id = $1 and p.state = 'prepared' \
     and p.prepared_by <> $2 \
     and not exists (select 1 from clearance c where c.publication_id = p.id and c.person_id = $2)";

fn of_body(what: Count) -> &'static str {
    match what {
        Count::Uploads => "select count(*) as n from upload where body_id = $1 and fate is null",
        Count::Drafts => "select count(*) as n from draw where body_id = $1 and state = 'draft'",
        Count::Seeds => "select count(*) as n from draw where body_id = $1 and state = 'committed'",
        Count::ToPrepare => {
            "select count(*) as n from panel_case c where c.body_id = $1 and c.standing = 'drawn' \
             and (not exists (select 1 from meeting m where m.draw_id = c.draw_id and m.state = 'closed') \
             or exists (select 1 from listed_again l join meeting m on m.id = l.meeting_id \
             where l.case_id = c.id and m.state <> 'closed')) \
             and not exists (select 1 from pack k where k.case_id = c.id and k.state in ('prepared','checked','released'))"
        }
        Count::ToRelease => {
            "select count(*) as n from pack k join panel_case c on c.id = k.case_id \
             where c.body_id = $1 and c.standing = 'drawn' and k.state = 'checked'"
        }
        Count::Meetings => "select count(*) as n from meeting where body_id = $1 and state <> 'closed'",
        Count::ToSanitise => {
            "select count(*) as n from meeting m where m.body_id = $1 and m.state = 'closed' \
             and not exists (select 1 from publication p where p.meeting_id = m.id)"
        }
        Count::Feedback => "select count(*) as n from feedback_item where body_id = $1 and stage <> 'closed'",
        Count::ToPublish => "select count(*) as n from publication where body_id = $1 and state = 'cleared'",
        Count::EmptySeats => {
            "select count(*) as n from seat s join panel p on p.id = s.panel_id \
             where p.body_id = $1 and s.ended_at is null and s.holder_id is null"
        }
        _ => "select count(*) as n from invitation where body_id = $1 and consumed_at is null",
    }
}
