//! Files and questions that are refused, each with the sentence.

use super::*;

const PEOPLE: &str = "out,who,a,n\nyes,B,x,36\nno,B,x,14\nyes,W,x,16\nno,W,x,64\n";

const LINE: [&str; 8] = [
    "--group",
    "who",
    "--reference",
    "W",
    "--outcome",
    "out=yes",
    "--strata",
    "a",
];

const COUNTED: [&str; 10] = [
    "--group",
    "who",
    "--reference",
    "W",
    "--outcome",
    "out=yes",
    "--strata",
    "a",
    "--count",
    "n",
];

#[test]
fn files_that_cannot_be_used() {
    for (file, sentence) in [
        (
            "",
            "the file is empty; it needs a header and a line for each person",
        ),
        ("out,who,a\n", "there is no line under the header"),
        (
            "out,who\nyes,B\n",
            "there is no column a; the columns are out, who",
        ),
        (
            "out,who,a,a\nyes,B,x,x\n",
            "the column a is there twice; give each column its own name",
        ),
        (
            "out,who,a\nyes,B,x\nno,W\n",
            "line 3: 2 fields where the header has 3",
        ),
        (
            "out,who,a\nyes,,x\nno, ,x\n",
            "the column who is blank in every line",
        ),
        ("out,who,a\n,B,x\n,W,x\n", "the column out is blank in every line"),
        (
            "out,who,a\nyes,B,\nno,W,\n",
            "the column a is blank in every line",
        ),
        ("out,who,a\nno,B,x\nno,W,x\n", "no line has out = yes"),
        (
            "out,who,a\nyes,B,x\nno,C,x\n",
            "no line that can be counted has who = W; there are B, C",
        ),
        (
            "out,who,a\nyes,W,x\n",
            "who holds no group but W, so there is nothing to compare",
        ),
    ] {
        assert_eq!(why(file, &LINE), format!("people.csv: {sentence}"));
    }
    assert!(
        answer(None, &LINE)
            .unwrap_err()
            .starts_with("people.csv: cannot be read")
    );
}

#[test]
fn counts_that_cannot_be_used() {
    let whole = "it must be a whole number of people, 0 or more";
    let largest = "18446744073709551615";
    let too_large =
        "a count of 9007199254741056 is more than 9007199254740992, the most that can be counted exactly";
    for (file, sentence) in [
        (
            PEOPLE.replace("36", "-36"),
            format!("line 2: n is \"-36\"; {whole}"),
        ),
        (
            PEOPLE.replace("16", "1.6"),
            format!("line 4: n is \"1.6\"; {whole}"),
        ),
        (
            PEOPLE.replace("64", "NaN"),
            format!("line 5: n is \"NaN\"; {whole}"),
        ),
        (PEOPLE.replace("64", ""), format!("line 5: n is \"\"; {whole}")),
        (
            PEOPLE.replace("16", largest).replace("64", "1"),
            "line 5: the counts add up to more than can be counted".to_owned(),
        ),
        (PEOPLE.replace("16", "9007199254740992"), too_large.to_owned()),
    ] {
        assert_eq!(why(&file, &COUNTED), format!("people.csv: {sentence}"));
    }
}

#[test]
fn comparisons_that_cannot_be_given() {
    let apart = "out,who,a,n\nyes,B,x,30\nno,B,x,30\nyes,W,y,30\nno,W,y,30\n";
    assert_eq!(
        why(apart, &COUNTED),
        "people.csv: B: no stratum holds people of both groups, so like cannot be compared with like; use fewer strata"
    );
    let small = why(&PEOPLE.replace("36", "3"), &COUNTED);
    assert!(
        small.starts_with("people.csv: B: 3 of 17 against 16 of 80: no ratio is given"),
        "{small}"
    );
    assert!(
        small.ends_with("--small-numbers gives it all the same"),
        "{small}"
    );
    let more = |more: &[&'static str]| why(PEOPLE, &[&COUNTED[..], more].concat());
    assert_eq!(
        more(&["--compare", "W"]),
        "people.csv: --compare and --reference are the same group, W"
    );
    assert_eq!(
        more(&["--level", "2"]),
        "the level is 2; it must lie between 0 and 1, such as 0.95"
    );
    let outcome = [
        "--group",
        "who",
        "--reference",
        "W",
        "--outcome",
        "out",
        "--strata",
        "a",
    ];
    assert!(why(PEOPLE, &outcome).contains("write COLUMN=VALUE, such as disposal=caution"));
}

#[test]
fn bytes_that_are_no_text() {
    for line in [&b"yes,B\xFF,x"[..], b"yes\xFF,B,x", b"yes,B,\xFF"] {
        let file = [b"out,who,a\nyes,W,x\n", line].concat();
        let refused = answer(Some(&file), &LINE).unwrap_err();
        assert!(refused.contains("line 3: the column "), "{refused}");
        assert!(
            refused.ends_with(" is not UTF-8 text; save the file as UTF-8"),
            "{refused}"
        );
    }
}

/// Nobody reads a thousand comparisons, nor waits for their product.
#[test]
fn many_groups_need_a_choice() {
    let mut file = "out,who,a,n\n".to_owned();
    for group in 0..=1_001 {
        file += &format!("yes,G{group},x,30\nno,G{group},x,40\n");
    }
    let line = [&COUNTED[..3], &["G0"], &COUNTED[4..]].concat();
    assert_eq!(
        why(&file, &line),
        "people.csv: who holds 1001 groups; choose one with --compare"
    );
    let one = json(&file, &[&line[..], &["--compare", "G7"]].concat());
    near(&one["mh_rr"], 1.0);
}

#[test]
fn a_column_of_names_is_no_group() {
    let mut file = "out,who,a\n".to_owned();
    for person in 0..65_536 {
        file += &format!("yes,P{person},x\n");
    }
    let line = [
        "--group",
        "who",
        "--reference",
        "P0",
        "--outcome",
        "out=yes",
        "--strata",
        "a",
    ];
    assert_eq!(
        why(&file, &line),
        "people.csv: line 65537: the column who has more than 65535 different values; use one with fewer"
    );
}
