//! What is found, decided and refused.

use std::collections::BTreeMap;

use redact::Kind;

use super::*;
use crate::pack::{
    acts::{Addition, Deciding, HIDE, UNDO},
    redaction::{Because, Decision, Source},
};

/// A text of an officer, with invented names.
pub(super) const ACCOUNT: &str = "Mared Testwell rang from 07700 900123. Jon Blogworth had pushed her.\n\
     He was driven away in AB12 CDE. Blogworth was told off by the officer.";
pub(super) const NAMES: &str = "victim: Mared Testwell";

pub(super) async fn begun(house: &House, lead: &Actor, case: CaseId) -> Source {
    let writing = Writing {
        circumstances: ACCOUNT,
        names: NAMES,
        ready: true,
        ..Writing::default()
    };
    let pack = acts::write(&house.app, lead, case, writing).await.unwrap();
    assert_eq!(
        pack.state,
        PackState::Preparing,
        "what was found is looked at first"
    );
    let log = house.log().await;
    assert_eq!(log.last().map(String::as_str), Some("pack.write case"));
    source(house, case).await
}

pub(super) async fn source(house: &House, case: CaseId) -> Source {
    let version = latest(house, case).await.version;
    let mut tx = house.app.db.read("test.source").await.unwrap();
    store::source(&mut tx, case, version).await.unwrap().unwrap()
}

/// Where the first mark with these words stands.
fn place(source: &Source, words: &str) -> (usize, usize) {
    let mark = source.marks.iter().find(|mark| source.words(mark) == words);
    mark.map(|mark| (mark.begins, mark.ends)).unwrap()
}

async fn decide(house: &House, lead: &Actor, case: CaseId, deciding: Deciding<'_>) -> Result<Pack, Refusal> {
    let seen = (
        latest(house, case).await.version,
        source(house, case).await.edition,
    );
    acts::decide(&house.app, lead, case, Deciding { seen, ..deciding }).await
}

pub(super) fn answers<'a>(place: (usize, usize), answer: &'a str) -> Deciding<'a> {
    Deciding {
        choices: BTreeMap::from([(place, answer)]),
        ..Deciding::default()
    }
}

fn adding(sentence: usize, words: &str) -> Deciding<'_> {
    let kind = Kind::Suspect;
    Deciding {
        addition: Some(Addition {
            sentence,
            words,
            kind,
        }),
        ..Deciding::default()
    }
}

on_both!(
    what_is_found_is_hidden_until_somebody_decides,
    async |house: House| {
        let (world, _, cases) = world(&house).await;
        let lead = &world.force_lead;
        let source = begun(&house, lead, cases[0]).await;
        let kinds: Vec<Kind> = source.marks.iter().map(|mark| mark.kind).collect();
        assert_eq!(kinds, [Kind::Victim, Kind::Phone, Kind::Vrn]);
        let pack = latest(&house, cases[0]).await;
        assert_eq!(
            pack.circumstances,
            "[VICTIM 1] rang from [PHONE 1]. Jon Blogworth had pushed her.\n\
         He was driven away in [VRN 1]. Blogworth was told off by the officer."
        );
        // A queued word becomes a name, and is the same token wherever it stands.
        let bench = acts::workbench(&house.app, lead, cases[0]).await.unwrap();
        let start = ACCOUNT.chars().collect::<String>().find("Blogworth").unwrap();
        assert!(
            bench.queue.iter().any(|word| word.start == start),
            "{:?}",
            bench.queue
        );
        let named = Deciding {
            named: BTreeMap::from([(start, "suspect")]),
            ..Deciding::default()
        };
        let pack = decide(&house, lead, cases[0], named).await.unwrap();
        assert!(
            pack.circumstances.contains("[SUSPECT 1] had pushed")
                && pack.circumstances.contains("[SUSPECT 1] was told"),
            "{}",
            pack.circumstances
        );
        // Words of their own are hidden wherever they stand, and can be taken back everywhere.
        let added = decide(&house, lead, cases[0], adding(4, "the officer"))
            .await
            .unwrap();
        assert!(
            added.circumstances.ends_with("told off by [SUSPECT 2]."),
            "{}",
            added.circumstances
        );
        let hand = place(&super::deciding::source(&house, cases[0]).await, "the officer");
        let back = decide(&house, lead, cases[0], answers(hand, UNDO)).await.unwrap();
        assert!(back.circumstances.ends_with("told off by the officer."));
        let ready = Deciding {
            ready: true,
            ..Deciding::default()
        };
        let ready = decide(&house, lead, cases[0], ready).await.unwrap();
        assert_eq!(ready.state, PackState::Prepared);
        assert_eq!(
            conflict(decide(&house, lead, cases[0], Deciding::default()).await),
            "this pack is no longer being written; return or withdraw it to change it"
        );
    }
);

on_both!(a_suggestion_is_left_in_only_for_a_reason, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let lead = &world.force_lead;
    let vrn = place(&begun(&house, lead, cases[0]).await, "AB12 CDE");
    let field = format!("mark-{}-{}", vrn.0, vrn.1);
    for none in ["", "keep", UNDO] {
        assert_eq!(
            wrong_field(decide(&house, lead, cases[0], answers(vrn, none)).await),
            field
        );
    }
    let kept = decide(&house, lead, cases[0], answers(vrn, "nobody"))
        .await
        .unwrap();
    assert!(
        kept.circumstances.contains("in AB12 CDE."),
        "{}",
        kept.circumstances
    );
    let mark = |source: &Source| {
        let one = source.marks.iter().find(|mark| mark.kind == Kind::Vrn).unwrap();
        (one.decision, one.because, one.by)
    };
    let left_in = (Decision::Kept, Some(Because::Nobody), lead.person);
    assert_eq!(mark(&source(&house, cases[0]).await), left_in);

    // The reason goes on with words that have moved, also of another writer, and no further.
    let second = house.person("Fay Lead", &[Role::ForceLead]).await;
    let writing = |words| Writing {
        cover: Default::default(),
        version: 1,
        circumstances: words,
        names: NAMES,
        ready: false,
    };
    let moved = format!("At night. {ACCOUNT}");
    acts::write(&house.app, &second, cases[0], writing(&moved))
        .await
        .unwrap();
    assert_eq!(mark(&source(&house, cases[0]).await), left_in);
    let other = ACCOUNT.replace("AB12", "AB13");
    acts::write(&house.app, &second, cases[0], writing(&other))
        .await
        .unwrap();
    assert_eq!(mark(&source(&house, cases[0]).await).0, Decision::Hidden);
});

on_both!(
    forged_places_and_stale_pages_change_nothing,
    async |house: House| {
        let (world, _, cases) = world(&house).await;
        let lead = &world.force_lead;
        let before = begun(&house, lead, cases[0]).await;
        absent(decide(&house, lead, cases[0], answers((0, 1), HIDE)).await);
        absent(decide(&house, lead, cases[0], answers((900, 1000), "nobody")).await);
        let named = |start, role| Deciding {
            named: BTreeMap::from([(start, role)]),
            ..Deciding::default()
        };
        absent(decide(&house, lead, cases[0], named(1, "suspect")).await);
        let start = ACCOUNT.find("Blogworth").unwrap();
        let forged = decide(&house, lead, cases[0], named(start, "suspect: X\nvictim")).await;
        assert_eq!(wrong_field(forged), format!("name-{start}"));
        for (sentence, words, field) in [
            (0, "He", "add_sentence"),
            (9, "He", "add_sentence"),
            (1, " ", "add_words"),
            (1, "Blogworth", "add_words"),
            (2, "blog", "add_words"),
        ] {
            assert_eq!(
                wrong_field(decide(&house, lead, cases[0], adding(sentence, words)).await),
                field
            );
        }
        for seen in [(1, 0), (1, 2), (2, 1), (-1, -1)] {
            let stale = Deciding {
                seen,
                ..Deciding::default()
            };
            let said = wrong_field(acts::decide(&house.app, lead, cases[0], stale).await);
            assert_eq!(said, acts::LEFT);
        }
        assert_eq!(source(&house, cases[0]).await, before);
        let body = house.other_body().await;
        let stranger = house.person_of("Zed", &[Role::ForceLead], &body).await;
        for actor in [&stranger, &world.coordinator, &world.members[0], &world.auditor] {
            absent(acts::workbench(&house.app, actor, cases[0]).await);
            absent(acts::decide(&house.app, actor, cases[0], Deciding::default()).await);
        }
        absent(acts::workbench(&house.app, lead, cases[1]).await);
    }
);

on_both!(an_empty_text_is_kept_and_not_handed_over, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let lead = &world.force_lead;
    super::write(&house, lead, cases[0], 0, " \r\n ", false)
        .await
        .unwrap();
    assert_eq!(source(&house, cases[0]).await.original, "");
    let ready = Deciding {
        ready: true,
        ..Deciding::default()
    };
    assert!(
        conflict(decide(&house, lead, cases[0], ready).await).starts_with("nothing has been written yet")
    );
    assert_eq!(
        wrong_field(decide(&house, lead, cases[0], adding(1, "x")).await),
        "add_sentence"
    );
    // What the record says alone is no account of what happened.
    let seen = acts::identified(&house.app, lead, cases[1]).await.unwrap();
    let skeleton = seen.source.original;
    assert!(skeleton.contains("Resolution: "), "{skeleton}");
    let bare = super::write(&house, lead, cases[1], 0, &skeleton, true).await;
    assert_eq!(wrong_field(bare), "circumstances");
});

on_both!(signs_that_are_not_seen_hide_nothing, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let lead = &world.force_lead;
    let words = "She rang 077\u{200b}00 9\u{200d}00123 and Mared Test\u{feff}well came.";
    let writing = Writing {
        circumstances: words,
        names: NAMES,
        ..Writing::default()
    };
    let pack = acts::write(&house.app, lead, cases[0], writing).await.unwrap();
    assert_eq!(pack.circumstances, "She rang [PHONE 1] and [VICTIM 1] came.");
    for turned in ["a\0b", "ring \u{202e}321009"] {
        let said = super::write(&house, lead, cases[0], 1, turned, false).await;
        assert_eq!(wrong_field(said), "circumstances");
    }
    let names = |names| Writing {
        cover: Default::default(),
        version: 1,
        circumstances: words,
        names,
        ready: false,
    };
    for wrong in ["cousin: Mared", "victim: X", "victim: A\0b"] {
        let said = acts::write(&house.app, lead, cases[0], names(wrong)).await;
        assert_eq!(wrong_field(said), "names");
    }
});
