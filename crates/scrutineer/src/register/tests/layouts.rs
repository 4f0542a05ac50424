//! A force's own headings, days and words: named once in the browser, and told when they change.

use super::*;
use crate::{
    access::Role,
    on_both,
    register::{
        layout::{Days, Plan},
        survey::{self, Column},
    },
    testing::House,
};

const FILE: &str =
    "Occ Ref;ignored,Crime ref,Offence start,Offence,Result,Result date,Disposal,Age now,Gender,DA?\n";

/// Headings of no profile, days as in a spreadsheet, and words of the force's own.
fn extract() -> String {
    let rows = [
        "x,r1,01/03/2024,Theft from shop,8,04/03/2024,CR,16,M,Y",
        "x,r2,02/03/2024,Common assault,8,05/03/2024,comm res,31,Fem,maybe",
        "x,r3,30/02/2024,Common assault,8,05/03/2024,comm res,31,Fem,N",
    ];
    FILE.to_owned() + &rows.join("\n") + "\n"
}

fn columns_of(file: &str) -> Vec<Column> {
    survey::columns(file.as_bytes(), &How::default()).unwrap()
}

#[test]
fn a_column_is_judged_by_its_heading_and_by_what_it_holds() {
    let kind = kind("oocr");
    let columns = columns_of(&extract());
    assert_eq!(columns[5].written(), Some(Days::DayFirst));
    assert_eq!(columns[2].written(), None, "the 30th of February is no day");
    let suggested = survey::suggest(kind, &columns, None);
    let names: Vec<_> = suggested
        .iter()
        .map(|one| one.map_or("", |field| &field.name))
        .collect();
    // The outcome code by the values it holds, the others by their headings.
    assert_eq!(
        names,
        [
            "",
            "source_ref_hash",
            "offence_from_dt",
            "offence_title",
            "outcome_code",
            "outcome_dt",
            "disposal_type",
            "",
            "sex",
            "da"
        ]
    );
}

#[test]
fn what_a_file_says_before_is_suggested_again() {
    let kind = kind("oocr");
    let columns = columns_of(&extract());
    let plan = Plan {
        columns: vec![MappedColumn {
            heading: "Crime ref".into(),
            field: Some("source_ref_hash".into()),
        }],
        ..Plan::default()
    };
    let suggested = survey::suggest(kind, &columns, Some(&plan));
    assert_eq!(suggested[1].unwrap().name, "source_ref_hash");
}

#[test]
fn changed_headings_are_a_fault_and_never_a_blank() {
    let kind = kind("oocr");
    let column = |heading: &str| MappedColumn {
        heading: heading.into(),
        field: None,
    };
    let plan = Plan {
        columns: vec![column("A"), column("B")],
        ..Plan::default()
    };
    assert!(
        plan.mapping(kind, &["B", "A"]).is_ok(),
        "the order does not matter"
    );
    let fault = plan.mapping(kind, &["A", "C", "A"]).unwrap_err().to_string();
    for want in [
        "the heading C is new",
        "the heading A appears twice",
        "the heading B is missing",
    ] {
        assert!(fault.contains(want), "{want}: {fault}");
    }
}

/// The answers to the questions about the columns of [`extract`].
const NAMED: [(&str, &str); 15] = [
    ("column-0", "-"),
    ("column-1", "source_ref_hash"),
    ("column-2", "offence_from_dt"),
    ("column-3", "offence_title"),
    ("column-4", "outcome_code"),
    ("column-5", "outcome_dt"),
    ("column-6", "disposal_type"),
    ("column-7", "suspect_age_disposal"),
    ("column-8", "sex"),
    ("column-9", "da"),
    ("days", "day_first"),
    ("force", "Midshire Police"),
    ("since-day", "1"),
    ("since-month", "3"),
    ("since-year", "2024"),
];

on_both!(a_force_s_own_headings_are_named_once, async |house: House| {
    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    let mut browser = house.browser(&lead).await;
    let sent = browser
        .post_file(
            "/register/upload",
            &[("format", "oocr/own")],
            "march.csv",
            extract().as_bytes(),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let upload = sent.location.clone();
    let page = browser.get(&upload).await;
    assert!(page.text.contains("Say which column is which") && !page.text.contains("rows</button>"));
    let early = browser.post(&format!("{upload}/load"), &[]).await;
    assert_eq!(early.status, 409, "loaded before its columns are named");

    let columns = browser.get(&format!("{upload}/columns")).await;
    assert!(columns.text.contains("Result date") && columns.text.contains("Days"));
    assert!(
        !columns.text.contains("Theft from shop"),
        "what a cell holds is shown"
    );

    let twice = NAMED.map(|(name, value)| match name {
        "column-8" => (name, "da"),
        "column-1" => (name, "-"),
        _ => (name, value),
    });
    let refused = browser.post(&format!("{upload}/columns"), &twice).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("every record needs it"), "{}", refused.text);
    assert!(refused.text.contains("fed by another column already"));

    let mut short = NAMED.to_vec();
    short.retain(|(name, _)| *name != "column-9");
    let unsaid = browser.post(&format!("{upload}/columns"), &short).await;
    assert_eq!(unsaid.status, 422, "a column of which nothing is said");

    let named = browser.post(&format!("{upload}/columns"), &NAMED).await;
    assert_eq!(
        (named.status, named.location.as_str()),
        (303, format!("{upload}/values").as_str())
    );
    let values = browser.get(&named.location).await;
    for want in ["comm res", "fem", "maybe", "Rows that have it: 2"] {
        assert!(values.text.contains(want), "{want}: {}", values.text);
    }
    // In the order of the columns: disposal, gender, domestic abuse.
    let said = [
        ("value-0", "community_resolution"),
        ("value-1", "F"),
        ("value-2", "-blank"),
    ];
    let done = browser.post(&named.location, &said).await;
    assert_eq!((done.status, &done.location), (303, &upload), "{}", done.text);
    let page = browser.get(&upload).await;
    for want in [
        "Load 2 rows",
        "No such day",
        "Midshire Police, since 1 March 2024",
    ] {
        assert!(page.text.contains(want), "{want}: {}", page.text);
    }
    let loaded = browser.post(&format!("{upload}/load"), &[]).await;
    assert_eq!(loaded.status, 303);
    assert!(
        browser
            .get(&loaded.location)
            .await
            .text
            .contains("The layout of Midshire Police")
    );

    let mut tx = house.app.db.read("test.records").await.unwrap();
    let rows = tx
        .rows("select data from record order by line", vec![])
        .await
        .unwrap();
    let records: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| serde_json::from_str(&row.get::<String>("data").unwrap()).unwrap())
        .collect();
    drop(tx);
    assert_eq!(records[0]["outcome_dt"], "2024-03-04");
    assert_eq!(records[0]["da"], true);
    assert_eq!(records[1]["disposal_type"], "community_resolution");
    assert_eq!(
        (&records[1]["sex"], &records[1]["da"]),
        (&"F".into(), &serde_json::Value::Null)
    );

    // The next file of the force needs no questions, and one with other headings is told.
    let form = browser.get("/register/upload").await;
    assert!(form.text.contains("Midshire Police, since 1 March 2024"));
    let at = form.text.find("value=\"oocr/0").unwrap() + "value=\"".len();
    let layout = form.text[at..].split('"').next().unwrap().to_owned();
    let next = extract().replace("r1,01", "r9,07");
    let sent = browser
        .post_file(
            "/register/upload",
            &[("format", &layout)],
            "april.csv",
            next.as_bytes(),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert!(browser.get(&sent.location).await.text.contains("Load 2 rows"));
    let drifted = next.replace("Gender", "Gendre");
    let told = browser
        .post_file(
            "/register/upload",
            &[("format", &layout)],
            "may.csv",
            drifted.as_bytes(),
        )
        .await;
    assert_eq!(told.status, 422);
    assert!(
        told.text.contains("the heading Gendre is new")
            && told.text.contains("the heading Gender is missing")
    );
});

on_both!(a_layout_of_another_body_is_not_there, async |house: House| {
    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    let mut browser = house.browser(&lead).await;
    let nobodys = "oocr/018e0000-0000-7000-8000-000000000000";
    let sent = browser
        .post_file(
            "/register/upload",
            &[("format", nobodys)],
            "march.csv",
            extract().as_bytes(),
        )
        .await;
    assert_eq!(sent.status, 422);
    assert!(sent.text.contains("There is no such layout"), "{}", sent.text);
});
