mod cases;
mod terms;

use super::{ProtectCommand, run};
use clap::Parser;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: ProtectCommand,
}

/// A folder with a table, and what the command says of it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }

    /// What is printed, and what is said when it is refused; the folder's own path left out.
    fn say(&self, words: &[&str]) -> (String, Option<String>) {
        let words = ["protect"].iter().chain(words).copied();
        let parsed = Line::try_parse_from(words).unwrap();
        let mut out = Vec::new();
        let refused = run(&parsed.command, &mut out).err();
        let folder = format!("{}/", self.0.path().display());
        let plain = |text: String| text.replace(&folder, "");
        (
            plain(String::from_utf8(out).unwrap()),
            refused.map(|why| plain(format!("{why:#}"))),
        )
    }

    fn table(&self, text: &str, more: &[&str]) -> (String, Option<String>) {
        let file = self.file("table.csv", text);
        let words = [
            &[
                file.as_str(),
                "--rows",
                "area",
                "--cols",
                "offence",
                "--count",
                "n",
            ],
            more,
        ]
        .concat();
        self.say(&words)
    }

    fn json(&self, text: &str, more: &[&str]) -> Value {
        let (out, refused) = self.table(text, &[more, &["--json"]].concat());
        assert_eq!(refused, None);
        serde_json::from_str(&out).unwrap()
    }
}

/// Fischetti and Salazar's investment table (2001), its small number planted: the counts of three areas and offences.
const TABLE: &str = "area,offence,n\nA,theft,20\nA,damage,50\nA,drugs,10\nB,theft,3\nB,damage,19\nB,drugs,22\nC,theft,17\nC,damage,32\nC,drugs,12\n";

#[test]
fn a_small_count_is_hidden_with_others() {
    let desk = Desk::new();
    let found = desk.json(TABLE, &[]);
    assert_eq!(found["primary"], serde_json::json!([["B", "theft"]]));
    assert_eq!(found["secondary"].as_array().unwrap().len(), 3);
    assert_eq!(
        (&found["audit"]["ok"], &found["audit"]["hidden"]),
        (&Value::Bool(true), &4.into())
    );
    let cells = found["table"].as_array().unwrap();
    assert_eq!(cells.len(), 16, "totals are published too");
    let hidden: u64 = [3, 22, 10, 20].iter().sum();
    assert!(
        found["cost"].as_u64().unwrap() <= hidden,
        "no dearer than a cycle that would do"
    );
    assert!(found["audit"]["tightest"]["high"].as_u64().unwrap() >= 5);
    let youth = desk.json(TABLE, &["--threshold", "2"]);
    assert_eq!(
        (&youth["cost"], &youth["audit"]["hidden"]),
        (&0.into(), &0.into())
    );
}

#[test]
fn plain_words_mark_what_is_not_published() {
    let (out, refused) = Desk::new().table(TABLE, &[]);
    assert_eq!(refused, None);
    assert_eq!(out.matches("\t~").count(), 4);
    assert!(
        out.contains("1 small counts and 3 others for their sake"),
        "{out}"
    );
}

#[test]
fn a_release_is_audited_and_a_broken_one_refused() {
    let desk = Desk::new();
    let release = desk.path("release.json").display().to_string();
    assert_eq!(desk.table(TABLE, &["--out", &release]).1, None);
    let (out, refused) = desk.say(&["audit", &release, "--json"]);
    assert_eq!(refused, None);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&found["ok"], &found["hidden"]), (&Value::Bool(true), &4.into()));
    // Shown again, one of the four gives the other three away.
    let mut told: Value = serde_json::from_str(&fs::read_to_string(&release).unwrap()).unwrap();
    let cells = told["table"].as_array_mut().unwrap();
    let other = cells
        .iter_mut()
        .find(|cell| cell["as"] == "hidden" && cell["row"] != "B")
        .unwrap();
    let count = match (other["row"].as_str().unwrap(), other["col"].as_str().unwrap()) {
        ("A", "theft") => 20,
        ("A", "damage") => 50,
        ("A", "drugs") => 10,
        ("C", "theft") => 17,
        ("C", "damage") => 32,
        _ => 12,
    };
    other["as"] = "shown".into();
    other["count"] = count.into();
    let broken = desk.file("broken.json", told.to_string());
    let (out, refused) = desk.say(&["audit", &broken, "--json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["ok"], Value::Bool(false));
    let small = found["exposed"].as_array().unwrap();
    let small = small
        .iter()
        .find(|cell| cell["row"] == "B" && cell["col"] == "theft")
        .unwrap();
    assert_eq!((&small["low"], &small["high"]), (&3.into(), &3.into()));
    assert!(refused.unwrap().contains("row B, column theft is 3"));
}

#[test]
fn a_difference_between_releases_is_found() {
    let desk = Desk::new();
    let first = desk.path("all.json").display().to_string();
    let all = "area,offence,n\nA,theft,17\nA,damage,30\nB,theft,25\nB,damage,40\n";
    let adults = "area,offence,n\nA,theft,16\nA,damage,30\nB,theft,25\nB,damage,40\n";
    assert_eq!(desk.table(all, &["--out", &first]).1, None);
    let more = ["--previous", &first, "--within", "age=adult", "--json"];
    let (out, refused) = desk.table(adults, &more);
    match refused {
        Some(sentence) => assert!(sentence.contains("cannot be published"), "{sentence}"),
        None => {
            let found: Value = serde_json::from_str(&out).unwrap();
            let shown = found["table"].as_array().unwrap();
            let theft = shown
                .iter()
                .find(|cell| cell["row"] == "A" && cell["col"] == "theft")
                .unwrap();
            assert_eq!(theft["as"], "hidden", "17 of all ages less 16 adults is 1 child");
        }
    }
    let named = ["--out", &first, "--population", "2023"];
    assert_eq!(desk.table(all, &named).1, None);
    let other = desk
        .table(adults, &["--previous", &first, "--population", "2024"])
        .1
        .unwrap();
    assert!(other.contains("2023") && other.contains("2024"), "{other}");
}

#[test]
fn totals_in_the_file_are_checked() {
    let desk = Desk::new();
    let with = |total: u64| format!("{TABLE}A,Total,{total}\n");
    assert_eq!(desk.json(&with(80), &[])["audit"]["hidden"], 4);
    assert_eq!(
        desk.table(&with(81), &[]).1.unwrap(),
        "table.csv line 11: the total of row A and column Total is 81, but its counts add up to 80"
    );
    let list = desk.json(
        "area,offence,n\nA,theft,20\nB,theft,3\nC,theft,9\nTotal,theft,32\n",
        &[],
    );
    assert_eq!(list["secondary"], serde_json::json!([["C", "theft"]]));
    let sparse = desk.json("area,offence,n\nA,theft,20\nB,damage,30\n", &[]);
    assert_eq!(sparse["counted_as_zero"], 2);
}

#[test]
fn tables_are_refused_with_the_place() {
    let desk = Desk::new();
    let why = |text: &str| desk.table(text, &[]).1.unwrap();
    let head = "area,offence,n\nA,theft,20\n";
    let cases = [
        (
            String::new(),
            "table.csv: the file is empty; it needs the heading area,offence,n",
        ),
        (
            "area,offence,n\n".to_owned(),
            "table.csv: there is no row below the heading area,offence,n",
        ),
        (
            "area,n\nA,1\n".to_owned(),
            "table.csv line 1: the heading has no column offence; it needs area,offence,n",
        ),
        (
            format!("{head}B,theft,-3\n"),
            "table.csv line 3: n is -3; it must be a whole number from 0 upwards",
        ),
        (
            format!("{head}B,theft,1.5\n"),
            "table.csv line 3: n is 1.5; it must be a whole number from 0 upwards",
        ),
        (
            format!("{head}B,theft,NaN\n"),
            "table.csv line 3: n is NaN; it must be a whole number from 0 upwards",
        ),
        (
            format!("{head}B,theft,\n"),
            "table.csv line 3: n is blank; it must be a whole number from 0 upwards",
        ),
        (
            format!("{head}B,theft\n"),
            "table.csv line 3: 2 fields where the heading has 3",
        ),
        (
            format!("{head},theft,1\n"),
            "table.csv line 3: the area is blank; name the group, such as Not stated",
        ),
        (
            format!("{head}A,theft,4\n"),
            "table.csv line 3: row A and column theft are on line 2 already; give each once",
        ),
        (
            format!("{head}B,damage,18446744073709551615\n"),
            "table.csv: the counts add up to more than can be held; check them",
        ),
    ];
    for (text, sentence) in cases {
        assert_eq!(why(&text), sentence);
    }
    let mut many = "area,offence,n\n".to_owned();
    for number in 0..70_000 {
        many.push_str(&format!("a{number},theft,9\n"));
    }
    assert!(why(&many).ends_with("line 65538: there are more than 65536 labels; is this the right column?"));
    let (_, refused) = desk.say(&["audit", &desk.file("x.json", "{}")]);
    assert!(
        refused
            .unwrap()
            .starts_with("x.json: this is no release as protect --out writes it")
    );
}
