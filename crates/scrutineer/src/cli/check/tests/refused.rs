//! What the command refuses, each with one sentence that says where.

use super::*;

/// The sentence with which an extract is refused.
fn refused(bytes: &[u8], more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.csv");
    fs::write(&path, bytes).unwrap();
    let usual = [
        path.to_str().unwrap(),
        "--kind",
        "oocr",
        "--pack",
        "england-wales",
        "--json",
    ];
    let sentence = ran(&[&usual, more].concat()).unwrap_err();
    let place = format!("{}: ", path.display());
    sentence
        .strip_prefix(&place)
        .unwrap_or_else(|| panic!("{sentence}"))
        .to_owned()
}

fn rows(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

#[test]
fn files_that_cannot_be_read() {
    assert!(refused(b"", &[]).starts_with("the file is empty;"));
    assert!(
        refused(format!("{HEADINGS}\n").as_bytes(), &[])
            .starts_with("the file has a heading line but no rows")
    );
    let without = HEADINGS.replace(",outcome_code", "");
    assert_eq!(
        refused(
            format!("{without}\nr1,2024-01-01,Theft,2024-01-05,pnd,17\n").as_bytes(),
            &[]
        ),
        "line 1: the heading outcome_code is missing; correct the headings or choose another profile"
    );
    let more = format!("{HEADINGS},mood\nr1,2024-01-01,Theft,6,2024-01-05,pnd,17,good\n");
    assert_eq!(
        refused(more.as_bytes(), &[]),
        "line 1: the heading mood is not known; correct the headings or choose another profile"
    );
    let mut latin = rows(&["r1,2024-01-01,Theft,6,2024-01-05,pnd,17"]);
    let at = latin.iter().rposition(|byte| *byte == b'f').unwrap();
    latin[at] = 0xe9;
    latin.splice(0..0, *b"\xef\xbb\xbf");
    assert_eq!(
        refused(&latin, &[]),
        "line 2, column offence_title: byte 0xe9 at place 4 of the cell is not UTF-8; save the file as \"CSV UTF-8\""
    );
    let open = rows(&["r1,2024-01-01,\"Theft,6,2024-01-05,pnd,17"]);
    assert!(refused(&open, &[]).starts_with("line 2: a quoted cell begins here and is never closed"));
    assert!(refused(b"PK\x03\x04rest", &[]).contains("the workbook is damaged or was cut off"));
}

#[test]
fn rows_that_cannot_be_read_end_the_check_or_go_to_a_file() {
    let bad = rows(&[
        "r1,2024-01-01,Theft,6,2024-02-30,pnd,17",
        "r2,2024-01-01,Theft,6,2024-01-05,pnd,118",
        "r3,2024-01-01,Theft,6,2024-01-05,pnd,17",
    ]);
    assert_eq!(
        refused(&bad, &[]),
        "line 2, column outcome_dt: there is no such day in the calendar from 1900 to 2100; correct the date; 2 of 3 rows \
         cannot be read: correct them, or check the rest with --rejects OUT.csv"
    );
    let folder = tempfile::tempdir().unwrap();
    let (path, rejects) = (
        folder.path().join("records.csv"),
        folder.path().join("rejects.csv"),
    );
    fs::write(&path, bad).unwrap();
    let answer = answer(&path, &["--rejects", rejects.to_str().unwrap()]);
    assert_eq!((&answer["records"], &answer["refused"]), (&1.into(), &2.into()));
    assert_eq!(answer["flags"]["U02"]["breach"], 1);
    let lines: Vec<_> = fs::read_to_string(&rejects)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    assert!(lines[1].starts_with("2,outcome_dt,impossible_date,"), "{lines:?}");
    assert!(
        lines[2].starts_with("3,suspect_age_disposal,out_of_range,"),
        "{lines:?}"
    );
}

#[test]
fn nothing_is_left_of_a_check_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.csv");
    fs::write(
        &path,
        rows(&["r1,2024-01-01,Theft,6,2024-01-05,pnd,17", "r2,\"2024"]),
    )
    .unwrap();
    let name = |file: &str| folder.path().join(file).to_str().unwrap().to_owned();
    let (out, rejects) = (name("flags.csv"), name("rejects.csv"));
    let usual = [
        path.to_str().unwrap(),
        "--kind",
        "oocr",
        "--pack",
        "england-wales",
    ];
    for more in [&["--out", &out][..], &["--rejects", &rejects], &["--json"]] {
        let sentence = ran(&[&usual, more].concat()).unwrap_err();
        assert!(
            sentence.contains("line 3: a quoted cell begins here and is never closed"),
            "{sentence}"
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = name("no such folder/flags.csv");
    fs::write(&path, rows(&["r1,2024-01-01,Theft,6,2024-01-05,pnd,17"])).unwrap();
    let sentence = ran(&[&usual[..], &["--out", &nowhere]].concat()).unwrap_err();
    assert!(
        sentence.contains(&format!("cannot write {nowhere}")),
        "{sentence}"
    );
}

#[test]
fn names_that_nothing_has() {
    let (_folder, path) = extract(HEADINGS, &["r1,2024-01-01,Theft,6,2024-01-05,pnd,17"]);
    let path = path.to_str().unwrap();
    let with = |kind: &str, pack: &str, more: &[&str]| {
        ran(&[&[path, "--kind", kind, "--pack", pack], more].concat()).unwrap_err()
    };
    assert_eq!(
        with("oocd", "england-wales", &[]),
        "there is no kind of record oocd; choose one of stop_search, oocr, use_of_force, strip_search, custody_record, case_file"
    );
    assert_eq!(
        with("oocr", "england", &[]),
        "there is no rule pack england; choose one of england-wales, pcsc-p6, panel-process, themes-oocr, \
         themes-stop-search, or a file ending in .toml"
    );
    assert_eq!(
        with("oocr", "england-wales", &["--profile", "rutland"]),
        "there is no other profile rutland: a force's own rules are durham, kent, leicestershire, or a file ending in .toml; \
         layouts of columns are canonical"
    );
    assert_eq!(
        with(
            "oocr",
            "england-wales",
            &[
                "--profile",
                "kent",
                "--profile",
                "canonical",
                "--profile",
                "durham"
            ]
        ),
        "--profile durham: give a force's own rules once, and a layout of columns once"
    );
    assert_eq!(
        with("stop_search", "england-wales", &[]),
        "rules/england-wales.toml, kind: the pack is about records of kind oocr, not stop_search"
    );
    assert_eq!(
        with("oocr", "england-wales", &["--enable", "U99"]),
        "rules/england-wales.toml, rule U99: the pack england-wales has no such rule"
    );
    assert_eq!(
        with("oocr", "england-wales", &["--enable", "U10"]),
        "rules/england-wales.toml, rule U10: flag 1: at character 19 of the condition: the setting oocr_cap has no value; \
         give it one in the profile"
    );
    assert!(with("oocr", "england-wales", &["--found-on", "2024-02-30"]).contains("--found-on"));
    assert!(with("oocr", "nowhere.toml", &[]).starts_with("nowhere.toml: cannot be read: "));
}

#[test]
fn a_pack_and_a_profile_may_be_files() {
    let (folder, path) = extract(HEADINGS, &["r1,2024-01-01,Theft,6,2024-01-05,pnd,17"]);
    let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/rules");
    let text = fs::read_to_string(format!("{packs}/england-wales.toml")).unwrap();
    let own = folder.path().join("own.toml");
    let own_name = own.to_str().unwrap();
    fs::write(
        &own,
        text.replace(
            "suspect_age_disposal >= 10 and child",
            "suspect_age_disposal >= 18",
        ),
    )
    .unwrap();
    let usual = [
        path.to_str().unwrap(),
        "--kind",
        "oocr",
        "--pack",
        own_name,
        "--json",
    ];
    let durham = format!("{packs}/profiles/durham.toml");
    let answer: Value =
        serde_json::from_str(&ran(&[&usual[..], &["--profile", &durham]].concat()).unwrap()).unwrap();
    assert_eq!(answer["flags"]["U02"]["breach"], 0);
    assert_eq!(answer["profile"]["id"], "durham");
    let sentence = ran(&["--self-test", "--pack", own_name]).unwrap_err();
    assert!(
        sentence.contains("of the rules' cases do not hold; the first: U02: case 2: should give breach"),
        "{sentence}"
    );

    fs::write(
        &own,
        text.replace("needs = [\"suspect_age_offence\"]", "needs = []"),
    )
    .unwrap();
    assert_eq!(
        ran(&usual).unwrap_err(),
        format!("{own_name}, rule U01: its conditions read suspect_age_offence; list it under needs")
    );
    fs::write(&own, [0xff, 0xfe]).unwrap();
    assert_eq!(
        ran(&usual).unwrap_err(),
        format!("{own_name}: it is not UTF-8 text")
    );
}

#[test]
fn words_that_are_missing_are_wrong_usage() {
    assert!(
        ran(&["records.csv", "--kind", "oocr"])
            .unwrap_err()
            .contains("--pack")
    );
    assert!(
        ran(&["--kind", "oocr", "--pack", "england-wales"])
            .unwrap_err()
            .contains("RECORDS.csv")
    );
    let sentence = ran(&["no-such.csv", "--kind", "oocr", "--pack", "england-wales"]).unwrap_err();
    assert!(
        sentence.starts_with("no-such.csv: cannot be read: "),
        "{sentence}"
    );
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().to_str().unwrap();
    let sentence = ran(&[name, "--kind", "oocr", "--pack", "england-wales"]).unwrap_err();
    assert_eq!(sentence, format!("{name}: is a folder; give the file in it"));
}
