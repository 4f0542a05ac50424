//! Taking extracts in, on both databases.

use super::*;
use crate::access::{Action, Actor, Facts, Role, policy};
use crate::audit::Who;
use crate::on_both;
use crate::platform::refusal::{Answer, Refusal};
use crate::register::acts::{Incoming, Source, Taken};
use crate::register::model::Loaded;
use crate::testing::House;

pub(super) fn source(house: &House, kind: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source {
        body: house.body.id,
        kind: kind.to_owned(),
        profile: if kind == "oocr" { "canonical" } else { "police-uk" }.to_owned(),
        file_name: name.to_owned(),
        input: Box::new(std::io::Cursor::new(bytes.into())),
        how: Default::default(),
        progress: None,
    }
}

pub(super) async fn load(house: &House, kind: &str, bytes: impl Into<Vec<u8>>) -> Answer<Loaded> {
    let who = Who {
        body: Some(house.body.id),
        ..Who::default()
    };
    acts::load(&house.app, who, source(house, kind, "extract.csv", bytes)).await
}

pub(super) async fn count(house: &House, sql: &'static str) -> i64 {
    let mut tx = house.app.db.read("test.count").await.unwrap();
    tx.one(sql, vec![]).await.unwrap().unwrap().get("n").unwrap()
}

async fn nothing_is_kept(house: &House) -> bool {
    count(house, "select count(*) as n from record").await == 0
        && count(house, "select count(*) as n from batch").await == 0
        && count(house, "select count(*) as n from refused_row").await == 0
        && count(house, "select count(*) as n from upload").await == 0
}

pub(super) async fn upload(
    house: &House,
    actor: &Actor,
    kind: &str,
    bytes: impl Into<Vec<u8>>,
) -> Answer<Taken> {
    let incoming = Incoming {
        kind: kind.to_owned(),
        profile: if kind == "oocr" { "canonical" } else { "police-uk" }.to_owned(),
        how: Default::default(),
        file_name: "C:\\extracts\\march.csv".to_owned(),
        content: bytes.into(),
    };
    acts::upload(&house.app, actor, incoming).await
}

on_both!(
    a_load_keeps_every_line_as_a_record_or_a_refusal,
    async |house: House| {
        let bad = SEARCH.replace("Male", "Man");
        let file = police_uk_file(&[SEARCH, &bad, SEARCH, &SEARCH.replace("18-24", "10-17")]);
        let batch = load(&house, "stop_search", file.clone()).await.unwrap().batch;
        assert_eq!(
            (batch.rows, batch.accepted, batch.refused, batch.duplicates),
            (4, 3, 1, 1)
        );
        assert_eq!(
            batch.source_hash,
            <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(&file))
        );
        assert_eq!(house.log().await, ["register.load batch"]);

        let mut tx = house.app.db.read("test").await.unwrap();
        assert_eq!(
            store::batch(&mut tx, batch.id).await.unwrap(),
            Some(batch.clone())
        );
        let strata = store::strata(&mut tx, house.body.id, "stop_search", "2020-01", "2020-01")
            .await
            .unwrap();
        assert_eq!(strata, [("adult".to_owned(), 2), ("youth".to_owned(), 1)]);
        assert_eq!(
            store::strata(&mut tx, house.body.id, "stop_search", "2020-02", "2021-01")
                .await
                .unwrap(),
            []
        );
        let frame = store::frame_records(&mut tx, house.body.id, "stop_search", "2019-12", "2020-01")
            .await
            .unwrap();
        assert_eq!(frame.len(), 3);
        let mut flags = Vec::new();
        for (id, stratum) in &frame {
            let record = store::record(&mut tx, *id).await.unwrap().unwrap();
            assert_eq!(
                (record.batch, record.body, record.month.as_str()),
                (batch.id, house.body.id, "2020-01")
            );
            assert_eq!(&record.stratum, stratum);
            assert_eq!(record.fields["gender"], "male");
            // A three-valued field is always there; blank means not known.
            assert_eq!(record.fields["in_operation"], serde_json::Value::Null);
            flags.push(record.duplicate);
        }
        assert_eq!(flags.iter().filter(|flag| **flag).count(), 1);

        let refused = store::refused(&mut tx, batch.id).await.unwrap();
        assert_eq!(refused.len(), 1);
        assert_eq!(
            (refused[0].line, refused[0].column.as_str(), refused[0].rule),
            (3, "Gender", Rule::NotListed)
        );
        assert!(!refused[0].message.contains("Man,"), "no content of a cell");
    }
);

on_both!(the_same_file_twice_changes_nothing, async |house: House| {
    let file = police_uk_file(&[SEARCH, SEARCH]);
    let first = load(&house, "stop_search", file.clone()).await.unwrap();
    let again = load(&house, "stop_search", file.clone()).await.unwrap();
    assert_eq!((first.again, again.again), (false, true));
    assert_eq!(first.batch, again.batch);
    assert_eq!(count(&house, "select count(*) as n from record").await, 2);
    assert_eq!(count(&house, "select count(*) as n from batch").await, 1);
    assert_eq!(house.log().await, ["register.load batch"]);

    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    assert_eq!(
        upload(&house, &lead, "stop_search", file.clone()).await.unwrap(),
        Taken::Loaded(first.batch.id)
    );
    assert_eq!(count(&house, "select count(*) as n from upload").await, 0);

    // In another body the same file is its own.
    let other = house.other_body().await;
    let mut theirs = source(&house, "stop_search", "extract.csv", file);
    theirs.body = other.id;
    let theirs = acts::load(&house.app, Who::default(), theirs).await.unwrap();
    assert!(!theirs.again);
    assert_eq!(
        theirs.batch.duplicates, 1,
        "rows of another body are not compared with"
    );
});

on_both!(
    rows_already_in_the_register_are_kept_and_flagged,
    async |house: House| {
        let later = SEARCH.replace("01:05:00", "02:05:00");
        load(&house, "stop_search", police_uk_file(&[SEARCH]))
            .await
            .unwrap();
        let second = load(&house, "stop_search", police_uk_file(&[&later, SEARCH, &later]))
            .await
            .unwrap()
            .batch;
        assert_eq!((second.accepted, second.duplicates), (3, 2));
        let flagged = count(&house, "select count(*) as n from record where duplicate").await;
        assert_eq!(flagged, 2);
        assert_eq!(count(&house, "select count(*) as n from record").await, 4);
    }
);

on_both!(real_files_are_loaded_whole, async |house: House| {
    // Rows and repeats as counted in demo/README.md.
    for (name, rows, alike) in [("2019-12", 106, 2), ("2020-01", 336, 10), ("2020-02", 259, 6)] {
        let path = format!(
            "{}/demo/{name}-leicestershire-stop-and-search.csv",
            env!("CARGO_MANIFEST_DIR")
        );
        let batch = load(&house, "stop_search", std::fs::read(path).unwrap())
            .await
            .unwrap()
            .batch;
        assert_eq!(
            (batch.rows, batch.accepted, batch.refused, batch.duplicates),
            (rows, rows, 0, alike),
            "{name}"
        );
    }
    let mut tx = house.app.db.read("test").await.unwrap();
    let all = store::strata(&mut tx, house.body.id, "stop_search", "2019-12", "2020-02")
        .await
        .unwrap();
    assert_eq!(all.iter().map(|(_, records)| records).sum::<i64>(), 701);
    let months: std::collections::BTreeMap<String, i64> = store::held(&mut tx, house.body.id)
        .await
        .unwrap()
        .into_iter()
        .fold(Default::default(), |mut sum, held| {
            *sum.entry(held.month).or_default() += held.records;
            sum
        });
    assert_eq!(months.values().sum::<i64>(), 701);
    assert_eq!(months.len(), 3, "{months:?}");
});

/// Gives its bytes and then breaks, as a cut connection does.
struct CutOff(std::io::Cursor<Vec<u8>>);

impl std::io::Read for CutOff {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::ErrorKind::ConnectionReset.into()),
            some => Ok(some),
        }
    }
}

fn said(refusal: Refusal) -> String {
    match refusal {
        Refusal::Invalid(errors) => errors
            .into_iter()
            .map(|error| format!("{}: {}", error.field, error.message))
            .collect(),
        other => panic!("{other:?}"),
    }
}

on_both!(a_file_cut_off_half_way_leaves_nothing, async |house: House| {
    let rows = vec![SEARCH; 12_000];
    let file = police_uk_file(&rows).into_bytes();
    let half = file[..file.len() - 30].to_vec();
    let mut cut = source(&house, "stop_search", "cut.csv", Vec::new());
    cut.input = Box::new(CutOff(std::io::Cursor::new(half)));
    let refusal = acts::load(&house.app, Who::default(), cut).await.unwrap_err();
    assert_eq!(
        said(refusal),
        "file: the file stopped coming after line 12001; send it again"
    );
    assert!(nothing_is_kept(&house).await);
    assert!(house.log().await.is_empty());
    // The database goes on.
    assert_eq!(
        load(&house, "stop_search", file).await.unwrap().batch.rows,
        12_000
    );
});

on_both!(
    a_file_at_fault_at_line_70000_leaves_nothing,
    async |house: House| {
        let mut rows = vec![SEARCH; 80_000];
        let unclosed = SEARCH.replace(",Male,", ",\"Male,");
        rows[70_000 - 2] = &unclosed;
        let refusal = load(&house, "stop_search", police_uk_file(&rows))
            .await
            .unwrap_err();
        let want =
            "file: line 70000: a quoted cell begins here and is never closed; add the closing quotation mark";
        assert_eq!(said(refusal), want);
        assert!(nothing_is_kept(&house).await);
    }
);

on_both!(kinds_and_profiles_must_be_known, async |house: House| {
    let kind = load(&house, "burglaries", "a").await.unwrap_err();
    assert!(said(kind).starts_with("kind: there is no kind of record called burglaries; choose one of "));
    let mut niche = source(&house, "oocr", "x.csv", "a");
    niche.profile = "niche".into();
    let profile = acts::load(&house.app, Who::default(), niche).await.unwrap_err();
    assert!(said(profile).starts_with("file: there is no profile niche"));
    assert!(nothing_is_kept(&house).await);
});

on_both!(
    an_upload_waits_is_loaded_once_and_its_content_is_erased,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let file = police_uk_file(&[SEARCH, &SEARCH.replace("Male", "Man")]);
        let Taken::Waiting(id) = upload(&house, &lead, "stop_search", file).await.unwrap() else {
            panic!("loaded")
        };
        let (waiting, _) = acts::uploaded(&house.app, &lead, id).await.unwrap();
        assert_eq!(
            (waiting.file_name.as_str(), waiting.waiting()),
            ("march.csv", true)
        );
        assert_eq!(
            (waiting.preview.summary.accepted, waiting.preview.summary.refused),
            (1, 1)
        );
        assert_eq!(waiting.preview.refused[0].line, 3);
        assert_eq!(
            acts::upload_rejects(&house.app, &lead, id).await.unwrap().len(),
            1
        );
        assert_eq!(
            count(&house, "select count(*) as n from record").await,
            0,
            "nothing is loaded by looking"
        );

        let loaded = acts::load_upload(&house.app, &lead, id, |_| true).await.unwrap();
        assert_eq!(
            (loaded.again, loaded.batch.accepted, loaded.batch.loaded_by),
            (false, 1, Some(lead.person))
        );
        assert_eq!(
            count(
                &house,
                "select count(*) as n from upload where content is not null"
            )
            .await,
            0
        );
        for outcome in [
            acts::load_upload(&house.app, &lead, id, |_| true).await.map(drop),
            acts::discard(&house.app, &lead, id).await,
        ] {
            assert!(matches!(outcome, Err(Refusal::Conflict(_))), "{outcome:?}");
        }
        let (after, batch) = acts::uploaded(&house.app, &lead, id).await.unwrap();
        assert_eq!(
            (after.waiting(), batch.map(|batch| batch.id)),
            (false, Some(loaded.batch.id))
        );
        assert_eq!(
            house.log().await,
            [
                "register.upload upload",
                "register.load batch",
                "register.discard upload"
            ]
        );
    }
);

on_both!(
    an_upload_of_a_file_that_was_loaded_meanwhile_adds_nothing,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let file = police_uk_file(&[SEARCH]);
        let Taken::Waiting(one) = upload(&house, &lead, "stop_search", file.clone()).await.unwrap() else {
            panic!()
        };
        let first = load(&house, "stop_search", file).await.unwrap();
        let second = acts::load_upload(&house.app, &lead, one, |_| true).await.unwrap();
        assert_eq!((second.again, second.batch), (true, first.batch));
        assert_eq!(count(&house, "select count(*) as n from record").await, 1);
        assert_eq!(
            count(
                &house,
                "select count(*) as n from upload where content is not null"
            )
            .await,
            0
        );
    }
);

on_both!(a_discarded_upload_is_erased, async |house: House| {
    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    let Taken::Waiting(id) = upload(&house, &lead, "stop_search", police_uk_file(&[SEARCH]))
        .await
        .unwrap()
    else {
        panic!()
    };
    acts::discard(&house.app, &lead, id).await.unwrap();
    assert_eq!(
        count(
            &house,
            "select count(*) as n from upload where content is not null"
        )
        .await,
        0
    );
    assert!(matches!(
        acts::upload_rejects(&house.app, &lead, id).await,
        Err(Refusal::NotFound)
    ));
    assert_eq!(
        house.log().await,
        ["register.upload upload", "register.discard upload"]
    );
});

on_both!(
    only_those_who_may_load_load_and_another_body_sees_nothing,
    async |house: House| {
        let file = police_uk_file(&[SEARCH]);
        let loads = |role: Role| policy::permits(&[role].into(), Action::RegisterLoad, Facts::in_body());
        assert!(loads(Role::ForceLead) && loads(Role::Coordinator));
        for role in [
            Role::Member,
            Role::Chair,
            Role::Substitute,
            Role::Administrator,
            Role::Auditor,
            Role::Publisher,
        ] {
            assert!(!loads(role), "{role:?}");
        }
        let member = house.person("May Member", &[Role::Member]).await;
        assert!(matches!(
            upload(&house, &member, "stop_search", file.clone()).await,
            Err(Refusal::NotFound)
        ));
        assert!(matches!(
            acts::register(&house.app, &member).await,
            Err(Refusal::NotFound)
        ));

        let coordinator = house.person("Cora Coordinator", &[Role::Coordinator]).await;
        let Taken::Waiting(id) = upload(&house, &coordinator, "stop_search", file).await.unwrap() else {
            panic!()
        };
        let auditor = house.person("Ada Auditor", &[Role::Auditor]).await;
        let other = house.other_body().await;
        let stranger = house
            .person_of("Sid Stranger", &[Role::Coordinator, Role::ForceLead], &other)
            .await;
        for who in [&auditor, &stranger, &member] {
            assert!(matches!(
                acts::uploaded(&house.app, who, id).await,
                Err(Refusal::NotFound)
            ));
            assert!(matches!(
                acts::upload_rejects(&house.app, who, id).await,
                Err(Refusal::NotFound)
            ));
            assert!(matches!(
                acts::load_upload(&house.app, who, id, |_| true).await,
                Err(Refusal::NotFound)
            ));
            assert!(matches!(
                acts::discard(&house.app, who, id).await,
                Err(Refusal::NotFound)
            ));
        }
        let batch = acts::load_upload(&house.app, &coordinator, id, |_| true)
            .await
            .unwrap()
            .batch;
        assert!(acts::batch(&house.app, &auditor, batch.id).await.is_ok());
        for who in [&stranger, &member] {
            assert!(matches!(
                acts::batch(&house.app, who, batch.id).await,
                Err(Refusal::NotFound)
            ));
            assert!(matches!(
                acts::batch_rejects(&house.app, who, batch.id).await,
                Err(Refusal::NotFound)
            ));
        }
        let theirs = acts::register(&house.app, &stranger).await.unwrap();
        assert!(theirs.batches.is_empty() && theirs.held.is_empty() && theirs.waiting.is_empty());
    }
);

on_both!(fixtures_fill_the_register, async |house: House| {
    for kind in ["oocr", "stop_search"] {
        let batch = house.records(kind, &["2024-01", "2024-02"], 3).await;
        assert_eq!((batch.accepted, batch.duplicates), (12, 0));
        let again = house.records(kind, &["2024-01"], 2).await;
        assert_eq!((again.accepted, again.duplicates), (4, 0));
        let mut tx = house.app.db.read("test").await.unwrap();
        let strata = store::strata(&mut tx, house.body.id, kind, "2024-01", "2024-02")
            .await
            .unwrap();
        assert_eq!(strata, [("adult".to_owned(), 8), ("youth".to_owned(), 8)]);
    }
});
