//! A log checked against itself and its checkpoints: whatever is changed is found and named.

use std::collections::BTreeMap;

use ledger::{
    Checkpoint, Entry, Fault, Hash, LogCheck, Operation, Signer, VerifierKey, leaf_hash, root_of, verify,
    verify_log,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

type Row = (u64, Vec<u8>, Hash);

fn entry(seq: u64) -> Entry {
    Entry {
        seq,
        at: 1_767_225_600_000_000 + seq as i64,
        operation: Operation::Consultation,
        act: "pack.open".to_owned(),
        object_kind: "pack".to_owned(),
        object_id: format!("P-{seq}"),
        person: Some("0190b7b2-5d2a-7c3e-8f00-000000000001".to_owned()),
        role: Some("member".to_owned()),
        body: None,
        why: None,
        detail: BTreeMap::new(),
    }
}

fn row(entry: &Entry) -> Row {
    let bytes = entry.canonical();
    let leaf = leaf_hash(&bytes);
    (entry.seq, bytes, leaf)
}

fn log(size: u64) -> Vec<Row> {
    (0..size).map(|seq| row(&entry(seq))).collect()
}

fn checkpoint(rows: &[Row]) -> Checkpoint {
    let leaves: Vec<Hash> = rows.iter().map(|row| row.2).collect();
    Checkpoint {
        origin: "example.org/log".to_owned(),
        size: rows.len() as u64,
        root: root_of(&leaves),
    }
}

/// The rows as a forger would leave them: renumbered, with fresh hashes, everything consistent but the checkpoint.
fn mended(rows: &[Row]) -> Vec<Row> {
    let entries = rows.iter().filter_map(|(_, bytes, _)| Entry::parse(bytes).ok());
    entries
        .zip(0..)
        .map(|(entry, seq)| row(&Entry { seq, ..entry }))
        .collect()
}

#[test]
fn a_sound_log_gives_its_size_and_root() {
    let rows = log(9);
    let checkpoints = vec![
        checkpoint(&rows),
        checkpoint(&rows[..4]),
        checkpoint(&[]),
        checkpoint(&rows[..4]),
    ];
    let report = verify_log(rows.clone(), checkpoints).unwrap();
    assert_eq!((report.size, report.root), (9, checkpoint(&rows).root));
    assert_eq!(verify_log([], vec![]).unwrap().size, 0);
}

#[test]
fn each_fault_says_where_and_what() {
    let rows = log(9);
    let signed = || vec![checkpoint(&rows[..4]), checkpoint(&rows)];
    let fault = |rows: Vec<Row>| verify_log(rows, signed()).unwrap_err();

    let mut edited = rows.clone();
    edited[5].1 = entry(6).canonical();
    assert_eq!(
        fault(edited).to_string(),
        "entry 5 was edited: its content does not have the hash stored beside it"
    );

    let mut with_fresh_hash = rows.clone();
    with_fresh_hash[5] = row(&Entry {
        why: Some("another reason".to_owned()),
        ..entry(5)
    });
    let found = fault(with_fresh_hash);
    assert_eq!(found, Fault::CheckpointDiffers { from: 4, to: 8 });
    assert_eq!(
        found.to_string(),
        "an entry from 4 to 8 was changed after the checkpoint at 9 was signed: the roots differ"
    );

    let mut moved = rows.clone();
    moved[2] = (2, rows[3].1.clone(), rows[3].2);
    assert_eq!(
        fault(moved).to_string(),
        "entry 2 was moved: its content says that it is entry 3"
    );

    let mut unreadable = rows.clone();
    unreadable[1] = (1, b"{}".to_vec(), leaf_hash(b"{}"));
    assert_eq!(fault(unreadable).seq(), 1);

    let mut without = rows.clone();
    without.remove(6);
    assert_eq!(
        fault(without).to_string(),
        "entry 6 is not in its place: entry 7 stands there, so rows were removed, inserted or moved"
    );

    let cut = rows[..7].to_vec();
    assert_eq!(
        fault(cut).to_string(),
        "entry 7 is missing: a checkpoint was signed over 9 entries"
    );
    assert_eq!(fault(vec![]).seq(), 0);
}

#[test]
fn an_empty_tree_signed_with_another_root_is_found() {
    let wrong = Checkpoint {
        size: 0,
        ..checkpoint(&log(1))
    };
    assert_eq!(verify_log(log(1), vec![wrong.clone()]).unwrap_err().seq(), 0);
    assert!(LogCheck::new(vec![wrong]).finish().is_err());
}

/// The same cases in every run.
fn fixed() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(6962),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn a_flipped_bit_is_found_in_that_row(size in 1_u64..12, at in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut rows = log(size);
        let signed = checkpoint(&rows);
        let at = at.index(rows.len());
        let seq = rows[at].0;
        let row = &mut rows[at];
        // The row as it lies in the database: its content, then the stored leaf.
        let place = place.index(row.1.len() + 32);
        match place.checked_sub(row.1.len()) {
            None => row.1[place] ^= 1 << bit,
            Some(in_leaf) => row.2.0[in_leaf] ^= 1 << bit,
        }
        let fault = verify_log(rows, vec![signed]).unwrap_err();
        prop_assert_eq!(fault, Fault::Edited { seq });
    }

    #[test]
    fn an_edit_with_a_fresh_hash_is_found(size in 1_u64..12, at in any::<prop::sample::Index>(), why in ".{1,20}") {
        let mut rows = log(size);
        let signed = checkpoint(&rows);
        let at = at.index(rows.len());
        rows[at] = row(&Entry { why: Some(why), ..entry(at as u64) });
        prop_assert_eq!(verify_log(rows, vec![signed]), Err(Fault::CheckpointDiffers { from: 0, to: size - 1 }));
    }

    #[test]
    fn a_removed_row_is_found(size in 1_u64..12, at in any::<prop::sample::Index>()) {
        let mut rows = log(size);
        let signed = checkpoint(&rows);
        rows.remove(at.index(rows.len()));
        prop_assert!(verify_log(mended(&rows), vec![signed.clone()]).is_err());
        prop_assert!(verify_log(rows, vec![signed]).is_err());
    }

    #[test]
    fn an_inserted_row_is_found(size in 1_u64..12, at in any::<prop::sample::Index>()) {
        let mut rows = log(size);
        let signed = checkpoint(&rows);
        let at = at.index(rows.len());
        rows.insert(at, row(&Entry { act: "pack.close".to_owned(), ..entry(at as u64) }));
        prop_assert!(verify_log(mended(&rows), vec![signed.clone()]).is_err());
        prop_assert!(verify_log(rows, vec![signed]).is_err());
    }

    #[test]
    fn a_repeated_row_is_found(size in 1_u64..12, at in any::<prop::sample::Index>()) {
        let mut rows = log(size);
        let signed = checkpoint(&rows);
        let at = at.index(rows.len());
        rows.insert(at, rows[at].clone());
        prop_assert_eq!(verify_log(rows, vec![signed]).map_err(|fault| fault.seq()), Err(at as u64 + 1));
    }

    #[test]
    fn swapped_rows_are_found(size in 2_u64..12, one in any::<prop::sample::Index>(), by in any::<prop::sample::Index>()) {
        let mut rows = log(size);
        let signed = checkpoint(&rows);
        let one = one.index(rows.len());
        let other = (one + 1 + by.index(rows.len() - 1)) % rows.len();
        rows.swap(one, other);
        prop_assert!(verify_log(mended(&rows), vec![signed.clone()]).is_err());
        prop_assert!(verify_log(rows, vec![signed]).is_err());
    }
}

#[test]
fn a_checkpoint_is_signed_and_read_back_byte_by_byte() {
    let signer = Signer::from_seed("example.org/log", [7; 32]).unwrap();
    let key: VerifierKey = signer.verifier_key().to_string().parse().unwrap();
    let note = signer.sign(&checkpoint(&log(5)));
    assert_eq!(verify(&note, &key), Ok(checkpoint(&log(5))));
    for at in 0..note.len() {
        let mut bytes = note.clone().into_bytes();
        bytes[at] ^= 1;
        if let Ok(changed) = String::from_utf8(bytes) {
            assert!(verify(&changed, &key).is_err(), "byte {at}");
        }
    }
    let stranger = Signer::from_seed("example.org/log", [8; 32]).unwrap();
    let said = verify(&stranger.sign(&checkpoint(&log(5))), &key)
        .unwrap_err()
        .to_string();
    assert_eq!(
        said,
        "the signature on the checkpoint is not that of the key example.org/log"
    );
}

#[test]
fn a_signed_checkpoint_in_another_form_is_refused() {
    let good = checkpoint(&log(5)).to_string();
    for bad in [
        good.replace("\n5\n", "\n05\n"),
        good.replace("\n5\n", "\n+5\n"),
        good.replace("\n5\n", "\n\n"),
        good.replace("example.org/log\n", "\n"),
        good.replace("=\n", "\n"),
        format!("{good}extension\n"),
        good.replace('\n', "\r\n"),
        good.trim_end().to_owned(),
        String::new(),
    ] {
        assert!(bad.parse::<Checkpoint>().is_err(), "{bad}");
    }
}
