//! The rows of draws: frames, sources, cases.

mod chosen;

pub use chosen::{add_chosen, chosen, remove_chosen};

use std::collections::{BTreeMap, BTreeSet};

use stats::sampling::{Record, Source, Withdrawal};

use super::{
    beacon::Given,
    model::{Case, Draw, DrawState, Standing},
    plan::DICE,
};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{Bulk, DbError, Row, Tx, Value},
        ids::{BodyId, CaseId, DrawId, PanelId, PersonId, RecordId},
    },
};

fn read_draw(row: &Row) -> Result<Draw, DbError> {
    Ok(Draw {
        id: row.get("id")?,
        body: row.get("body_id")?,
        panel: row.get("panel_id")?,
        reference: row.get("reference")?,
        period_from: row.get("period_from")?,
        period_to: row.get("period_to")?,
        state: row.parse::<DrawState>("state")?,
        plan: row.get("plan")?,
        frame_size: row.get("frame_size")?,
        root: row.get("root")?,
        commitment: row.get("commitment")?,
        committed_at: row.get("committed_at")?,
        checkpoint: row.get("checkpoint")?,
        seed: row.get("seed")?,
        drawn_at: row.get("drawn_at")?,
        reading_closes_at: row.get("reading_closes_at")?,
    })
}

/// The draw.
///
/// # Errors
/// What the database says, or a row that is no draw.
pub async fn draw(tx: &mut Tx, id: DrawId) -> Result<Option<Draw>, DbError> {
    let row = tx.one("select * from draw where id = $1", params![id]).await?;
    row.as_ref().map(read_draw).transpose()
}

/// The draws of a panel, newest first.
///
/// # Errors
/// As [`draw`].
pub async fn draws_of(tx: &mut Tx, panel: PanelId) -> Result<Vec<Draw>, DbError> {
    let sql = "select * from draw where panel_id = $1 order by created_at desc, id desc";
    tx.rows(sql, params![panel])
        .await?
        .iter()
        .map(read_draw)
        .collect()
}

/// The committed frames of the panel whose period shares a month with this draw's, this one among them when it is
/// committed; in order of commitment. Abandoned ones count: what was committed was committed.
///
/// # Errors
/// As [`draw`].
pub async fn committed_for(tx: &mut Tx, draw: &Draw) -> Result<Vec<Draw>, DbError> {
    let sql = "select * from draw where panel_id = $1 and committed_at is not null and period_from <= $2 and period_to >= $3 \
               order by committed_at, id";
    let rows = tx
        .rows(sql, params![draw.panel, &draw.period_to, &draw.period_from])
        .await?;
    rows.iter().map(read_draw).collect()
}

/// Whether the body has a draw of this reference.
///
/// # Errors
/// What the database says.
pub async fn reference_taken(tx: &mut Tx, body: BodyId, reference: &str) -> Result<bool, DbError> {
    let sql = "select 1 as there from draw where body_id = $1 and reference = $2";
    Ok(tx.one(sql, params![body, reference]).await?.is_some())
}

/// Keeps a new draft.
///
/// # Errors
/// [`DbError::Duplicate`] for a reference the body has already.
pub async fn add_draw(tx: &mut Tx, draw: &Draw, by: PersonId, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into draw (id, body_id, panel_id, reference, period_from, period_to, state, plan, frame_size, created_at, \
         created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            draw.id, draw.body, draw.panel, &draw.reference, &draw.period_from, &draw.period_to, draw.state.as_str(),
            &draw.plan, draw.frame_size, now, by
        ],
    )
    .await?;
    Ok(())
}

/// Writes what the commitment fixed. Plan and period are not among it: no statement of the product changes them.
///
/// # Errors
/// What the database says.
pub async fn freeze(tx: &mut Tx, draw: &Draw, by: PersonId) -> Result<(), DbError> {
    tx.run(
        "update draw set state = $2, frame_size = $3, root = $4, commitment = $5, committed_at = $6, committed_by = $7 \
         where id = $1 and state = 'draft'",
        params![
            draw.id, draw.state.as_str(), draw.frame_size, draw.root, draw.commitment, draw.committed_at, by
        ],
    )
    .await?;
    Ok(())
}

/// Writes the seed.
///
/// # Errors
/// What the database says.
pub async fn take_seed(tx: &mut Tx, draw: &Draw, by: PersonId) -> Result<(), DbError> {
    tx.run(
        "update draw set state = $2, seed = $3, drawn_at = $4, drawn_by = $5 where id = $1 and state = 'committed'",
        params![draw.id, draw.state.as_str(), draw.seed, draw.drawn_at, by],
    )
    .await?;
    Ok(())
}

/// Writes that the draw was given up.
///
/// # Errors
/// What the database says.
pub async fn abandon(tx: &mut Tx, draw: &Draw) -> Result<(), DbError> {
    tx.run(
        "update draw set state = $2 where id = $1",
        params![draw.id, draw.state.as_str()],
    )
    .await?;
    Ok(())
}

/// Keeps the signed checkpoint taken with the commitment.
///
/// # Errors
/// What the database says.
pub async fn keep_checkpoint(tx: &mut Tx, id: DrawId, checkpoint: &str) -> Result<(), DbError> {
    tx.run(
        "update draw set checkpoint = $2 where id = $1",
        params![id, checkpoint],
    )
    .await?;
    Ok(())
}

/// Sets when members' reading ends.
///
/// # Errors
/// What the database says.
pub async fn set_reading_closes(tx: &mut Tx, id: DrawId, at: Moment) -> Result<(), DbError> {
    tx.run(
        "update draw set reading_closes_at = $2 where id = $1",
        params![id, at],
    )
    .await?;
    Ok(())
}

/// Freezes the frame: each record with the register's record it stands for.
///
/// # Errors
/// What the database says.
pub async fn add_frame(tx: &mut Tx, id: DrawId, frame: &[(Record, RecordId)]) -> Result<(), DbError> {
    let rows = frame.iter().map(|(record, behind)| {
        vec![
            Value::from(id),
            Value::from(record.ref_()),
            Value::from(*behind),
            Value::from(record.stratum()),
            Value::from(*record.salt()),
        ]
    });
    let table = Bulk {
        table: "frame_record",
        columns: &["draw_id", "ref", "record_id", "stratum", "salt"],
    };
    table.insert(tx, rows.collect()).await
}

/// The frame of a draw; every size is 1.
///
/// # Errors
/// What the database says, or a row that is no record of a frame.
pub async fn frame_of(tx: &mut Tx, id: DrawId) -> Result<Vec<Record>, DbError> {
    let rows = tx
        .rows(
            "select ref, stratum, salt from frame_record where draw_id = $1",
            params![id],
        )
        .await?;
    let read = |row: &Row| {
        let (ref_, stratum, salt): (String, String, Vec<u8>) =
            (row.get("ref")?, row.get("stratum")?, row.get("salt")?);
        let fault =
            |what: &dyn std::fmt::Display| DbError::inconsistent(format!("frame_record {id} {ref_}"), what);
        let salt: [u8; 16] = salt.try_into().map_err(|_| fault(&"a salt must have 16 bytes"))?;
        Record::new(&ref_, &stratum, 1, salt).map_err(|error| fault(&error))
    };
    rows.iter().map(read).collect()
}

/// How many records of the frame each stratum has.
///
/// # Errors
/// What the database says.
pub async fn frame_strata(tx: &mut Tx, id: DrawId) -> Result<BTreeMap<String, i64>, DbError> {
    let sql = "select stratum, count(*) as records from frame_record where draw_id = $1 group by stratum";
    tx.rows(sql, params![id])
        .await?
        .iter()
        .map(|row| Ok((row.get("stratum")?, row.get("records")?)))
        .collect()
}

/// Which record of the register each ref of the frame stands for.
///
/// # Errors
/// What the database says.
pub async fn records_behind(tx: &mut Tx, id: DrawId) -> Result<BTreeMap<String, RecordId>, DbError> {
    let rows = tx
        .rows(
            "select ref, record_id from frame_record where draw_id = $1",
            params![id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("ref")?, row.get("record_id")?)))
        .collect()
}

/// Keeps the seed's sources, in the plan's order.
///
/// # Errors
/// What the database says.
pub async fn add_sources(tx: &mut Tx, id: DrawId, given: &[Given]) -> Result<(), DbError> {
    let sql =
        "insert into draw_source (draw_id, position, label, value, signature) values ($1, $2, $3, $4, $5)";
    for (position, Given { source, signature }) in (0_i64..).zip(given) {
        tx.run(
            sql,
            params![id, position, source.label(), source.as_bytes(), signature.clone()],
        )
        .await?;
    }
    Ok(())
}

/// The checked signature of the beacon's round that entered the seed; none when no round did, or nobody checked it.
///
/// # Errors
/// What the database says.
pub async fn signature_of(tx: &mut Tx, id: DrawId) -> Result<Option<Vec<u8>>, DbError> {
    let sql = "select signature from draw_source where draw_id = $1 and signature is not null";
    let row = tx.one(sql, params![id]).await?;
    row.map(|row| row.get("signature")).transpose()
}

/// The seed's sources, in the plan's order; none before the draw.
///
/// # Errors
/// What the database says, or a row that is no source.
pub async fn sources_of(tx: &mut Tx, id: DrawId) -> Result<Vec<Source>, DbError> {
    let sql = "select label, value from draw_source where draw_id = $1 order by position";
    let read = |row: &Row| {
        let (label, value): (String, Vec<u8>) = (row.get("label")?, row.get("value")?);
        let source = if label == DICE {
            Source::text(&label, &String::from_utf8_lossy(&value))
        } else {
            Source::bytes(&label, value)
        };
        source.map_err(|error| DbError::inconsistent(format!("draw_source {id}"), error))
    };
    tx.rows(sql, params![id]).await?.iter().map(read).collect()
}

fn read_case(row: &Row) -> Result<Case, DbError> {
    Ok(Case {
        id: row.get("id")?,
        draw: row.get("draw_id")?,
        panel: row.get("panel_id")?,
        body: row.get("body_id")?,
        record: row.get("record_id")?,
        ref_: row.get("ref")?,
        label: row.get("label")?,
        stratum: row.get("stratum")?,
        place: row.get("place")?,
        standing: row.parse::<Standing>("standing")?,
        brought_in_for: row.get("brought_in_for")?,
        withdrawal_code: row.get("withdrawal_code")?,
        withdrawn_as: row.get("withdrawn_as")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}

/// Keeps the cases of a draw just drawn.
///
/// # Errors
/// What the database says.
pub async fn add_cases(tx: &mut Tx, cases: &[Case]) -> Result<(), DbError> {
    let rows = cases.iter().map(|case| {
        vec![
            Value::from(case.id),
            Value::from(case.draw),
            Value::from(case.panel),
            Value::from(case.body),
            Value::from(case.record),
            Value::from(&case.ref_),
            Value::from(&case.label),
            Value::from(&case.stratum),
            Value::from(case.place),
            Value::from(case.standing.as_str()),
        ]
    });
    let columns = &[
        "id",
        "draw_id",
        "panel_id",
        "body_id",
        "record_id",
        "ref",
        "label",
        "stratum",
        "place",
        "standing",
    ];
    Bulk {
        table: "panel_case",
        columns,
    }
    .insert(tx, rows.collect())
    .await
}

/// The case.
///
/// # Errors
/// What the database says, or a row that is no case.
pub async fn case(tx: &mut Tx, id: CaseId) -> Result<Option<Case>, DbError> {
    let row = tx
        .one("select * from panel_case where id = $1", params![id])
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// The cases of a draw in every standing, by stratum and place.
///
/// # Errors
/// As [`case`].
pub async fn cases_of(tx: &mut Tx, id: DrawId) -> Result<Vec<Case>, DbError> {
    let sql = "select * from panel_case where draw_id = $1 order by stratum, place";
    tx.rows(sql, params![id]).await?.iter().map(read_case).collect()
}

/// The next ticket of the case's stratum that has not come in, if one is left.
///
/// # Errors
/// As [`case`].
pub async fn next_reserve(tx: &mut Tx, case: &Case) -> Result<Option<Case>, DbError> {
    let sql = "select * from panel_case where draw_id = $1 and stratum = $2 and standing = 'reserve' order by place limit 1";
    let row = tx.one(sql, params![case.draw, &case.stratum]).await?;
    row.as_ref().map(read_case).transpose()
}

/// Writes what a withdrawal changed; `by` let the case leave, or brought it in.
///
/// # Errors
/// What the database says.
pub async fn change_case(tx: &mut Tx, case: &Case, by: PersonId) -> Result<(), DbError> {
    let withdrawn_by = case.withdrawn_at.map(|_| by);
    tx.run(
        "update panel_case set standing = $2, brought_in_for = $3, withdrawal_code = $4, withdrawn_as = $5, \
         withdrawn_by = $6, withdrawn_at = $7 where id = $1",
        params![
            case.id,
            case.standing.as_str(),
            case.brought_in_for,
            case.withdrawal_code.clone(),
            case.withdrawn_as.clone(),
            withdrawn_by,
            case.withdrawn_at
        ],
    )
    .await?;
    Ok(())
}

/// Whether the classes of the case have been opened in a meeting. The table belongs to the meeting; asking it here keeps a
/// case that has been discussed from leaving.
///
/// # Errors
/// What the database says.
pub async fn opened(tx: &mut Tx, id: CaseId) -> Result<bool, DbError> {
    Ok(tx
        .one(
            "select 1 as there from opened_case where case_id = $1",
            params![id],
        )
        .await?
        .is_some())
}

/// The cases of a draw whose classes have been opened in a meeting, as [`opened`] asks of one.
///
/// # Errors
/// What the database says.
pub async fn opened_of(tx: &mut Tx, id: DrawId) -> Result<BTreeSet<CaseId>, DbError> {
    let sql = "select c.id from panel_case c join opened_case o on o.case_id = c.id where c.draw_id = $1";
    let rows = tx.rows(sql, params![id]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The withdrawals of a draw in the order they happened, as published: refs, codes, roles, never a name. A case that somebody
/// chose was never in the frame and is not among them.
///
/// # Errors
/// What the database says, or a withdrawn case without its reason.
pub async fn withdrawals_of(tx: &mut Tx, id: DrawId) -> Result<Vec<Withdrawal>, DbError> {
    let sql = "select gone.id, gone.ref, gone.stratum, gone.withdrawal_code, gone.withdrawn_as, gone.withdrawn_at, \
               came.ref as replaced_by from panel_case gone left join panel_case came on came.brought_in_for = gone.id \
               where gone.draw_id = $1 and gone.standing = 'withdrawn' and gone.stratum <> 'chosen' order by gone.withdrawn_at, gone.id";
    let read = |row: &Row| {
        let place = format!("panel_case {}", row.get::<CaseId>("id")?);
        let said = |column: &str| {
            let text: Option<String> = row.get(column)?;
            text.ok_or_else(|| DbError::inconsistent(&place, format!("{column} is missing")))
        };
        let at: Option<Moment> = row.get("withdrawn_at")?;
        let at = at.ok_or_else(|| DbError::inconsistent(&place, "withdrawn_at is missing"))?;
        Ok(Withdrawal {
            ref_: row.get("ref")?,
            stratum: row.get("stratum")?,
            code: said("withdrawal_code")?,
            authorised_by: said("withdrawn_as")?,
            at: at.rfc3339(),
            replaced_by: row.get("replaced_by")?,
        })
    };
    tx.rows(sql, params![id]).await?.iter().map(read).collect()
}
