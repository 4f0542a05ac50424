//! What goes into the published folder: results, and the proof of the draw behind each.

use std::{collections::BTreeMap, fmt::Display};

use ledger::VerifierKey;

use super::content_of;
use crate::{
    audit::Act,
    draw::{self, model::Draw},
    platform::{
        db::{DbError, Tx},
        refusal::{Answer, Refusal},
    },
    publication::{
        folder::{DrawFiles, PublishedMeeting},
        model::Publication,
        store,
    },
};

/// Everything that goes into the published folder: results with the proof of their draws.
///
/// # Errors
/// What the database says, or a draw that does not come out again as it was committed and logged.
pub async fn for_folder(act: &mut Act<'_>) -> Answer<Vec<PublishedMeeting>> {
    let key = act.app.signer.verifier_key();
    let mut all = Vec::new();
    for publication in store::published(&mut act.tx).await? {
        all.push(PublishedMeeting {
            content: content_of(&publication)?,
            draw: proof(&mut act.tx, &publication, &key).await?,
        });
    }
    Ok(all)
}

/// The files of the draw behind a publication. Every salt is disclosed: the refs are opaque, so nothing can be guessed
/// from them, and a row without its salt is not bound to the commitment.
async fn proof(tx: &mut Tx, publication: &Publication, key: &VerifierKey) -> Answer<DrawFiles> {
    let place = format!("publication {}", publication.id);
    let broken = |what: &dyn Display| Refusal::from(DbError::inconsistent(&place, what));
    let id = store::draw_of(tx, publication.id)
        .await?
        .ok_or_else(|| broken(&"it has no draw"))?;
    let drawn = draw::store::draw(tx, id)
        .await?
        .ok_or_else(|| broken(&"its draw is gone"))?;
    let (draw_json, frame_csv) = draw::acts::files(tx, &drawn).await?;
    let verified = stats::sampling::verify(&draw_json, &frame_csv);
    if let Some(why) = verified.failed {
        return Err(broken(&why));
    }
    if !names(&draw_json, &drawn) {
        return Err(broken(
            &"frame and plan of its draw are not those that were committed",
        ));
    }
    let mut files = BTreeMap::from([
        ("draw.json", draw_json.into_bytes()),
        ("frame.csv", frame_csv.into_bytes()),
    ]);
    // A draw made before the log showed its order has no entries to publish; the checker then says so.
    if let Some(order) = draw::acts::order(tx, &drawn).await? {
        order.check(&drawn, key).map_err(|why| broken(&why))?;
        files.insert("commitment-entry.json", order.commitment.canonical());
        files.insert("checkpoint.txt", order.checkpoint.into_bytes());
        files.insert("seed-entry.json", order.seed.canonical());
    }
    Ok(files)
}

/// Whether the file's commitment and seed, which follow from its frame and plan, are those that were logged at the time.
fn names(draw_json: &str, drawn: &Draw) -> bool {
    let file: serde_json::Value = serde_json::from_str(draw_json).unwrap_or_default();
    let same = |key: &str, kept: Option<[u8; 32]>| {
        kept.is_some()
            && file.get(key).and_then(serde_json::Value::as_str) == kept.map(hex::encode).as_deref()
    };
    same("commitment", drawn.commitment) && same("seed", drawn.seed)
}
