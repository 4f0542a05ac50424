//! Single cells and rows at fault: the row is refused with its line, column and rule, and the reading goes on.

use super::*;

/// What becomes of one cell in an otherwise good row.
fn outcome(heading: &str, cell: &str) -> Result<serde_json::Value, (Rule, String)> {
    let kind = kind("oocr");
    let (_, lines) = read(kind, "canonical", oocr_file(heading, cell).as_bytes()).unwrap();
    match lines.into_iter().next().unwrap() {
        Line::Accepted(record) => {
            let fields: serde_json::Value = serde_json::from_str(&record.fields).unwrap();
            Ok(fields.get(heading).cloned().unwrap_or_default())
        }
        Line::Refused(refused) => {
            assert_eq!((refused.line, refused.column.as_str()), (2, heading));
            assert!(
                cell.len() < 3 || !refused.message.contains(cell),
                "the cell is repeated: {}",
                refused.message
            );
            Err((refused.rule, refused.message))
        }
    }
}

fn rule(heading: &str, cell: &str) -> Rule {
    outcome(heading, cell).unwrap_err().0
}

#[test]
fn dates_must_be_in_the_calendar() {
    assert_eq!(outcome("authorised_dt", " 2024-02-29 ").unwrap(), "2024-02-29");
    for impossible in [
        "2023-02-30",
        "2024-04-31",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "0024-01-01",
    ] {
        assert_eq!(
            rule("authorised_dt", impossible),
            Rule::ImpossibleDate,
            "{impossible}"
        );
    }
    for other in [
        "31/04",
        "31/04/2023",
        "2024-3-1",
        "20240301",
        "2024-03-01T10:00",
        "last week",
        "２０２４-03-01",
    ] {
        assert_eq!(rule("authorised_dt", other), Rule::NotDate, "{other}");
    }
}

/// Nobody under ten can commit an offence (Children and Young Persons Act 1933 s.50): such a row is for the panel to
/// see, so it is kept with a notice. 118 is older than anyone has lived in the United Kingdom.
#[test]
fn ages_nine_and_118() {
    let kind = kind("oocr");
    let notices = |age: &str| {
        let (summary, _) = read(
            kind,
            "canonical",
            oocr_file("suspect_age_offence", age).as_bytes(),
        )
        .unwrap();
        (summary.accepted, summary.notices.into_keys().collect::<Vec<_>>())
    };
    assert_eq!(notices("9"), (1, vec!["low:suspect_age_offence".to_owned()]));
    assert_eq!(notices("10"), (1, vec![]));
    assert_eq!(notices("117"), (1, vec![]));
    assert_eq!(
        outcome("suspect_age_offence", "118").unwrap_err(),
        (
            Rule::OutOfRange,
            "the number is out of range; write one from 0 to 117".to_owned()
        )
    );
    assert_eq!(rule("suspect_age_offence", "-1"), Rule::OutOfRange);
    for other in ["nine", "9.5", "+9", "9 years", "-", "9999999999999999999999"] {
        assert_eq!(rule("suspect_age_offence", other), Rule::NotNumber, "{other}");
    }
}

#[test]
fn three_valued_booleans_stay_three_valued() {
    for (cell, value) in [
        ("True", true),
        ("false", false),
        ("Y", true),
        ("NO", false),
        ("1", true),
        ("0", false),
    ] {
        assert_eq!(outcome("knife", cell).unwrap(), value, "{cell}");
    }
    let kind = kind("oocr");
    for cell in ["", "unknown"] {
        let (_, lines) = read(kind, "canonical", oocr_file("knife", cell).as_bytes()).unwrap();
        let Line::Accepted(record) = &lines[0] else {
            panic!("refused")
        };
        assert!(record.fields.contains("\"knife\":null") && record.fields.contains("\"da\":null"));
    }
    assert_eq!(rule("knife", "maybe"), Rule::NotTrueFalse);
}

#[test]
fn codes_are_kept_as_codes_and_lists_as_lists() {
    assert_eq!(outcome("admission", "Full admission").unwrap(), "full");
    assert_eq!(outcome("sde_code", "White - Irish").unwrap(), "W2");
    assert_eq!(
        outcome("hate", "race; Religion ;").unwrap(),
        serde_json::json!(["race", "religion"])
    );
    assert_eq!(
        outcome("agg", "in public;group").unwrap(),
        serde_json::json!(["in public", "group"])
    );
    assert_eq!(
        outcome("sex", "Q").unwrap_err(),
        (
            Rule::NotListed,
            "the value is not in the list sex; use one of M, F, X, U".to_owned()
        )
    );
    assert_eq!(rule("hate", "race;envy"), Rule::NotListed);
}

#[test]
fn decimals_keep_their_digits() {
    let kind = kind("oocr");
    let file = oocr_file("condition_amount", "40.10");
    let (_, lines) = read(kind, "canonical", file.as_bytes()).unwrap();
    let Line::Accepted(record) = &lines[0] else {
        panic!("refused")
    };
    assert!(record.fields.contains("\"condition_amount\":40.10"));
    for other in ["£40", "1e3", "NaN", ".5", "5.", "007"] {
        assert_eq!(rule("condition_amount", other), Rule::NotNumber, "{other}");
    }
    assert_eq!(rule("condition_amount", "100000.01"), Rule::OutOfRange);
}

#[test]
fn text_is_kept_as_it_is_and_escaped() {
    let said = "He said \"\"sorry\"\".\r\nLine two\tétape \\ 😀";
    let cell = format!("\"{said}\"");
    assert_eq!(outcome("rationale", &cell).unwrap(), said.replace("\"\"", "\""));
    assert_eq!(rule("rationale", "bell\u{7}"), Rule::ControlCharacter);
    assert_eq!(rule("rationale", "nul\0"), Rule::ControlCharacter);
    assert!(outcome("matrix_version", &"é".repeat(40)).is_ok());
    assert_eq!(rule("matrix_version", &"é".repeat(41)), Rule::TooLong);
}

#[test]
fn required_cells_must_be_filled() {
    let kind = kind("oocr");
    let file = oocr_file("knife", "").replace("Theft from shop", "  ");
    let (summary, lines) = read(kind, "canonical", file.as_bytes()).unwrap();
    let Line::Refused(refused) = &lines[0] else {
        panic!("accepted")
    };
    assert_eq!(
        (refused.column.as_str(), refused.rule),
        ("offence_title", Rule::Required)
    );
    assert_eq!(summary.by_rule["required"].first[0].line, 2);
}

#[test]
fn ragged_rows_and_cells_of_a_megabyte_are_refused_and_the_reading_goes_on() {
    let kind = kind("stop_search");
    let megabyte = SEARCH.replace(",Male,", &format!(",{},", "x".repeat(1 << 20)));
    let quoted = SEARCH.replace(",Male,", &format!(",\"{}\",", "é\n".repeat(1 << 19)));
    let short = SEARCH.replace(",Male,", ",");
    let long = format!("{SEARCH},,");
    let file = police_uk_file(&[SEARCH, &megabyte, &quoted, &short, &long, SEARCH]);
    let (summary, lines) = read(kind, "police-uk", file.as_bytes()).unwrap();
    assert_eq!((summary.rows, summary.accepted, summary.duplicates), (6, 2, 1));
    let refused: Vec<_> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Refused(refused) => Some((refused.line, refused.column.as_str(), refused.rule.code())),
            Line::Accepted(_) => None,
        })
        .collect();
    let after = 5 + (1 << 19);
    let expected = [
        (3, "Gender", "too_long"),
        (4, "Gender", "too_long"),
        (after, "", "columns"),
        (after + 1, "", "columns"),
    ];
    assert_eq!(refused, expected);
    assert_eq!(
        summary.by_rule["columns"].first[0].message,
        "the line has 14 cells and the headings 15; make them the same"
    );
}

/// 23:30 on 31 December at -01:00 is January in UTC, and the month is told in UTC.
#[test]
fn instants_are_kept_in_utc_and_so_is_the_month() {
    let kind = kind("stop_search");
    let row = |date: &str| SEARCH.replace("2020-01-01T01:05:00+00:00", date);
    let file = police_uk_file(&[&row("2019-12-31T23:30:00-01:00"), &row("2019-12-31T23:30:00Z")]);
    let (summary, lines) = read(kind, "police-uk", file.as_bytes()).unwrap();
    assert_eq!(
        summary.months,
        [("2019-12".to_owned(), 1), ("2020-01".to_owned(), 1)].into()
    );
    let Line::Accepted(first) = &lines[0] else {
        panic!("refused")
    };
    assert!(first.fields.contains("\"date\":\"2020-01-01T00:30:00Z\""));
    let file = police_uk_file(&[
        &row("2020-02-30T10:00:00+00:00"),
        &row("2020-01-01T10:00:00"),
        &row("01/01/2020 10:00"),
    ]);
    let (summary, _) = read(kind, "police-uk", file.as_bytes()).unwrap();
    assert_eq!(
        (
            summary.by_rule["impossible_date"].count,
            summary.by_rule["not_date"].count
        ),
        (1, 2)
    );
}

#[test]
fn values_new_to_an_open_list_are_kept_with_a_notice() {
    let kind = kind("stop_search");
    let row = SEARCH.replace("Controlled drugs", "Nitrous oxide canisters");
    let (summary, lines) = read(kind, "police-uk", police_uk_file(&[&row]).as_bytes()).unwrap();
    let Line::Accepted(record) = &lines[0] else {
        panic!("refused")
    };
    assert_eq!(record.notices, [Notice::Unlisted("object")]);
    assert!(record.fields.contains("\"object\":\"Nitrous oxide canisters\""));
    assert_eq!(summary.notices["unlisted:object"].count, 1);
}

#[test]
fn a_reference_that_comes_again_is_kept_with_a_notice() {
    let kind = kind("oocr");
    let row = "r1,2024-03-01,Theft from shop,8,2024-03-04,CR,16";
    let file = format!("{OOCR_HEADINGS}\n{row}\n{row}\n{}\n", row.replace(",16", ",17"));
    let (summary, lines) = read(kind, "canonical", file.as_bytes()).unwrap();
    assert_eq!((summary.accepted, summary.duplicates), (3, 1));
    let Line::Accepted(third) = &lines[2] else {
        panic!("refused")
    };
    assert_eq!(
        (third.duplicate_of_line, third.notices.as_slice()),
        (None, &[Notice::ReferenceAgain(2)][..])
    );
}

#[test]
fn refusals_are_written_without_the_content_of_cells() {
    let kind = kind("oocr");
    let file = oocr_file("sex", "SECRET");
    let (_, lines) = read(kind, "canonical", file.as_bytes()).unwrap();
    let mut rejects = Rejects::new(Vec::new()).unwrap();
    for line in &lines {
        if let Line::Refused(refused) = line {
            rejects.write(refused).unwrap();
        }
    }
    let written = String::from_utf8(rejects.finish().unwrap()).unwrap();
    let expected = "line,column,rule,message\n\
                    2,sex,not_listed,\"the value is not in the list sex; use one of M, F, X, U\"\n";
    assert_eq!(written, expected);
}

/// The kind by which reading and checking is compared with other programs: it says the form of a text and the days of a date.
#[test]
fn a_text_has_its_form_and_a_date_its_days() {
    const KIND: &str = include_str!("../../../../../benches/peers/cases.toml");
    let kind = Packs::built_in().unwrap().other_kind("cases.toml", KIND).unwrap();
    let outcome = |reference: &str, date: &str| {
        let row = format!("{reference},F01,White,M,30,O01,Charge,{date}");
        let file = format!("case_ref,force,ethnicity,sex,age,offence,disposal,date\n{row}\n");
        let (_, mut lines) = read(&kind, "canonical", file.as_bytes()).unwrap();
        match lines.remove(0) {
            Line::Accepted(_) => Ok(()),
            Line::Refused(refused) => Err((refused.column, refused.rule, refused.message)),
        }
    };
    for (reference, date) in [
        ("C00000000", "2023-04-01"),
        ("C98765432", "2025-03-31"),
        (" C00000001 ", "2024-02-29"),
    ] {
        assert_eq!(outcome(reference, date), Ok(()));
    }
    for other in ["C0000000", "c00000000", "C0000000O", "D00000000", "C00000００"] {
        let (column, rule, message) = outcome(other, "2024-01-01").unwrap_err();
        assert_eq!((column.as_str(), rule), ("case_ref", Rule::OtherForm), "{other}");
        let right =
            "the cell is written in another form; write it as in C00000000, with any digit for a nought";
        assert_eq!(message, right);
    }
    for day in ["2023-03-31", "2025-04-01"] {
        let (column, rule, message) = outcome("C00000000", day).unwrap_err();
        assert_eq!((column.as_str(), rule), ("date", Rule::OutOfRange));
        assert_eq!(
            message,
            "the date is out of range; write one from 2023-04-01 to 2025-03-31"
        );
    }
}

#[test]
fn an_answer_of_not_known_is_kept_apart_where_the_kind_says_so() {
    let record = |kind: &str, file: &str, profile: &str| {
        let (_, mut lines) = read(super::kind(kind), profile, file.as_bytes()).unwrap();
        match lines.remove(0) {
            Line::Accepted(record) => record.fields,
            Line::Refused(refused) => panic!("{refused:?}"),
        }
    };
    for unknown in ["unknown", "Not known", "N/K"] {
        let fields = record("oocr", &oocr_file("da", unknown), "canonical");
        assert!(
            fields.ends_with(r#","-not-known":["da"]}"#) && fields.contains(r#""da":null"#),
            "{fields}"
        );
    }
    for other in ["", "yes", "0"] {
        let fields = record("oocr", &oocr_file("da", other), "canonical");
        assert!(!fields.contains("not-known"), "{fields}");
    }
    let search = police_uk_file(&[&SEARCH.replace(",,False", ",unknown,False")]);
    let fields = record("stop_search", &search, "police-uk");
    assert!(!fields.contains("not-known"), "{fields}");
}
