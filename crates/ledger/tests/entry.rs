//! An entry's one form of bytes, against RFC 8785 as another crate writes it.

use std::collections::BTreeMap;

use ledger::{Entry, LedgerError, Operation, leaf_hash};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::json;

fn commit() -> Entry {
    Entry {
        seq: 7,
        at: 1_767_225_600_000_000,
        operation: Operation::Combination,
        act: "draw.commit".to_owned(),
        object_kind: "draw".to_owned(),
        object_id: "D-2026-01".to_owned(),
        person: None,
        role: Some("coordinator".to_owned()),
        body: None,
        why: Some("“ready”\n\u{7f}".to_owned()),
        detail: [("root", "00ff"), ("n", "15")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
    }
}

/// The same entry through serde_json_canonicalizer.
fn by_the_oracle(entry: &Entry) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(&json!({
        "v": 1, "seq": entry.seq, "at": entry.at, "operation": entry.operation.as_str(), "act": entry.act,
        "object_kind": entry.object_kind, "object_id": entry.object_id, "person": entry.person, "role": entry.role,
        "body": entry.body, "why": entry.why, "detail": entry.detail,
    }))
}

#[test]
fn the_form_of_an_entry_does_not_change() {
    let written = concat!(
        r#"{"act":"draw.commit","at":1767225600000000,"body":null,"detail":{"n":"15","root":"00ff"},"#,
        r#""object_id":"D-2026-01","object_kind":"draw","operation":"combination","person":null,"#,
        "\"role\":\"coordinator\",\"seq\":7,\"v\":1,\"why\":\"“ready”\\n\u{7f}\"}"
    );
    assert_eq!(String::from_utf8(commit().canonical()).unwrap(), written);
    assert_eq!(Entry::parse(written.as_bytes()), Ok(commit()));
    // SHA-256 of a zero byte and the bytes above, computed with Python's hashlib.
    let leaf = "112a5dbfc119fe6924f2ecf2b7ee76b6703bb7f803b6678e693ad5bdc2d016e1";
    assert_eq!(leaf_hash(written.as_bytes()).to_string(), leaf);
}

#[test]
fn only_the_canonical_spelling_is_an_entry() {
    let good = String::from_utf8(commit().canonical()).unwrap();
    let spelt_otherwise = [
        format!("{good}\n"),
        format!(" {good}"),
        good.replace(",\"at\"", ", \"at\""),
        good.replace("draw.commit", "draw\\u002ecommit"),
        good.replace("}", ",\"z\":0}"),
        good.replace("\"body\":null,", ""),
        good.replace("\"n\":\"15\"", "\"n\":\"15\",\"n\":\"15\""),
        good.replace(
            r#""detail":{"n":"15","root":"00ff"}"#,
            r#""detail":{"root":"00ff","n":"15"}"#,
        ),
        good.replace("\"seq\":7", "\"seq\":07"),
        good.replace("\"seq\":7", "\"seq\":7.0"),
        good.replace("\"seq\":7", "\"seq\":-7"),
        good.replace("\"seq\":7", "\"seq\":9007199254740992"),
        good.replace("\"at\":1767225600000000", "\"at\":9007199254740992"),
        good.replace("\"v\":1", "\"v\":2"),
        good.replace("\"v\":1,", ""),
        good.replace("combination", "Combination"),
        good.replace("combination", "reading"),
        good.replace("\"act\":\"draw.commit\"", "\"act\":null"),
        good.replace("\"15\"", "15"),
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
    ];
    for bad in &spelt_otherwise {
        assert!(Entry::parse(bad.as_bytes()).is_err(), "{bad}");
    }
    assert_eq!(
        Entry::parse(format!("{good} ").as_bytes()),
        Err(LedgerError::NotCanonical)
    );
    assert!(Entry::parse(&[0xff]).is_err());
    let largest = good.replace("\"seq\":7", "\"seq\":9007199254740991");
    assert_eq!(Entry::parse(largest.as_bytes()).unwrap().seq, (1 << 53) - 1);
}

#[test]
fn a_refusal_repeats_nothing_of_the_entry() {
    let secret = "Jo Example, 1 High Street";
    let broken = format!(r#"{{"act":"{secret}","at":"{secret}"}}"#);
    let said = Entry::parse(broken.as_bytes()).unwrap_err().to_string();
    assert!(!said.contains("Example"), "{said}");
}

#[test]
fn the_operations_are_the_six_words_of_the_act() {
    // Data Protection Act 2018 s.62(1)(a) to (f).
    let words = [
        "collection",
        "alteration",
        "consultation",
        "disclosure",
        "combination",
        "erasure",
    ];
    assert_eq!(Operation::ALL.map(Operation::as_str), words);
    for operation in Operation::ALL {
        assert_eq!(operation.to_string().parse(), Ok(operation));
    }
    assert_eq!(
        "reading".parse::<Operation>(),
        Err(LedgerError::UnknownOperation("reading".to_owned()))
    );
}

prop_compose! {
    fn any_entry()(
        seq in 0_u64..1 << 53,
        at in -(1_i64 << 53) + 1..1 << 53,
        operation in prop::sample::select(Operation::ALL.to_vec()),
        words in prop::array::uniform3(any::<String>()),
        maybe in prop::array::uniform4(any::<Option<String>>()),
        detail in prop::collection::btree_map(any::<String>(), any::<String>(), 0..5),
    ) -> Entry {
        let [act, object_kind, object_id] = words;
        let [person, role, body, why] = maybe;
        Entry { seq, at, operation, act, object_kind, object_id, person, role, body, why, detail }
    }
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
    fn any_entry_is_written_as_rfc_8785_and_read_back(entry in any_entry()) {
        prop_assert_eq!(entry.canonical(), by_the_oracle(&entry).unwrap());
        prop_assert_eq!(Entry::parse(&entry.canonical()), Ok(entry));
    }
}

#[test]
fn keys_are_ordered_by_utf_16() {
    // RFC 8785 section 3.2.3: U+1F600 is D83D DE00 in UTF-16, so it comes before U+FB33; in UTF-8 it comes after.
    let keys = ["\u{fb33}", "\u{1f600}", "\u{20ac}", "1", "\u{80}", "\r"];
    let detail: BTreeMap<_, _> = keys
        .iter()
        .map(|key| ((*key).to_owned(), String::new()))
        .collect();
    let entry = Entry { detail, ..commit() };
    assert_eq!(entry.canonical(), by_the_oracle(&entry).unwrap());
    let written = String::from_utf8(entry.canonical()).unwrap();
    assert!(written.find('\u{1f600}') < written.find('\u{fb33}'));
}
