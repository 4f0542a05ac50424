//! Writing a draw so that anyone can check it.

use super::published::{DrawJson, Row, SourceJson, StratumJson, check_instant, write_frame};
use super::record::name;
use super::{
    FORMAT, Frame, Plan, SamplingError, Source, Withdrawal, draw, heard, merkle, seed::commitment_to,
};
use std::collections::BTreeSet;

/// A draw to be published. Everything else in the files (root, commitment, seed, tickets, who is heard) follows from
/// these and is computed anew, so it cannot disagree with them.
#[derive(Debug, Clone, Copy)]
pub struct PublishedDraw<'a> {
    /// What the panel calls the draw.
    pub reference: &'a str,
    /// Every record that could have been drawn.
    pub frame: &'a Frame,
    /// What was to be drawn.
    pub plan: &'a Plan,
    /// When the commitment was published, RFC 3339 in UTC.
    pub committed_at: &'a str,
    /// The seed sources, in the plan's order.
    pub sources: &'a [Source],
    /// Who left, in order.
    pub withdrawals: &'a [Withdrawal],
    /// Refs whose salt is disclosed, so that anyone can recompute their leaf. May be empty.
    pub disclosed: &'a BTreeSet<String>,
}

/// The two files of a published draw: `draw.json` and `frame.csv`, in this order. `verify` accepts them.
///
/// # Errors
/// Whatever `verify` would not accept: a plan the frame cannot meet, other sources than the plan's, a withdrawal that
/// does not follow the tickets, a time that is not RFC 3339 in UTC.
pub fn publish(published: &PublishedDraw<'_>) -> Result<(String, String), SamplingError> {
    let PublishedDraw {
        frame,
        plan,
        sources,
        withdrawals,
        ..
    } = *published;
    name("reference", published.reference)?;
    check_instant("committed_at", published.committed_at).map_err(SamplingError::Time)?;
    for withdrawal in withdrawals {
        check_instant("at of a withdrawal", &withdrawal.at).map_err(SamplingError::Time)?;
    }
    plan.check_sources(sources)?;
    let rows: Vec<Row> = frame
        .records()
        .map(|record| Row::new(record, published.disclosed.contains(record.ref_())))
        .collect();
    let root = merkle::root(rows.iter().map(|row| row.leaf));
    let commitment = commitment_to(rows.len(), &root, plan);
    let seed = super::seed(&commitment, sources);
    let drawn = draw(frame, plan, &seed)?;
    let draw_json = DrawJson {
        format: FORMAT.to_owned(),
        reference: published.reference.to_owned(),
        n: rows.len(),
        root: hex::encode(root),
        plan: plan.value().clone(),
        commitment: hex::encode(commitment),
        committed_at: published.committed_at.to_owned(),
        sources: sources.iter().map(SourceJson::new).collect(),
        seed: hex::encode(seed),
        heard: heard(&drawn, plan, withdrawals)?,
        strata: plan
            .n()
            .values()
            .zip(drawn.strata)
            .map(|(&n, (name, stratum))| (name, StratumJson::new(n, stratum)))
            .collect(),
        withdrawals: withdrawals.to_vec(),
    };
    let text = serde_json::to_string_pretty(&draw_json).map_err(|_| SamplingError::Unwritable)?;
    Ok((text + "\n", write_frame(&rows)?))
}
