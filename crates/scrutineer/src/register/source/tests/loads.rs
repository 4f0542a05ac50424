//! Files of every form into the register, on both databases, and through the page.

use super::*;
use crate::access::Role;
use crate::audit::Who;
use crate::on_both;
use crate::register::acts::{self, Source as Incoming};
use crate::register::store;
use crate::testing::House;

fn values() -> Vec<Vec<Value>> {
    let rows = table();
    rows.iter()
        .map(|row| row.iter().map(|cell| Value::from(cell.as_str())).collect())
        .collect()
}

async fn load(house: &House, bytes: Vec<u8>, how: How) -> crate::register::model::Batch {
    let source = Incoming {
        body: house.body.id,
        kind: "oocr".to_owned(),
        profile: "canonical".to_owned(),
        how,
        // Named wrongly: what a file is, its bytes say.
        file_name: "march.csv".to_owned(),
        input: Box::new(Cursor::new(bytes)),
        progress: None,
    };
    let who = Who {
        body: Some(house.body.id),
        ..Who::default()
    };
    acts::load(&house.app, who, source).await.unwrap().batch
}

on_both!(every_form_gives_the_same_register, async |house: House| {
    let forms = [
        separated(&table(), ",", "\n").into_bytes(),
        separated(&table(), ";", "\r\n").into_bytes(),
        windows_1252(&separated(&table(), "\t", "\r\n")),
        utf16(
            &format!("\u{feff}{}", separated(&table(), "\t", "\n")),
            u16::to_le_bytes,
        ),
        Book::of(values()).xlsx(),
        Book::of(values()).ods(),
    ];
    for (number, file) in forms.into_iter().enumerate() {
        let batch = load(&house, file, How::default()).await;
        assert_eq!((batch.rows, batch.accepted, batch.refused), (3, 2, 1), "{number}");
        // Alike in every cell to the rows of the first form, though the files differ.
        assert_eq!(batch.duplicates, if number == 0 { 0 } else { 2 }, "{number}");
    }
    let mut tx = house.app.db.read("test").await.unwrap();
    let batches = store::batches_of(&mut tx, house.body.id).await.unwrap();
    let ods = batches
        .iter()
        .find(|batch| batch.summary.detected.format == Format::Ods)
        .unwrap();
    assert_eq!(ods.summary.detected.sheet.as_deref(), Some("Extract"));
    assert_eq!(ods.file_name, "march.csv");
});

on_both!(
    what_was_found_and_what_was_said_are_shown_and_kept,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut browser = house.browser(&lead).await;
        let form = browser.get("/register/upload").await;
        assert!(form.text.contains("The file is not read correctly?"));
        assert!(!form.text.contains("<details class=\"govuk-details\" open>"));

        let mut book = Book::of(values());
        book.sheets
            .push(("Notes", vec![vec![Value::from("read me")]], false));
        book.parts = vec![("xl/vbaProject.bin", b"macro")];
        let format = ("format", "oocr/canonical");
        let refused = browser
            .post_file("/register/upload", &[format], "march.xlsx", &book.xlsx())
            .await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.text.contains("(Extract, Notes); say which one to read"),
            "{}",
            refused.text
        );
        assert!(refused.text.contains("<details class=\"govuk-details\" open>"));

        let said = [format, ("sheet", "extract"), ("encoding", ""), ("separator", "")];
        let sent = browser
            .post_file("/register/upload", &said, "march.xlsx", &book.xlsx())
            .await;
        assert_eq!(sent.status, 303);
        let preview = browser.get(&sent.location).await;
        for want in [
            "Excel workbook (XLSX)",
            "Extract",
            "holds macros, which were not run",
            "data-label=\"Row\"",
        ] {
            assert!(preview.text.contains(want), "{want}: {}", preview.text);
        }
        // It is loaded as it was looked at, and its refused rows are those that were shown.
        let rejects = browser.get(&format!("{}/rejects.csv", sent.location)).await;
        assert!(
            rejects.text.contains("\n4,outcome_dt,impossible_date,"),
            "{}",
            rejects.text
        );
        let loaded = browser.post(&format!("{}/load", sent.location), &[]).await;
        assert_eq!(loaded.status, 303);
        let batch = browser.get(&loaded.location).await;
        assert!(batch.text.contains("2 rows have been loaded"), "{}", batch.text);
        assert!(batch.text.contains("Excel workbook (XLSX)") && batch.text.contains("holds macros"));

        // A text with the encoding and the separator that somebody chose.
        let latin = windows_1252(&separated(&table(), ";", "\n"));
        let wrong = [format, ("separator", "tab")];
        let refused = browser
            .post_file("/register/upload", &wrong, "a.csv", &latin)
            .await;
        assert!(refused.text.contains("Line 1 holds none of the headings"));
        let right = [format, ("separator", "semicolon"), ("encoding", "windows-1252")];
        let sent = browser
            .post_file("/register/upload", &right, "a.csv", &latin)
            .await;
        let preview = browser.get(&sent.location).await;
        assert!(
            preview
                .text
                .contains("semicolon, Windows-1252 (Western European)"),
            "{}",
            preview.text
        );
        assert_eq!(
            browser.post(&format!("{}/load", sent.location), &[]).await.status,
            303
        );
    }
);
