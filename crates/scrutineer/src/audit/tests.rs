use ledger::{Fault, Hash, Operation, leaf_hash, verify};

use super::{Act, Note, Unsound, Who, check, store};
use crate::{
    access::Role,
    body::{self, PanelKind},
    on_both, params,
    platform::{db::Tx, refusal::Refusal},
    testing::House,
};

on_both!(an_act_that_logs_nothing_cannot_end, async |house: House| {
    let who = house.person("Ada Admin", &[Role::Administrator]).await;
    let mut act = who.begin(&house.app, "test.silent").await.unwrap();
    let organisation = body::Organisation {
        id: crate::platform::ids::OrganisationId::new(house.app.clock.as_ref(), house.app.chance.as_ref())
            .unwrap(),
        body: house.body.id,
        name: "Silent".to_owned(),
        sector: body::Sector::Other,
    };
    let now = act.now;
    body::store::add_organisation(&mut act.tx, &organisation, now)
        .await
        .unwrap();
    let Err(Refusal::Unavailable(fault)) = act.commit().await else {
        panic!("committed")
    };
    assert_eq!(fault, "the act test.silent wrote nothing to the log");
    let mut tx = house.app.db.read("test").await.unwrap();
    assert!(
        body::store::organisations_of(&mut tx, house.body.id)
            .await
            .unwrap()
            .is_empty()
    );
});

on_both!(an_act_that_is_dropped_leaves_no_entry, async |house: House| {
    let mut act = Act::begin(&house.app, "test.dropped", Who::default())
        .await
        .unwrap();
    act.log(Note::consulted("case", "1")).await.unwrap();
    drop(act);
    assert!(house.log().await.is_empty());
});

/// A house with a log of some length and a checkpoint over all but its last entry; how many entries the checkpoint covers.
async fn signed(house: &House) -> u64 {
    house.panel_world(PanelKind::AdultOocr).await;
    let mut act = Act::begin(&house.app, "log.sign", Who::default()).await.unwrap();
    act.log(Note::collected("checkpoint", "1")).await.unwrap();
    let note = act.checkpoint().await.unwrap();
    // A checkpoint of a size already signed stays as it is.
    assert_eq!(act.checkpoint().await.unwrap(), note);
    act.commit().await.unwrap();
    let mut act = Act::begin(&house.app, "test.after", Who::default())
        .await
        .unwrap();
    act.log(Note::consulted("test", "1").because("to have an entry after the checkpoint"))
        .await
        .unwrap();
    act.commit().await.unwrap();
    let mut tx = house.app.db.read("test").await.unwrap();
    assert_eq!(
        store::latest_checkpoint(&mut tx).await.unwrap(),
        Some(note.clone())
    );
    assert_eq!(store::checkpoints(&mut tx).await.unwrap().len(), 1);
    let checkpoint = verify(&note, &house.app.signer.verifier_key()).unwrap();
    let report = check(&mut tx, &house.app.signer.verifier_key()).await.unwrap();
    assert_eq!(
        (checkpoint.size + 1, checkpoint.origin),
        (report.size, house.app.config.origin.clone())
    );
    checkpoint.size
}

on_both!(the_database_refuses_to_change_the_log, async |house: House| {
    signed(&house).await;
    for sql in [
        "update ledger_entry set act = 'x' where seq = 1",
        "delete from ledger_entry where seq = 1",
        "update ledger_checkpoint set note = 'x'",
        "delete from ledger_checkpoint",
    ] {
        let mut tx = house.app.db.write("test.change").await.unwrap();
        let refused = tx.run(sql, vec![]).await.unwrap_err().to_string();
        assert!(
            refused.contains("append-only") || refused.contains("cannot be changed"),
            "{sql}: {refused}"
        );
    }
});

/// A transaction in which the log can be changed, as somebody with the database's own password could.
async fn unlocked(house: &House) -> Tx {
    let mut tx = house.app.db.write("test.unlocked").await.unwrap();
    let triggers: &[&str] = if house.app.db.is_postgres() {
        &[
            "drop trigger ledger_entry_no_change on ledger_entry",
            "drop trigger ledger_checkpoint_no_change on ledger_checkpoint",
        ]
    } else {
        &[
            "drop trigger ledger_entry_no_update",
            "drop trigger ledger_entry_no_delete",
            "drop trigger ledger_checkpoint_no_update",
        ]
    };
    for sql in triggers {
        tx.run(sql, vec![]).await.unwrap();
    }
    tx
}

async fn fault(house: &House, mut tx: Tx) -> Fault {
    match check(&mut tx, &house.app.signer.verifier_key()).await {
        Err(Unsound::Row(fault)) => fault,
        other => panic!("the change was not found in a row: {other:?}"),
    }
}

async fn row(tx: &mut Tx, seq: u64) -> (Vec<u8>, Hash) {
    let logged = store::entries(tx, seq, 1).await.unwrap().remove(0);
    (logged.canonical, logged.leaf)
}

const WRITE: &str = "update ledger_entry set canonical = $2, leaf = $3 where seq = $1";

on_both!(an_edited_row_is_found, async |house: House| {
    let covered = signed(&house).await;
    let mut tx = unlocked(&house).await;
    let (bytes, leaf) = row(&mut tx, 3).await;
    let text = String::from_utf8(bytes)
        .unwrap()
        .replace("\"act\":\"", "\"act\":\"x");
    let edited = text.into_bytes();
    tx.run(WRITE, params![3_i64, edited.clone(), leaf.0])
        .await
        .unwrap();
    assert_eq!(fault(&house, tx).await, Fault::Edited { seq: 3 });
    // Whoever also puts the right hash beside it is found by the checkpoint.
    let mut tx = unlocked(&house).await;
    tx.run(WRITE, params![3_i64, edited.clone(), leaf_hash(&edited).0])
        .await
        .unwrap();
    assert_eq!(
        fault(&house, tx).await,
        Fault::CheckpointDiffers {
            from: 0,
            to: covered - 1
        }
    );
});

on_both!(a_removed_row_is_found, async |house: House| {
    let covered = signed(&house).await;
    let mut tx = unlocked(&house).await;
    tx.run("delete from ledger_entry where seq = 4", vec![])
        .await
        .unwrap();
    assert_eq!(
        fault(&house, tx).await,
        Fault::OutOfPlace {
            expected: 4,
            found: 5
        }
    );
    let mut tx = unlocked(&house).await;
    let last = i64::try_from(covered).unwrap() - 1;
    tx.run("delete from ledger_entry where seq >= $1", params![last])
        .await
        .unwrap();
    assert_eq!(
        fault(&house, tx).await,
        Fault::Missing {
            seq: covered - 1,
            signed: covered
        }
    );
    // The last entry is after the checkpoint: the head beside the log still counts it.
    let mut tx = unlocked(&house).await;
    tx.run("delete from ledger_entry where seq > $1", params![last])
        .await
        .unwrap();
    let found = check(&mut tx, &house.app.signer.verifier_key()).await;
    assert!(
        matches!(found, Err(Unsound::Head { head, rows }) if head == covered + 1 && rows == covered),
        "{found:?}"
    );
});

on_both!(rows_that_change_places_are_found, async |house: House| {
    signed(&house).await;
    let mut tx = unlocked(&house).await;
    let (second, third) = (row(&mut tx, 2).await, row(&mut tx, 3).await);
    tx.run(WRITE, params![2_i64, third.0, third.1.0]).await.unwrap();
    tx.run(WRITE, params![3_i64, second.0, second.1.0]).await.unwrap();
    assert_eq!(fault(&house, tx).await, Fault::Moved { seq: 2, written: 3 });
});

on_both!(an_inserted_row_is_found, async |house: House| {
    let covered = signed(&house).await;
    let mut tx = unlocked(&house).await;
    let next = covered + 1;
    let (bytes, _) = row(&mut tx, covered).await;
    let bytes = String::from_utf8(bytes)
        .unwrap()
        .replace(&format!("\"seq\":{covered}"), &format!("\"seq\":{next}"));
    let leaf = leaf_hash(bytes.as_bytes());
    tx.run(
        "insert into ledger_entry (seq, at, operation, act, object_kind, object_id, canonical, leaf) \
         values ($1, 0, 'collection', 'test.after', 'test', '1', $2, $3)",
        params![i64::try_from(next).unwrap(), bytes.into_bytes(), leaf.0],
    )
    .await
    .unwrap();
    let found = check(&mut tx, &house.app.signer.verifier_key()).await;
    assert!(
        matches!(found, Err(Unsound::Head { rows, .. }) if rows == next + 1),
        "{found:?}"
    );
});

on_both!(a_checkpoint_of_another_hand_is_found, async |house: House| {
    signed(&house).await;
    let mut tx = unlocked(&house).await;
    let note = store::latest_checkpoint(&mut tx).await.unwrap().unwrap();
    let other = ledger::Signer::from_seed(&house.app.config.origin, [9; 32]).unwrap();
    let checkpoint = verify(&note, &house.app.signer.verifier_key()).unwrap();
    tx.run(
        "update ledger_checkpoint set note = $1",
        params![other.sign(&checkpoint)],
    )
    .await
    .unwrap();
    let found = check(&mut tx, &house.app.signer.verifier_key()).await;
    assert!(matches!(found, Err(Unsound::Checkpoint(_))), "{found:?}");
});

on_both!(the_log_is_searched, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    let mut tx = house.app.db.read("test").await.unwrap();
    let all = store::Search {
        body: Some(house.body.id),
        ..Default::default()
    };
    let found = async |tx: &mut Tx, search: store::Search| store::find(tx, &search, 100).await.unwrap();
    let entries = found(&mut tx, all.clone()).await;
    assert!(entries.len() > 10 && entries.is_sorted_by(|a, b| a.entry.seq > b.entry.seq));
    let panel = store::Search {
        person: Some(world.coordinator.person),
        object_kind: Some("panel".to_owned()),
        object_id: Some(world.panel.id.to_string()),
        operation: Some(Operation::Collection),
        ..all.clone()
    };
    let one = found(&mut tx, panel).await;
    assert_eq!(
        one.iter()
            .map(|logged| logged.entry.act.as_str())
            .collect::<Vec<_>>(),
        ["panel.add"]
    );
    let before = entries[3].entry.seq;
    let older = found(
        &mut tx,
        store::Search {
            before: Some(before),
            ..all
        },
    )
    .await;
    assert_eq!(older[0].entry.seq, before - 1);
    let elsewhere = store::Search {
        body: Some(crate::platform::ids::BodyId(world.panel.id.0)),
        ..Default::default()
    };
    assert!(found(&mut tx, elsewhere).await.is_empty());
});
