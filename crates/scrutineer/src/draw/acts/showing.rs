//! What the log shows everybody of a draw, so that a stranger can see that the commitment came before the seed: two entries
//! that name nobody, and the checkpoint signed between them.

use ledger::{Entry, VerifierKey};

use crate::{
    audit::{self, Act, Note, store::Search},
    draw::model::Draw,
    platform::{
        db::{DbError, Tx},
        refusal::Answer,
    },
};

/// The entry that shows the commitment, written with it.
const COMMITMENT: &str = "draw.show_commitment";

/// The entry that shows the seed, written with it.
const SEED: &str = "draw.show_seed";

/// Shows the commitment; `number` counts the frames committed for the period.
pub(super) async fn commitment(act: &mut Act<'_>, draw: &Draw, number: usize) -> Answer<()> {
    let note = Note::disclosed("draw", &draw.reference)
        .with("commitment", draw.commitment.map(hex::encode).unwrap_or_default())
        .with("frame_of_period", number);
    act.log_publicly(COMMITMENT, note).await?;
    Ok(())
}

/// Shows the seed.
pub(super) async fn seed(act: &mut Act<'_>, draw: &Draw) -> Answer<()> {
    let note = Note::disclosed("draw", &draw.reference)
        .with("commitment", draw.commitment.map(hex::encode).unwrap_or_default())
        .with("seed", draw.seed.map(hex::encode).unwrap_or_default());
    act.log_publicly(SEED, note).await?;
    Ok(())
}

/// Commitment, checkpoint and seed in the order in which the log has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The entry that shows the commitment.
    pub commitment: Entry,
    /// The checkpoint signed after it and before the seed.
    pub checkpoint: String,
    /// The entry that shows the seed.
    pub seed: Entry,
}

impl Order {
    /// Whether the entries are about this commitment and this seed, in this order, with the checkpoint between them.
    ///
    /// # Errors
    /// The first thing that is not so, in one sentence.
    pub fn check(&self, draw: &Draw, key: &VerifierKey) -> Result<(), String> {
        let hex_of = |hash: Option<[u8; 32]>| hash.map(hex::encode);
        let says = |entry: &Entry, key: &str, value: Option<String>| {
            value.is_some() && entry.detail.get(key) == value.as_ref()
        };
        let commitment = hex_of(draw.commitment);
        if !says(&self.commitment, "commitment", commitment.clone())
            || !says(&self.seed, "commitment", commitment)
            || !says(&self.seed, "seed", hex_of(draw.seed))
        {
            return Err("the log's entries are not about this commitment and this seed".to_owned());
        }
        let signed = ledger::verify(&self.checkpoint, key).map_err(|fault| fault.to_string())?;
        if self.commitment.seq < signed.size && signed.size <= self.seed.seq {
            Ok(())
        } else {
            Err("the checkpoint was not signed between the commitment and the seed".to_owned())
        }
    }
}

/// The order of a draw; nothing for one that was committed or drawn before the log showed it.
///
/// # Errors
/// What the database says.
pub async fn order(tx: &mut Tx, draw: &Draw) -> Result<Option<Order>, DbError> {
    let search = Search {
        body: Some(draw.body),
        object_kind: Some("draw".to_owned()),
        object_id: Some(draw.reference.clone()),
        ..Search::default()
    };
    let shown = audit::store::find(tx, &search, 10).await?;
    let entry = |act: &str| {
        let logged = shown.iter().find(|logged| logged.entry.act == act);
        logged.map(|logged| logged.entry.clone())
    };
    let found = entry(COMMITMENT).zip(entry(SEED)).zip(draw.checkpoint.clone());
    Ok(found.map(|((commitment, seed), checkpoint)| Order {
        commitment,
        checkpoint,
        seed,
    }))
}
