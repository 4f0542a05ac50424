use super::*;
use crate::platform::{chance::SystemChance, clock::SystemClock, ids::BodyId};
use clap::Parser;
use serde_json::Value;

const ROW: &str = "r1,2024-03-01,Theft from shop,8,2024-03-04,CR,16";
const HEADINGS: &str = "source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,suspect_age_disposal";

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: ImportCommand,
}

/// A folder with settings, a database with one body, and a file `good.csv`.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().display();
    let settings = format!("database = \"sqlite:{at}/office.sqlite\"\ndirectory = \"{at}/files\"\n");
    std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
    let bad = ROW.replace("2024-03-04", "2024-03-32");
    let good = format!("{HEADINGS}\n{ROW}\n{bad}\n{ROW}\n");
    std::fs::write(folder.path().join("good.csv"), good).unwrap();
    let body = Body {
        id: BodyId::new(&SystemClock, &SystemChance).unwrap(),
        name: "Westmarch Commissioner".into(),
        short_name: "WM".into(),
        force_name: "Westmarch Police".into(),
        marking: crate::access::Marking::default(),
    };
    let settings = Settings {
        config: Some(folder.path().join("settings.toml")),
        database: None,
    };
    block_on(async {
        let app = settings.open().await?;
        let mut tx = app.db.write("test.body").await?;
        access::add_body(&mut tx, &body, app.now()).await?;
        tx.commit().await?;
        Ok(())
    })
    .unwrap();
    folder
}

/// Runs the command in the office; words that end in `.csv` are files of its folder.
fn import(office: &tempfile::TempDir, words: &[&str]) -> Result<String, String> {
    let inside = |name: &str| office.path().join(name).display().to_string();
    let mut line = vec![
        "import".to_owned(),
        "--config".to_owned(),
        inside("settings.toml"),
    ];
    line.extend(words.iter().map(|word| {
        if word.ends_with(".csv") {
            inside(word)
        } else {
            (*word).to_owned()
        }
    }));
    let command = Line::try_parse_from(line)
        .map_err(|error| format!("usage: {error}"))?
        .command;
    let mut out = Vec::new();
    match run(&command, &mut out) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(error) => Err(error
            .chain()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(": ")),
    }
}

const OOCR: [&str; 6] = ["--kind", "oocr", "--profile", "canonical", "--body", "WM"];

fn oocr<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [words, &OOCR].concat()
}

#[test]
fn a_file_is_loaded_and_told_as_one_json_object() {
    let office = office();
    let text = import(
        &office,
        &oocr(&["good.csv", "--json", "--rejects", "refused.csv"]),
    )
    .unwrap();
    let first: Value = serde_json::from_str(&text).unwrap();
    for (key, want) in [("rows", 3), ("accepted", 2), ("rejected", 1), ("duplicates", 1)] {
        assert_eq!(first[key], want, "{key}");
    }
    assert_eq!(
        first["detected"],
        serde_json::json!({ "format": "csv", "encoding": "utf-8", "separator": "comma" })
    );
    assert_eq!(first["by_rule"], serde_json::json!({ "impossible_date": 1 }));
    assert!(first["seconds"].as_f64().unwrap() > 0.0);
    let refused = std::fs::read_to_string(office.path().join("refused.csv")).unwrap();
    assert!(
        refused.starts_with("line,column,rule,message\n3,outcome_dt,impossible_date,"),
        "{refused}"
    );
    assert_eq!(refused.lines().count(), 2);

    // Again: the same figures, the same batch, nothing changed.
    let again: Value =
        serde_json::from_str(&import(&office, &oocr(&["good.csv", "--json"])).unwrap()).unwrap();
    assert_eq!(
        (&again["batch"], &again["accepted"], &again["again"]),
        (&first["batch"], &first["accepted"], &true.into())
    );
    assert_eq!(first["again"], false);
    let words = import(&office, &oocr(&["good.csv"])).unwrap();
    assert!(words.contains(
        "3 rows, 2 kept, 1 refused, 1 flagged as repeats; it was loaded before, nothing has changed"
    ));
}

#[test]
fn several_files_are_told_each_and_in_all() {
    let office = office();
    std::fs::write(
        office.path().join("april.csv"),
        format!("{HEADINGS}\n{}\n", ROW.replace("-03-04", "-04-04")),
    )
    .unwrap();
    let text = import(&office, &oocr(&["good.csv", "april.csv", "--json"])).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&all["rows"], &all["accepted"], &all["batch"]),
        (&4.into(), &3.into(), &Value::Null)
    );
    assert_eq!(all["files"].as_array().unwrap().len(), 2);
    assert!(all["files"][1]["file"].as_str().unwrap().ends_with("april.csv"));
    let says = import(&office, &oocr(&["good.csv", "april.csv", "--rejects", "r.csv"])).unwrap_err();
    assert!(
        says.starts_with("--rejects takes the refused rows of one file"),
        "{says}"
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list of every refusal")]
fn what_cannot_be_loaded_is_one_sentence() {
    let office = office();
    let write = |name: &str, text: &str| std::fs::write(office.path().join(name), text).unwrap();
    write("headings.csv", &format!("{HEADINGS}\n"));
    write("empty.csv", "");
    write("unclosed.csv", &format!("{HEADINGS}\n{ROW}\n\"{ROW}\n"));
    // A file that claims 2 GB and holds nothing.
    File::create(office.path().join("huge.csv"))
        .unwrap()
        .set_len(2 << 30)
        .unwrap();
    for (file, want) in [
        (
            "headings.csv",
            "the file has a heading line but no rows below it; check that the extract was not cut short",
        ),
        (
            "empty.csv",
            "the file is empty; choose the file with its headings and rows",
        ),
        (
            "unclosed.csv",
            "line 3: a quoted cell begins here and is never closed; add the closing quotation mark",
        ),
        (
            "huge.csv",
            "the file is larger than 536870912 bytes, the most allowed; split it by month and upload each part",
        ),
        (
            "absent.csv",
            "cannot be read: No such file or directory (os error 2)",
        ),
    ] {
        let says = import(&office, &oocr(&[file, "--rejects", "refused.csv"])).unwrap_err();
        assert_eq!(says, format!("{}: {want}", office.path().join(file).display()));
    }
    assert!(!office.path().join("refused.csv").exists());
    let stranger = import(
        &office,
        &[
            "good.csv",
            "--kind",
            "oocr",
            "--profile",
            "canonical",
            "--body",
            "Nowhere",
        ],
    );
    assert_eq!(
        stranger.unwrap_err(),
        "no body has the id or name \"Nowhere\"; scrutineer account list shows them"
    );
    let kind = import(
        &office,
        &[
            "good.csv",
            "--kind",
            "niche",
            "--profile",
            "canonical",
            "--body",
            "WM",
        ],
    )
    .unwrap_err();
    assert!(
        kind.contains("there is no kind of record called niche; choose one of"),
        "{kind}"
    );
    assert!(
        import(&office, &["good.csv", "--kind", "oocr"])
            .unwrap_err()
            .starts_with("usage: ")
    );
}

#[test]
fn what_is_said_about_a_file_goes_before_what_it_looks_like() {
    let office = office();
    let text = format!("{HEADINGS},rationale\n{ROW},caf\u{e9}\n").replace(',', ";");
    let latin = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    std::fs::write(office.path().join("latin.csv"), latin).unwrap();
    let wrong = import(&office, &oocr(&["latin.csv", "--separator", "tab"])).unwrap_err();
    assert!(wrong.contains("line 1 holds none of the headings"), "{wrong}");
    let strict = import(&office, &oocr(&["latin.csv", "--encoding", "utf-8"])).unwrap_err();
    assert!(strict.contains("line 2, column rationale: byte 0xe9"), "{strict}");
    let unknown = import(&office, &oocr(&["latin.csv", "--encoding", "latin1"])).unwrap_err();
    assert!(
        unknown.contains("give the encoding as utf-8, utf-16le, utf-16be or windows-1252"),
        "{unknown}"
    );
    let words = import(&office, &oocr(&["latin.csv"])).unwrap();
    assert!(words.contains("1 rows, 1 kept"), "{words}");
    assert!(
        words.contains("read as Text with separators (CSV), semicolon, Windows-1252"),
        "{words}"
    );
    assert!(
        words.contains("note: the file does not say how its letters are written"),
        "{words}"
    );
}

/// A folder of one month with a file of stop and search of each force, and one of other crime.
fn months(office: &tempfile::TempDir, forces: &[&str]) -> String {
    let month = office.path().join("months/2020-02");
    std::fs::create_dir_all(&month).unwrap();
    let head = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,\
        Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,\
        Outcome linked to object of search,Removal of more than just outer clothing";
    let row = "Person search,2020-02-05T12:00:00+00:00,False,,,,Male,18-24,,White,,,Arrest,,False";
    for force in forces {
        let name = format!("2020-02-{force}-stop-and-search.csv");
        std::fs::write(month.join(name), format!("{head}\n{row}\n")).unwrap();
    }
    std::fs::write(month.join("2020-02-kent-street.csv"), "Crime ID\n").unwrap();
    office.path().join("months").display().to_string()
}

const SEARCHES: [&str; 6] = ["--kind", "stop_search", "--profile", "police-uk", "--body", "WM"];

#[test]
fn a_folder_of_months_is_loaded_file_by_file() {
    let office = office();
    let folder = months(&office, &["kent"]);
    let fault = import(
        &office,
        &[
            "--kind",
            "oocr",
            "--profile",
            "canonical",
            "--body",
            "WM",
            &folder,
        ],
    );
    assert!(
        fault
            .unwrap_err()
            .contains("--kind stop_search --profile police-uk")
    );
    let words = [&SEARCHES[..], &[folder.as_str()]].concat();
    let told = import(&office, &words).unwrap();
    assert!(
        told.contains("2020-02-kent-stop-and-search.csv: 1 rows, 1 kept"),
        "{told}"
    );
    assert!(
        told.contains("2020-02-kent-street.csv: skipped: Street-level crime"),
        "{told}"
    );
    let json: Value =
        serde_json::from_str(&import(&office, &[&words[..], &["--json"]].concat()).unwrap()).unwrap();
    assert_eq!(json["accepted"], 1);
    let files = json["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["again"] == true));
    assert!(files.iter().any(|file| {
        file["skipped"]
            .as_str()
            .is_some_and(|why| why.contains("no record"))
    }));
}

#[test]
fn of_an_archive_one_force_can_be_taken() {
    let office = office();
    let folder = months(&office, &["kent", "essex"]);
    let words = [&SEARCHES[..], &[folder.as_str(), "--force", "Essex"]].concat();
    let told = import(&office, &words).unwrap();
    assert!(
        told.contains("2020-02-essex-stop-and-search.csv: 1 rows, 1 kept"),
        "{told}"
    );
    assert!(
        told.contains("2020-02-kent-stop-and-search.csv: skipped: it is of another force"),
        "{told}"
    );
    let of_file = import(&office, &oocr(&["--force", "essex", "good.csv"])).unwrap_err();
    assert!(
        of_file.contains("--force chooses among the files of an archive"),
        "{of_file}"
    );
}
