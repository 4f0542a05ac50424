//! The pages of the register through a browser, with every kind of bad file, on both databases.

use axum::body::Body;
use axum::http::{Request, header};

use super::*;
use crate::access::Role;
use crate::on_both;
use crate::testing::{Answered, Browser, House};

const FORMAT: [(&str, &str); 1] = [("format", "stop_search/police-uk")];
const OOCR_FORMAT: [(&str, &str); 1] = [("format", "oocr/canonical")];

async fn send(browser: &mut Browser, file: impl AsRef<[u8]>) -> Answered {
    browser
        .post_file("/register/upload", &FORMAT, "march.csv", file.as_ref())
        .await
}

async fn rows_kept(house: &House) -> (i64, i64) {
    let mut tx = house.app.db.read("test.count").await.unwrap();
    let sql = "select (select count(*) from record) as records, (select count(*) from upload) as uploads";
    let row = tx.one(sql, vec![]).await.unwrap().unwrap();
    (row.get("records").unwrap(), row.get("uploads").unwrap())
}

/// Sends a file at fault: the form again with the sentence at the field, and nothing kept.
async fn refused(house: &House, browser: &mut Browser, file: impl AsRef<[u8]>, sentence: &str) {
    let answer = send(browser, file).await;
    assert_eq!(answer.status, 422, "{sentence}");
    assert!(
        answer.text.contains("href=\"#file\""),
        "no link to the field in the summary: {}",
        answer.text
    );
    let escaped = sentence.replace('"', "&#34;").replace('\'', "&#39;");
    assert!(answer.text.contains(&escaped), "{escaped}\n{}", answer.text);
    assert_eq!(rows_kept(house).await, (0, 0));
}

on_both!(
    an_extract_is_uploaded_looked_at_and_loaded,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut browser = house.browser(&lead).await;
        let empty = browser.get("/register").await;
        assert!(empty.text.contains("Nothing has been loaded yet"));
        assert!(
            browser
                .get("/register/upload")
                .await
                .text
                .contains("15-column file of data.police.uk")
        );

        let bad = SEARCH.replace("Male", "Qwertyson");
        let youth = SEARCH.replace("18-24", "10-17");
        let sent = send(&mut browser, police_uk_file(&[SEARCH, &bad, SEARCH, &youth])).await;
        assert_eq!(sent.status, 303);
        let preview = browser.get(&sent.location).await;
        for want in [
            "march.csv",
            "Would be kept",
            "Load 3 rows",
            "Value not in the list",
            "January 2020",
            "Under 18",
            "rejects.csv",
        ] {
            assert!(preview.text.contains(want), "{want}: {}", preview.text);
        }
        assert!(
            !preview.text.contains("Qwertyson"),
            "the content of a cell is shown"
        );
        assert!(
            browser
                .get("/register")
                .await
                .text
                .contains("Waiting to be loaded")
        );

        let rejects = browser.get(&format!("{}/rejects.csv", sent.location)).await;
        assert!(
            rejects
                .text
                .starts_with("line,column,rule,message\n3,Gender,not_listed,"),
            "{}",
            rejects.text
        );
        assert!(!rejects.text.contains("Qwertyson"));
        assert!(
            rejects.headers[header::CONTENT_DISPOSITION]
                .to_str()
                .unwrap()
                .contains("refused-march.csv")
        );

        let loaded = browser.post(&format!("{}/load", sent.location), &[]).await;
        assert_eq!(loaded.status, 303);
        let batch = browser.get(&loaded.location).await;
        for want in [
            "3 rows have been loaded",
            "Lee Lead",
            "Kept and flagged as repeats",
            "SHA-256 of the file",
        ] {
            assert!(batch.text.contains(want), "{want}: {}", batch.text);
        }
        let (path, _) = loaded.location.split_once('?').unwrap();
        assert_eq!(
            browser.get(&format!("{path}/rejects.csv")).await.text,
            rejects.text
        );

        let register = browser.get("/register").await;
        assert!(register.text.contains("January 2020") && register.text.contains("march.csv"));
        assert!(!register.text.contains("Waiting to be loaded"));
        assert!(
            browser
                .get(&sent.location)
                .await
                .text
                .contains("This file has been loaded")
        );
        assert_eq!(
            browser.post(&format!("{}/load", sent.location), &[]).await.status,
            409
        );
        assert_eq!(
            browser
                .get(&format!("{}/rejects.csv", sent.location))
                .await
                .status,
            404
        );

        // The same file again: nothing changes, and it says so.
        let again = send(&mut browser, police_uk_file(&[SEARCH, &bad, SEARCH, &youth])).await;
        assert_eq!(again.location, format!("{path}?again"));
        assert!(
            browser
                .get(&again.location)
                .await
                .text
                .contains("Nothing has changed")
        );
        assert_eq!(rows_kept(&house).await, (3, 1));
    }
);

on_both!(an_upload_can_be_discarded, async |house: House| {
    let coordinator = house.person("Cora Coordinator", &[Role::Coordinator]).await;
    let mut browser = house.browser(&coordinator).await;
    let sent = send(&mut browser, police_uk_file(&[SEARCH])).await;
    assert_eq!(
        browser
            .post(&format!("{}/discard", sent.location), &[])
            .await
            .location,
        "/register"
    );
    assert!(
        browser
            .get(&sent.location)
            .await
            .text
            .contains("This file was discarded")
    );
    assert_eq!(
        browser.post(&format!("{}/load", sent.location), &[]).await.status,
        409
    );
    assert_eq!(rows_kept(&house).await.0, 0);
});

on_both!(the_form_asks_for_what_is_missing, async |house: House| {
    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    let mut browser = house.browser(&lead).await;
    let nothing = browser.post_file("/register/upload", &[], "", b"").await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.text.contains("Choose what the file holds") && nothing.text.contains("Choose the file"));
    let forged = [("format", "burglaries/met")];
    let kind = browser
        .post_file(
            "/register/upload",
            &forged,
            "a.csv",
            police_uk_file(&[SEARCH]).as_bytes(),
        )
        .await;
    assert_eq!(kind.status, 422);
    assert!(kind.text.contains("There is no kind of record called burglaries"));
    assert_eq!(rows_kept(&house).await, (0, 0));
});

on_both!(
    whole_files_at_fault_are_told_at_the_field,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut browser = house.browser(&lead).await;
        let good = police_uk_file(&[SEARCH]);
        let faults = [
            (
                good.replace("Age range", "age_range"),
                "Line 1: the heading Age range is missing, the heading age_range is not known",
            ),
            (
                good.replace("Gender,", ""),
                "Line 1: the heading Gender is missing",
            ),
            (String::new(), "The file is empty"),
            (
                police_uk_file(&[]),
                "The file has a heading line but no rows below it",
            ),
        ];
        for (file, sentence) in faults {
            refused(&house, &mut browser, file, sentence).await;
        }
        let mut latin = good.into_bytes();
        latin.splice(0..0, *b"\xef\xbb\xbf");
        let at = latin.windows(4).position(|bytes| bytes == b"Male").unwrap();
        latin[at + 1] = 0xe9;
        refused(
            &house,
            &mut browser,
            latin,
            "Line 2, column Gender: byte 0xe9 at place 2 of the cell is not UTF-8",
        )
        .await;
        let mut rows = vec![SEARCH; 70_100];
        let unclosed = SEARCH.replace(",Male,", ",\"Male,");
        rows[70_000 - 2] = &unclosed;
        let sentence = "Line 70000: a quoted cell begins here and is never closed";
        refused(&house, &mut browser, police_uk_file(&rows), sentence).await;
        assert!(house.log().await.is_empty());
    }
);

on_both!(cells_at_fault_are_refused_line_by_line, async |house: House| {
    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    let mut browser = house.browser(&lead).await;
    let long = "x".repeat(1 << 20);
    let file = format!(
        "{OOCR_HEADINGS},suspect_age_offence,rationale\n\
         r1,2024-03-01,Theft from shop,8,2024-02-30,CR,16,16,\n\
         r2,2024-03-01,Theft from shop,8,2024-03-04,CR,16,9,\n\
         r3,2024-03-01,Theft from shop,8,2024-03-04,CR,118,118,\n\
         r4,2024-03-01,Theft from shop,8,2024-03-04,CR,16,16,{long}\n\
         r5,2024-03-01,Theft from shop,8,2024-03-04,CR,16,16,enough\n"
    );
    let sent = browser
        .post_file("/register/upload", &OOCR_FORMAT, "march.csv", file.as_bytes())
        .await;
    let preview = browser.get(&sent.location).await;
    for want in [
        "No such day",
        "Number or date out of range",
        "Too long",
        "Age at the offence: lower than usual: 1 row (line 3)",
        "Load 2 rows",
    ] {
        assert!(preview.text.contains(want), "{want}: {}", preview.text);
    }
    let rejects = browser.get(&format!("{}/rejects.csv", sent.location)).await.text;
    let places: Vec<String> = rejects
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(3).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        places,
        [
            "2 outcome_dt impossible_date",
            "4 suspect_age_offence out_of_range",
            "5 rationale too_long"
        ]
    );
});

on_both!(
    line_ends_and_a_byte_order_mark_do_not_matter,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut browser = house.browser(&lead).await;
        let lf = police_uk_file(&[SEARCH, SEARCH]);
        for file in [lf.clone(), lf.replace('\n', "\r\n"), format!("\u{feff}{lf}")] {
            let sent = send(&mut browser, &file).await;
            assert_eq!(sent.status, 303, "{}", sent.text);
            assert!(browser.get(&sent.location).await.text.contains("Load 2 rows"));
            browser.post(&format!("{}/load", sent.location), &[]).await;
        }
        // Rows alike in every cell are alike whatever ends their lines: of six, five are repeats.
        let mut tx = house.app.db.read("test").await.unwrap();
        let row = tx
            .one("select count(*) as n from record where duplicate", vec![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), 5);
    }
);

on_both!(
    too_long_and_cut_off_uploads_leave_nothing,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut browser = house.browser(&lead).await;
        let edge = "----edge";
        let half = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntest-token\r\n--{edge}\r\n\
         Content-Disposition: form-data; name=\"format\"\r\n\r\nstop_search/police-uk\r\n--{edge}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{}",
            police_uk_file(&[SEARCH])
        );
        let request = |claimed: Option<u64>| {
            let mut request = Request::post("/register/upload")
                .header("sec-fetch-site", "same-origin")
                .header(
                    header::CONTENT_TYPE,
                    format!("multipart/form-data; boundary={edge}"),
                );
            if let Some(claimed) = claimed {
                request = request.header(header::CONTENT_LENGTH, claimed);
            }
            request.body(Body::from(half.clone())).unwrap()
        };
        let claimed = browser.send(request(Some(2 << 30))).await;
        assert_eq!(claimed.status, 422);
        assert!(
            claimed.text.contains("The file must be smaller than 100 MB"),
            "{}",
            claimed.text
        );
        let cut = browser.send(request(None)).await;
        assert_eq!(cut.status, 422);
        assert!(
            cut.text
                .contains("The upload was cut off; choose the file and send it again"),
            "{}",
            cut.text
        );
        assert!(cut.text.contains("href=\"#file\""));
        assert_eq!(rows_kept(&house).await, (0, 0));
        assert!(house.log().await.is_empty());
    }
);

on_both!(forged_and_foreign_ids_look_absent, async |house: House| {
    let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
    let mut browser = house.browser(&lead).await;
    let sent = send(&mut browser, police_uk_file(&[SEARCH])).await;
    let other = send(&mut browser, police_uk_file(&[SEARCH, SEARCH])).await;
    let loaded = browser.post(&format!("{}/load", other.location), &[]).await;
    let batch = loaded.location.split('?').next().unwrap().to_owned();

    let elsewhere = house.other_body().await;
    let stranger = house
        .person_of("Sid Stranger", &[Role::ForceLead, Role::Coordinator], &elsewhere)
        .await;
    let member = house.person("May Member", &[Role::Member, Role::Chair]).await;
    for who in [&stranger, &member] {
        let mut theirs = house.browser(who).await;
        for path in [
            sent.location.clone(),
            format!("{}/rejects.csv", sent.location),
            batch.clone(),
            format!("{batch}/rejects.csv"),
        ] {
            assert_eq!(theirs.get(&path).await.status, 404, "{path}");
        }
        for act in ["load", "discard"] {
            assert_eq!(
                theirs.post(&format!("{}/{act}", sent.location), &[]).await.status,
                404,
                "{act}"
            );
        }
    }
    let mut members = house.browser(&member).await;
    assert_eq!(members.get("/register").await.status, 404);
    assert_eq!(members.get("/register/upload").await.status, 404);
    assert_eq!(send(&mut members, police_uk_file(&[SEARCH])).await.status, 404);
    let strangers = house.browser(&stranger).await.get("/register").await;
    assert!(strangers.text.contains("Nothing has been loaded yet"));

    for id in ["00000000-0000-7000-8000-000000000000", "1", "x'--", "%00"] {
        for path in [
            format!("/register/uploads/{id}"),
            format!("/register/uploads/{id}/rejects.csv"),
            format!("/register/batches/{id}"),
            format!("/register/batches/{id}/rejects.csv"),
        ] {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        for act in ["load", "discard"] {
            assert_eq!(
                browser
                    .post(&format!("/register/uploads/{id}/{act}"), &[])
                    .await
                    .status,
                404
            );
        }
    }
    // The auditor sees what was loaded, but nothing that waits.
    let auditor = house.person("Ada Auditor", &[Role::Auditor]).await;
    let mut auditors = house.browser(&auditor).await;
    assert_eq!(auditors.get(&batch).await.status, 200);
    assert_eq!(auditors.get(&sent.location).await.status, 404);
    let register = auditors.get("/register").await;
    assert!(!register.text.contains("Waiting to be loaded") && !register.text.contains("Upload an extract"));
});

on_both!(
    months_of_which_nothing_was_loaded_are_told,
    async |house: House| {
        house.records("oocr", &["2023-11", "2024-03"], 1).await;
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let page = house.browser(&lead).await.get("/register").await;
        assert!(
            page.text.contains("December 2023 to February 2024"),
            "{}",
            page.text
        );
        assert!(
            page.text
                .contains("Nothing loaded: that is not the same as no records")
        );
        assert_eq!(
            page.text.matches("Nothing loaded").count(),
            1,
            "a month with records is told as a gap"
        );
    }
);
