//! The published log, against a folder that was made by the stand-alone checker's own tests.

use std::path::Path;

use ledger::{Entry, LedgerError, PublishedLog, Signer, leaf_hash};

/// `verify/example/log`, signed by Python code that shares nothing with this crate.
fn example() -> std::io::Result<PublishedLog> {
    let log = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verify/example/log");
    Ok(PublishedLog {
        leaves: std::fs::read_to_string(log.join("leaves.txt"))?,
        checkpoint: std::fs::read_to_string(log.join("checkpoint.txt"))?,
        key: std::fs::read_to_string(log.join("key.txt"))?,
        entry: std::fs::read(log.join("entry.json"))?,
    })
}

#[test]
fn the_log_of_the_other_implementation_holds() {
    let (report, entry) = example().unwrap().verify().unwrap();
    assert_eq!(report.size, 5);
    // As printed by `verify/verify.py verify/example`.
    assert_eq!(
        report.root.to_string(),
        "cbeb8bf5e67c25b476af531504546c9c4a43d1dc35859a2da733da73696b99fa"
    );
    assert_eq!((entry.seq, entry.act.as_str()), (3, "publication.publish"));
}

#[test]
fn the_same_leaves_are_published_in_the_same_bytes() {
    let example = example().unwrap();
    let leaves: Vec<_> = example.leaves.lines().map(|line| line.parse().unwrap()).collect();
    let entry = Entry::parse(&example.entry).unwrap();
    // The seed of `verify/test_verify.py`: bytes 0 to 31.
    let seed: Vec<u8> = (0..32).collect();
    let signer = Signer::from_seed("panel.example/log", seed.try_into().unwrap()).unwrap();
    assert_eq!(
        PublishedLog::new(&leaves, &entry, "panel.example/log", &signer),
        example
    );
}

#[test]
fn any_changed_byte_is_refused() {
    let good = example().unwrap();
    let flipped = |text: &str, at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1;
        String::from_utf8(bytes).unwrap_or_default()
    };
    // Not every byte of the 325: a signature takes its time to check.
    for at in (0..good.leaves.len()).step_by(7) {
        let bad = PublishedLog {
            leaves: flipped(&good.leaves, at),
            ..good.clone()
        };
        assert!(bad.verify().is_err(), "leaves.txt, byte {at}");
    }
    for at in 0..good.checkpoint.len() {
        let bad = PublishedLog {
            checkpoint: flipped(&good.checkpoint, at),
            ..good.clone()
        };
        assert!(bad.verify().is_err(), "checkpoint.txt, byte {at}");
    }
    for at in 0..good.key.len() {
        let bad = PublishedLog {
            key: flipped(&good.key, at),
            ..good.clone()
        };
        assert!(bad.verify().is_err(), "key.txt, byte {at}");
    }
    for at in 0..good.entry.len() {
        let mut bad = good.clone();
        bad.entry[at] ^= 1;
        assert!(bad.verify().is_err(), "entry.json, byte {at}");
    }
    for bad in [
        PublishedLog {
            leaves: good.leaves.replace('\n', "\r\n"),
            ..good.clone()
        },
        PublishedLog {
            leaves: good.leaves.trim_end().to_owned(),
            ..good.clone()
        },
        PublishedLog {
            leaves: good.leaves.clone() + "\n",
            ..good.clone()
        },
        PublishedLog {
            leaves: String::new(),
            ..good.clone()
        },
        PublishedLog {
            key: good.key.trim_end().to_owned(),
            ..good.clone()
        },
        PublishedLog {
            key: good.key.clone() + "\n",
            ..good.clone()
        },
        PublishedLog {
            entry: [&good.entry[..], b"\n"].concat(),
            ..good.clone()
        },
    ] {
        assert!(bad.verify().is_err());
    }
}

#[test]
fn an_entry_of_another_act_is_no_publication() {
    let entry = Entry::parse(&example().unwrap().entry).unwrap();
    let other = Entry {
        seq: 0,
        act: "report.print".to_owned(),
        ..entry
    };
    let signer = Signer::from_seed("panel.example/log", [1; 32]).unwrap();
    let leaves = [leaf_hash(&other.canonical())];
    let published = PublishedLog::new(&leaves, &other, "panel.example/log", &signer);
    let refused = published.verify().unwrap_err();
    assert_eq!(
        refused,
        LedgerError::BadPublishedLog("the entry does not record a publication")
    );
}
