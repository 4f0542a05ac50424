//! Taking lists away.

use std::io::Cursor;

use calamine::{Data, Reader};
use sha2::{Digest, Sha256};

use super::{coordinator, detail, lead, load, shelved};
use crate::{on_both, testing::House};

const EXPORT: &str = "/register/records/export";

fn form<'a>(format: &'a str, why: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", "oocr"),
        ("from", "2024-03"),
        ("to", "2024-03"),
        ("reason", "panel"),
        ("why", why),
        ("format", format),
    ]
}

on_both!(
    a_file_holds_what_its_reader_may_see_and_is_one_disclosure,
    async |house: House| {
        shelved(&house).await;
        let mut coordinator = house.browser(&coordinator(&house).await).await;
        let file = coordinator
            .post(EXPORT, &form("csv", "For the panel of May"))
            .await;
        assert_eq!(file.status, 200);
        assert!(
            file.headers["content-disposition"]
                .to_str()
                .unwrap()
                .contains("oocr-records.csv")
        );
        let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
        let head = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        assert!(head.iter().any(|name| name == "Sex"));
        for hidden in ["ref-1", "Care experienced", "The boy was sorry", "ationale"] {
            assert!(!file.text.contains(hidden), "a coordinator takes {hidden} away");
        }
        let entry = detail(&house, "records.export").await;
        for said in [
            "Disclosure",
            "For the panel of May",
            "\"records\": \"3\"",
            "\"reason\": \"panel\"",
            &hex::encode(Sha256::digest(&file.bytes)),
        ] {
            assert!(entry.contains(said), "{said}: {entry}");
        }

        let mut lead = house.browser(&lead(&house).await).await;
        let file = lead.post(EXPORT, &form("csv", "To mend the data")).await.text;
        assert!(file.contains("ref-1") && file.contains("Care experienced"));
        assert!(
            !file.contains("The boy was sorry"),
            "restricted words are taken away"
        );
    }
);

on_both!(a_spreadsheet_holds_the_same, async |house: House| {
    shelved(&house).await;
    let mut lead = house.browser(&lead(&house).await).await;
    let csv = lead.post(EXPORT, &form("csv", "To mend the data")).await;
    let ods = lead.post(EXPORT, &form("ods", "To mend the data")).await;
    let mut book: calamine::Ods<_> = calamine::Ods::new(Cursor::new(ods.bytes)).unwrap();
    let sheet = book.worksheet_range("Records").unwrap();
    let cells: Vec<Vec<String>> = sheet
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.bytes.as_slice());
    let lines: Vec<Vec<String>> = reader
        .records()
        .map(|line| line.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(cells, lines);
});

on_both!(
    a_cell_that_a_spreadsheet_would_run_is_made_text,
    async |house: House| {
        let row = "=ref-9,2024-03-02,=HYPERLINK(1),8,2024-03-05,CR,31,31,F,,,,,";
        load(&house, "hostile.csv", &[row]).await;
        house.work().await;
        let mut lead = house.browser(&lead(&house).await).await;
        let file = lead.post(EXPORT, &form("csv", "To mend the data")).await.text;
        assert!(
            file.contains("'=HYPERLINK(1)") && file.contains("'=ref-9"),
            "{file}"
        );
    }
);

on_both!(without_a_reason_nothing_is_taken_away, async |house: House| {
    shelved(&house).await;
    let mut lead = house.browser(&lead(&house).await).await;
    let page = lead.post(EXPORT, &form("csv", "")).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("Say in at most 300 characters"));
    let mut without = form("csv", "For the panel");
    without.retain(|(name, _)| *name != "reason");
    let page = lead.post(EXPORT, &without).await;
    assert_eq!(page.status, 422);
    assert!(
        page.text.contains("Choose why") && page.text.contains("For the panel"),
        "what was typed is lost"
    );
    let page = lead.post(EXPORT, &form("pdf", "For the panel")).await;
    assert!(page.status == 422 && page.text.contains("Choose what sort of file"));
    assert!(
        !house
            .log()
            .await
            .iter()
            .any(|line| line.starts_with("records.export"))
    );
    assert_eq!(
        std::fs::read_dir(house.folder())
            .unwrap()
            .filter(|entry| {
                entry
                    .as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .starts_with(".tmp")
            })
            .count(),
        0,
        "something is left of a file"
    );
});
