//! Archives of monthly files: every form gives the same register, and every member is told of.

use std::io::{Cursor, Seek, Write};

use flate2::{Compression, write::GzEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    access::Role,
    audit::Who,
    on_both,
    register::{
        acts::{self, Archive, Outcome},
        archive::Input,
    },
    testing::House,
};

const HEAD: &str = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,\
    Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,\
    Outcome linked to object of search,Removal of more than just outer clothing";

fn searches(month: &str, rows: usize) -> String {
    let row = |hour: usize| {
        format!(
            "Person search,{month}-05T{hour:02}:00:00+00:00,False,,,,Male,18-24,,White,\
             Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,,False"
        )
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{HEAD}\r\n{}\r\n", rows.join("\r\n"))
}

/// Two months of two forces, with what stands beside them.
fn members() -> Vec<(&'static str, String)> {
    vec![
        (
            "2024-01/2024-01-durham-stop-and-search.csv",
            searches("2024-01", 3),
        ),
        (
            "2024-01/2024-01-durham-street.csv",
            "Crime ID,Month\r\n".to_owned(),
        ),
        (
            "2024-02/2024-02-durham-stop-and-search.csv",
            searches("2024-02", 2),
        ),
        ("2024-02/2024-02-kent-stop-and-search.csv", searches("2024-02", 4)),
        (
            "2024-02/2024-02-wrong-stop-and-search.csv",
            "Nothing,Of,This\r\n1,2,3\r\n".to_owned(),
        ),
        ("2024-02/readme.txt", "About".to_owned()),
        ("2024-02/latest-stop-and-search.csv", searches("2024-02", 1)),
    ]
}

fn zipped() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members() {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tarred() -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, text) in members() {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn file(bytes: &[u8]) -> Input {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    Input::File(file)
}

async fn load(house: &House, input: Input, force: &str) -> Result<Vec<String>, String> {
    let who = Who {
        body: Some(house.body.id),
        ..Who::default()
    };
    let archive = Archive {
        body: house.body.id,
        input,
        force: force.to_owned(),
    };
    let mut told = Vec::new();
    let mut tell = |one: acts::Told| {
        let words = match one.outcome {
            Outcome::Loaded(loaded) if loaded.again => "again".to_owned(),
            Outcome::Loaded(loaded) => format!("loaded {}", loaded.batch.accepted),
            Outcome::Refused(why) => format!("refused: {why}"),
            Outcome::Skipped(why) => format!("skipped: {why}"),
        };
        told.push(format!("{}: {words}", one.name.rsplit('/').next().unwrap()));
    };
    match acts::load_archive(&house.app, &who, archive, &mut tell).await {
        Ok(()) => {
            told.sort();
            Ok(told)
        }
        Err(crate::platform::refusal::Refusal::Invalid(errors)) => Err(errors[0].message.clone()),
        Err(other) => panic!("{other}"),
    }
}

fn starts(told: &[String], starts: &[&str]) {
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for (one, start) in told.iter().zip(starts) {
        assert!(one.starts_with(start), "{one} does not start with {start}");
    }
}

const ALL: [&str; 7] = [
    "2024-01-durham-stop-and-search.csv: loaded 3",
    "2024-01-durham-street.csv: skipped: Street-level crime",
    "2024-02-durham-stop-and-search.csv: loaded 2",
    "2024-02-kent-stop-and-search.csv: loaded 4",
    "2024-02-wrong-stop-and-search.csv: refused: ",
    "latest-stop-and-search.csv: skipped: its name should be like",
    "readme.txt: skipped: it is no file of this sort",
];

on_both!(every_form_of_an_archive_gives_the_same, async |house: House| {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in members() {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let told = load(&house, Input::Folder(folder.path().to_owned()), "")
        .await
        .unwrap();
    starts(&told, &ALL);
    let again = ALL.map(|line| {
        if line.contains(": loaded") {
            format!("{}again", &line[..line.len() - 8])
        } else {
            line.to_owned()
        }
    });
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    for bytes in [zipped(), tarred(), gzipped(&tarred())] {
        starts(&load(&house, file(&bytes), "").await.unwrap(), &again);
    }
    let loads = house
        .log()
        .await
        .into_iter()
        .filter(|line| line == "register.load batch")
        .count();
    assert_eq!(loads, 3, "each file is one act");
});

on_both!(one_force_of_an_archive_can_be_asked_for, async |house: House| {
    let told = load(&house, file(&zipped()), "Durham").await.unwrap();
    let of = |start: &str| told.iter().filter(|line| line.contains(start)).count();
    assert_eq!((of(": loaded"), of("of another force")), (2, 2), "{told:#?}");
});

on_both!(
    what_is_no_archive_is_refused_in_a_sentence,
    async |house: House| {
        let whole = zipped();
        for (bytes, says) in [
            (searches("2024-01", 1).into_bytes(), "no zip, tar or tar.gz"),
            (whole[..whole.len() / 2].to_vec(), "damaged or not whole"),
            (gzipped(&tarred())[..200].to_vec(), "damaged or not whole"),
            (Vec::new(), "no zip, tar or tar.gz"),
        ] {
            let fault = load(&house, file(&bytes), "").await.unwrap_err();
            assert!(fault.contains(says), "{fault}");
        }
    }
);

on_both!(
    an_archive_is_uploaded_and_each_file_told_of,
    async |house: House| {
        let lead = house.person("Lee Lead", &[Role::ForceLead]).await;
        let mut browser = house.browser(&lead).await;
        let page = browser
            .post_file("/register/archives", &[("force", "")], "police.zip", &zipped())
            .await;
        assert_eq!(page.status, 200);
        for said in [
            "3 rows kept, 0 refused",
            "Street-level crime",
            "Refused",
            "Skipped",
        ] {
            assert!(page.text.contains(said), "{said}");
        }
        let page = browser
            .post_file("/register/archives", &[("force", "kent")], "a.txt", b"nothing")
            .await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("no zip, tar or tar.gz") && page.text.contains("value=\"kent\""));
        let member = house.person("Mo Member", &[Role::Member]).await;
        let mut member = house.browser(&member).await;
        assert_eq!(member.get("/register/archives").await.status, 404);
    }
);
