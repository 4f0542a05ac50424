//! The rows of what a preparer wrote and of what members are not shown.

use crate::{
    pack::redaction::{Decision, Mark, Source, kind_of},
    params,
    platform::{
        db::{DbError, Row, Tx},
        ids::CaseId,
    },
};

fn read(row: &Row) -> Result<Mark, DbError> {
    let place = |what: &str| DbError::inconsistent("redaction", what);
    let whole = |column: &str| -> Result<usize, DbError> {
        let number: i64 = row.get(column)?;
        usize::try_from(number).map_err(|_| place("a place before the text"))
    };
    let (kind, reason): (String, Option<String>) = (row.get("type")?, row.get("reason")?);
    let because = reason.map(|reason| reason.parse()).transpose();
    let named: Option<i64> = row.get("named")?;
    Ok(Mark {
        begins: whole("begins")?,
        ends: whole("ends")?,
        kind: kind_of(&kind).ok_or_else(|| place("a type that is not known"))?,
        rule: row.get("rule")?,
        named: named.and_then(|named| usize::try_from(named).ok()),
        decision: row.parse::<Decision>("decision")?,
        because: because.map_err(|fault| DbError::inconsistent("redaction", fault))?,
        by: row.get("decided_by")?,
        at: row.get("decided_at")?,
    })
}

/// What was written for a version, with the decisions about it.
///
/// # Errors
/// What the database says, or a row that is no decision.
pub async fn source(tx: &mut Tx, case: CaseId, version: i64) -> Result<Option<Source>, DbError> {
    let sql = "select edition, original, names, looked from pack_source where case_id = $1 and version = $2";
    let Some(row) = tx.one(sql, params![case, version]).await? else {
        return Ok(None);
    };
    let looked: String = row.get("looked")?;
    let sql = "select * from redaction where case_id = $1 and version = $2 order by begins";
    let marks = tx.rows(sql, params![case, version]).await?;
    Ok(Some(Source {
        edition: row.get("edition")?,
        original: row.get("original")?,
        names: row.get("names")?,
        marks: marks.iter().map(read).collect::<Result<_, _>>()?,
        looked: looked
            .parse()
            .map_err(|fault| DbError::inconsistent("pack_source", fault))?,
    }))
}

/// Keeps what was written and decided in the place of what was there.
///
/// # Errors
/// What the database says.
pub async fn keep_source(tx: &mut Tx, case: CaseId, version: i64, source: &Source) -> Result<(), DbError> {
    tx.run(
        "insert into pack_source (case_id, version, edition, original, names, looked) values ($1, $2, $3, $4, $5, $6) \
         on conflict (case_id, version) do update set edition = excluded.edition, original = excluded.original, \
         names = excluded.names, looked = excluded.looked",
        params![
            case,
            version,
            source.edition,
            &source.original,
            &source.names,
            source.looked.to_string()
        ],
    )
    .await?;
    let sql = "delete from redaction where case_id = $1 and version = $2";
    tx.run(sql, params![case, version]).await?;
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    for mark in &source.marks {
        tx.run(
            "insert into redaction (case_id, version, begins, ends, type, rule, named, decision, reason, decided_by, \
             decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            params![
                case,
                version,
                whole(mark.begins),
                whole(mark.ends),
                mark.kind.word(),
                &mark.rule,
                mark.named.map(whole),
                mark.decision.as_str(),
                mark.because.map(|because| because.as_str().to_owned()),
                mark.by,
                mark.at
            ],
        )
        .await?;
    }
    Ok(())
}
