//! Behaviour of flags on both databases.

use std::io::Cursor;

use crate::{
    access::Role,
    audit::Who,
    duties, on_both,
    platform::jobs,
    register::{
        How,
        acts::{self as register, Source},
    },
    testing::House,
};

const HEADINGS: &str = "source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,\
    suspect_age_offence,suspect_age_disposal,sex,rationale,authoriser_rank";

/// A child of nine given a youth caution, which no law allows, and an adult's community resolution.
const ROWS: [&str; 3] = [
    "r1,2024-03-01,Theft from shop,2,2024-03-04,youth_caution,9,9,M,,sgt",
    "r2,2024-03-01,Theft from shop,8,2024-03-05,CR,31,31,F,Full remorse and an apology was asked for,sgt",
    "r3,2024-04-01,Theft from shop,8,2024-04-05,CR,31,31,F,Paid for the goods and wrote to the shop,sgt",
];

async fn load(house: &House, rows: &[&str]) {
    let source = Source {
        body: house.body.id,
        kind: "oocr".into(),
        profile: "canonical".into(),
        how: How::default(),
        file_name: "march.csv".into(),
        input: Box::new(Cursor::new(
            format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes(),
        )),
        progress: None,
    };
    let who = Who {
        body: Some(house.body.id),
        ..Who::default()
    };
    let loaded = register::load(&house.app, who, source).await.unwrap();
    assert_eq!(loaded.batch.refused, 0, "{:?}", loaded.batch.summary.by_rule);
}

async fn count(house: &House, sql: &'static str) -> i64 {
    let mut tx = house.app.db.read("test.count").await.unwrap();
    tx.one(sql, vec![]).await.unwrap().unwrap().get("n").unwrap()
}

on_both!(every_record_of_the_register_is_looked_at, async |house: House| {
    load(&house, &ROWS).await;
    assert_eq!(
        count(&house, "select count(*) as n from flag").await,
        0,
        "before anybody looked"
    );
    jobs::run_due(&house.app, duties::ALL).await.unwrap();
    let nine =
        "select count(*) as n from flag f join record r on r.id = f.record_id where r.source_ref = 'r1'";
    assert!(count(&house, nine).await > 0, "a caution at nine is not flagged");
    let all = "select cast(sum(breach + missing + mismatch + info + unknown + passed) as bigint) as n \
               from rule_count group by rule";
    let mut tx = house.app.db.read("test.rows").await.unwrap();
    let rows = tx.rows(all, vec![]).await.unwrap();
    assert!(
        rows.len() > 20 && rows.iter().all(|row| row.get::<i64>("n").unwrap() == 3),
        "a record was left out"
    );
    drop(tx);
    let flags = count(&house, "select count(*) as n from flag").await;
    jobs::run_due(&house.app, duties::ALL).await.unwrap();
    assert_eq!(
        count(&house, "select count(*) as n from flag").await,
        flags,
        "looked at twice"
    );
    assert!(house.log().await.contains(&"flags.look batch".to_owned()));
});

on_both!(
    flags_are_counted_by_rule_and_month_and_no_record_is_shown,
    async |house: House| {
        load(&house, &ROWS).await;
        let auditor = house.person("Ivy Auditor", &[Role::Auditor]).await;
        let mut browser = house.browser(&auditor).await;
        assert!(
            browser
                .get("/register/flags")
                .await
                .text
                .contains("No rule has flagged")
        );
        jobs::run_due(&house.app, duties::ALL).await.unwrap();
        let page = browser.get("/register/flags").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Share (95% interval)") && page.text.contains("March 2024"));
        for secret in ["r1", "Theft from shop", "Full remorse"] {
            assert!(!page.text.contains(secret), "{secret}");
        }
        let rows = |text: &str| text.matches("role=\"rowheader\"").count();
        let april = browser.get("/register/flags?kind=oocr&month=2024-04").await;
        assert!(
            rows(&april.text) < rows(&page.text),
            "April has none of the child's flags"
        );
        assert_eq!(browser.get("/register/flags?kind=nothing").await.status, 404);
        let member = house.person("Mo Member", &[Role::Member]).await;
        let mut member = house.browser(&member).await;
        assert_eq!(
            member.get("/register/flags").await.status,
            404,
            "hidden from members"
        );
        assert_eq!(member.get("/register/rules").await.status, 404);
    }
);

on_both!(
    a_rule_is_switched_with_a_reason_and_records_are_looked_at_anew,
    async |house: House| {
        load(&house, &ROWS).await;
        jobs::run_due(&house.app, duties::ALL).await.unwrap();
        let mut tx = house.app.db.read("test.rule").await.unwrap();
        let row = tx
            .one("select rule from flag order by rule", vec![])
            .await
            .unwrap()
            .unwrap();
        let rule: String = row.get("rule").unwrap();
        drop(tx);
        let coordinator = house.person("Cleo Coordinator", &[Role::Coordinator]).await;
        let mut browser = house.browser(&coordinator).await;
        let form = |why: &'static str| {
            [
                ("kind", "oocr"),
                ("rule", rule.as_str()),
                ("turn", "off"),
                ("why", why),
            ]
        };
        let refused = browser.post("/register/rules", &form("")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Say why"));
        assert_eq!(
            browser
                .post("/register/rules", &form("Our forms do not ask this"))
                .await
                .status,
            303
        );
        assert_eq!(
            count(&house, "select count(*) as n from flag").await,
            0,
            "old flags stand"
        );
        jobs::run_due(&house.app, duties::ALL).await.unwrap();
        let mut tx = house.app.db.read("test.rule").await.unwrap();
        let rows = tx
            .rows("select distinct rule from rule_count", vec![])
            .await
            .unwrap();
        assert!(rows.len() > 20 && !rows.iter().any(|row| row.get::<String>("rule").unwrap() == rule));
        drop(tx);
        let page = browser.get("/register/rules").await;
        assert!(page.text.contains("Our forms do not ask this"));
        assert!(house.log().await.contains(&"rule.switch rule".to_owned()));

        let unknown = [
            ("kind", "oocr"),
            ("rule", "Z99"),
            ("turn", "on"),
            ("why", "Because"),
        ];
        assert_eq!(browser.post("/register/rules", &unknown).await.status, 404);
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut lead = house.browser(&lead).await;
        assert!(!lead.get("/register/rules").await.text.contains("Switch the rule"));
        assert_eq!(lead.post("/register/rules", &form("Because")).await.status, 404);
    }
);

on_both!(
    a_changed_rule_is_tried_and_nothing_is_kept,
    async |house: House| {
        load(&house, &ROWS).await;
        jobs::run_due(&house.app, duties::ALL).await.unwrap();
        let flags = count(&house, "select count(*) as n from flag").await;
        let coordinator = house.person("Cora Coordinator", &[Role::Coordinator]).await;
        let text = crate::flags::acts::rule_text(&coordinator, "oocr", "U01").unwrap();
        assert!(text.starts_with("[[rule]]\nid = \"U01\""), "{text}");
        let tried = async |text: &str| {
            crate::flags::acts::preview(&house.app, &coordinator, "oocr", "U01", text).await
        };
        let same = tried(&text).await.unwrap();
        assert_eq!(
            (same.records, same.now, same.then, same.added, same.dropped),
            (3, 1, 1, 0, 0)
        );
        assert!(same.failed.is_empty() && same.cases > 0);
        let wider = text.replace("suspect_age_offence < 10", "suspect_age_offence < 32");
        let wider = tried(&wider).await.unwrap();
        assert_eq!((wider.now, wider.then, wider.added, wider.dropped), (1, 3, 2, 0));
        assert!(!wider.failed.is_empty(), "the case at ten must not hold any more");
        let said = |refused| match refused {
            Err(crate::platform::refusal::Refusal::Invalid(errors)) => errors[0].message.clone(),
            other => panic!("{other:?}"),
        };
        let unreadable = said(tried(&text.replace("when =", "wen =")).await);
        assert!(
            unreadable.starts_with("The rule cannot be used, line "),
            "{unreadable}"
        );
        let line: usize = unreadable
            .split("line ")
            .nth(1)
            .unwrap()
            .split(':')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(line < 20, "{unreadable}");
        assert!(said(tried(&text.replace("U01", "U99")).await).contains("Keep the line"));
        assert_eq!(count(&house, "select count(*) as n from flag").await, flags);
        let auditor = house.person("Ann Auditor", &[Role::Auditor]).await;
        assert!(crate::flags::acts::rule_text(&auditor, "oocr", "U01").is_err());
    }
);

on_both!(
    whoever_may_see_several_bodies_sees_their_forces_beside_each_other,
    async |house: House| {
        load(&house, &ROWS).await;
        house.work().await;
        let one = house.person("Ona One", &[Role::Auditor]).await;
        let mut one = house.browser(&one).await;
        assert!(
            !one.get("/register/flags")
                .await
                .text
                .contains("Flags by rule and force")
        );
        let other = house.other_body().await;
        let two = house.person("Tam Two", &[Role::Auditor]).await;
        house.grant(&two, Role::Auditor, &other).await;
        let mut two = house.browser(&two).await;
        let page = two.get("/register/flags").await.text;
        for said in [
            "Flags by rule and force",
            "Westmarch Police",
            "Eastshire Constabulary",
            "% (",
        ] {
            assert!(page.contains(said), "{said}");
        }
        // A role that may not see counts there does not let them see the other force.
        let member = house.person("Mem Ber", &[Role::Auditor]).await;
        house.grant(&member, Role::Member, &other).await;
        let mut member = house.browser(&member).await;
        assert!(
            !member
                .get("/register/flags")
                .await
                .text
                .contains("Eastshire Constabulary")
        );
    }
);
