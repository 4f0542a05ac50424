//! Records in JSON.

use super::*;

const RECORD: &str = r#"{"source_ref_hash":"r1","offence_from_dt":"2024-03-01","offence_title":"Theft","outcome_code":8,
  "outcome_dt":"2024-03-04","disposal_type":"CR","suspect_age_disposal":16}"#;

#[test]
fn a_value_that_is_none_refuses_its_record_by_place() {
    let nested = RECORD.replace("\"CR\"", "[\"CR\",\"PND\"]");
    let inner = RECORD.replace("8,", "{\"code\":8},");
    let twice = RECORD.replace("\"r1\"", "\"r1\",\"source_ref_hash\":\"r2\"");
    let long = RECORD.replace("\"r1\"", "123456789012345678901234");
    let exact = RECORD.replace("\"r1\"", "12345678901234567890");
    let file = format!("[{RECORD},{nested},{inner},{twice},{long},{exact}]");
    let (summary, lines) = read_oocr(file.as_bytes());
    assert_eq!((summary.accepted, summary.refused), (2, 4));
    let Some(Line::Accepted(last)) = lines.last() else {
        panic!("kept")
    };
    assert_eq!(last.source_ref.as_deref(), Some("12345678901234567890"));
    let refused: Vec<_> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Refused(refused) => Some((refused.line, refused.column.as_str(), refused.message.as_str())),
            Line::Accepted(_) => None,
        })
        .collect();
    assert_eq!(
        refused,
        [
            (2, "disposal_type", "the value is a list; give one value"),
            (
                3,
                "outcome_code",
                "the value is a record within the record; give one value"
            ),
            (
                4,
                "source_ref_hash",
                "the record has this key twice; give one value"
            ),
            (
                5,
                "source_ref_hash",
                "the number has too many digits to be kept exactly; put it in quotation marks"
            ),
        ]
    );
    assert_eq!(summary.by_rule["no_value"].count, 4);
}

#[test]
fn records_may_leave_keys_out_and_bring_new_ones() {
    let more = RECORD.replace("\"r1\"", "\"r2\",\"knife\":true");
    let (summary, lines) = read_oocr(format!("  [{RECORD},\n{more}]").as_bytes());
    assert_eq!(summary.accepted, 2);
    let Line::Accepted(second) = &lines[1] else {
        panic!("kept")
    };
    assert!(second.fields.contains("\"knife\":true"), "{}", second.fields);
}

#[test]
fn what_is_no_list_of_records_is_a_fault() {
    let list = "this is no list of records; write [{\"heading\": \"value\"}] or {\"records\": [...]}";
    for (file, says) in [
        (
            "[]".to_owned(),
            "the file is empty; choose the file with its headings and rows".to_owned(),
        ),
        ("{\"a\": 1}".to_owned(), format!("line 1 of the JSON: {list}")),
        (format!("[{RECORD},\n5]"), format!("line 3 of the JSON: {list}")),
        (
            format!("[{RECORD},"),
            "line 2 of the JSON: the list ends in the middle; the file was cut off".to_owned(),
        ),
        (
            format!("[{RECORD}\n{RECORD}]"),
            "line 3 of the JSON: this is not JSON; a comma, bracket or quotation mark is missing or too many"
                .to_owned(),
        ),
    ] {
        assert_eq!(fault(file.as_bytes()), says);
    }
    // Deeper than anybody writes: refused, not followed.
    let deep = format!("[{{\"a\":{}", "[".repeat(100_000));
    assert!(fault(deep.as_bytes()).starts_with("line 1 of the JSON:"));
}

#[test]
fn a_text_that_begins_with_a_bracket_is_still_a_text() {
    let file = separated(&table(), ",", "\n").replace("source_ref_hash", "[ref]");
    assert!(fault(file.as_bytes()).contains("the heading [ref] is not known"));
}
