//! Reading a period a part at a time, on both databases.

use super::loads::load;
use super::*;
use crate::on_both;
use crate::platform::ids::RecordId;
use crate::register::store::InPeriod;
use crate::testing::House;

/// Loads one record a month, from the month after a year's beginning to its end, under references of its own.
async fn year(house: &House, year: u16, offence: &str) {
    house.clock.set(house.app.now().plus_minutes(1));
    let line =
        |month| format!("r{year}-{month},{year}-{month:02}-02,{offence},8,{year}-{month:02}-03,CR,20\n");
    let lines: String = (1..=12).map(line).collect();
    let batch = load(house, "oocr", format!("{OOCR_HEADINGS}\n{lines}"))
        .await
        .unwrap()
        .batch;
    assert_eq!(batch.refused, 0, "{:?}", batch.summary.by_rule);
}

/// The ids of a period, read in parts of so many.
async fn read(house: &House, (from, to): (&str, &str), most: i64) -> Vec<RecordId> {
    let mut tx = house.app.db.read("test.period").await.unwrap();
    let of = (house.body.id, "oocr");
    let mut period = InPeriod::of(&mut tx, of, (from, to)).await.unwrap();
    let mut ids = Vec::new();
    loop {
        let part = period.next(&mut tx, most).await.unwrap();
        if part.is_empty() {
            return ids;
        }
        assert!(i64::try_from(part.len()).unwrap() <= most);
        ids.extend(part.iter().map(|record| record.id));
    }
}

on_both!(
    a_period_is_read_whole_in_whatever_parts_and_without_what_was_superseded,
    async |house: House| {
        year(&house, 2023, "Theft").await;
        year(&house, 2024, "Theft").await;
        // A later extract of the second year, by which every record of the first extract of it is superseded.
        year(&house, 2024, "Fraud").await;
        for (from, to, records) in [
            ("2023-01", "2024-12", 24),
            ("2023-11", "2024-02", 4),
            ("2024-06", "2024-06", 1),
            ("2025-01", "2025-12", 0),
        ] {
            let mut tx = house.app.db.read("test.frame").await.unwrap();
            let frame = store::frame_records(&mut tx, house.body.id, "oocr", from, to)
                .await
                .unwrap();
            drop(tx);
            let frame: Vec<RecordId> = frame.into_iter().map(|(id, _)| id).collect();
            assert_eq!(frame.len(), records, "{from} to {to}");
            for most in [1, 2, 5, 100] {
                assert_eq!(
                    read(&house, (from, to), most).await,
                    frame,
                    "{from} to {to} by {most}"
                );
            }
        }
    }
);
