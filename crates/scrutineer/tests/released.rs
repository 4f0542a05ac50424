//! Two hundred made-up cases with identifiers planted in their documents, read and redacted as the product does it: what
//! would be released holds none of them. Identifiers with a form, and all that stood in parts that are dropped: none at
//! all. Names in free text: at most two in a hundred.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "../../intake/tests/corpus/mod.rs"]
mod corpus;

use corpus::{Dice, docx, jpeg, odt, paragraph, pdf};
use intake::{Bounds, Verdict};
use redact::Names;
use scrutineer::pack::reader::Reader;
use scrutineer::pack::redaction::Source;
use scrutineer::platform::clock::Moment;
use scrutineer::platform::ids::PersonId;
use scrutineer::platform::packs::Packs;
use serde_json::{Map, json};

const CASES: usize = 200;

const PEOPLE: [(&str, &str, &str); 8] = [
    ("Robert", "Bobby", "Inventon"),
    ("Margaret", "Maggie", "Fabricant"),
    ("William", "Billy", "Mockridge"),
    ("Elizabeth", "Lizzie", "Sampleby"),
    ("David", "Dafydd", "Pretendy"),
    ("Alexander", "Xander", "Madeupson"),
    ("Katherine", "Kitty", "Ficton-Hale"),
    ("Richard", "Ricky", "Testwell"),
];

/// What is planted in a case.
struct Planted {
    /// Identifiers with a form.
    formed: Vec<String>,
    /// Names and what people make of them.
    free: Vec<String>,
    /// What stands in parts that never come into the text.
    dropped: String,
    names: String,
    /// The documents, by name.
    documents: Vec<(&'static str, Vec<u8>)>,
}

fn letters(dice: &mut Dice, count: usize) -> String {
    let from: Vec<char> = "ABCDEFGHJKLMNOPRSTUVWXY".chars().collect();
    (0..count).map(|_| from[dice.below(from.len())]).collect()
}

fn digits(dice: &mut Dice, count: usize) -> String {
    (0..count)
        .map(|_| char::from(b'0' + dice.below(10) as u8))
        .collect()
}

/// One letter of a name wrong: two that follow each other change places.
fn misspelt(name: &str) -> String {
    let mut signs: Vec<char> = name.chars().collect();
    let at = signs.len() / 2;
    signs.swap(at, at - 1);
    signs.into_iter().collect()
}

#[expect(clippy::too_many_lines, reason = "one whole case, document by document")]
fn planted(dice: &mut Dice, number: usize) -> Planted {
    let suspect = dice.below(PEOPLE.len());
    let (first, nick, last) = PEOPLE[suspect];
    // Always somebody else.
    let (witness, _, surname) = PEOPLE[(suspect + 1 + number % (PEOPLE.len() - 1)) % PEOPLE.len()];
    let plate = format!("{}{} {}", letters(dice, 2), 10 + dice.below(14), letters(dice, 3));
    let phone = format!("07700 900{}", digits(dice, 3));
    let handle = format!("@{}_{}", nick.to_lowercase(), digits(dice, 3));
    let mail = format!(
        "{}.{}{}@example.org",
        first.to_lowercase(),
        last.to_lowercase(),
        digits(dice, 2)
    );
    let postcode = format!(
        "NE{} {}{}",
        1 + dice.below(9),
        dice.below(9),
        letters(dice, 2).replace(['C', 'K', 'M', 'O', 'V'], "A")
    );
    let secret = format!("SECRET-{}-{last}", digits(dice, 6));
    let swapped = misspelt(last);
    let (head, tail) = last.split_at(3);
    let body = paragraph(&[
        &format!("{first} "),
        head,
        tail,
        &format!(" drove {plate} and rang {phone}."),
    ]) + &paragraph(&[&format!("{nick} left. {last}'s brother wrote as {handle}.")])
        + &format!("<w:p><w:del><w:r><w:delText>{secret}</w:delText></w:r></w:del></w:p>")
        + &format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{secret}</w:t></w:r></w:p>")
        + &format!(
            "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
            paragraph(&[&secret])
        );
    let comments = format!(
        "<w:comments xmlns:w=\"w\"><w:comment>{}</w:comment></w:comments>",
        paragraph(&[&secret])
    );
    let author = format!("<a><creator>{secret}</creator></a>");
    let open = format!(
        "<text:p>The witness {witness} {surname} lives at 12 High Street, {postcode}.</text:p>\
         <text:p>x<office:annotation><text:p>{secret}</text:p></office:annotation></text:p>\
         <table:table><table:table-row table:visibility=\"filter\"><table:table-cell><text:p>{secret}</text:p>\
         </table:table-cell></table:table-row></table:table>"
    );
    let message = format!(
        "From: {secret} <{mail}>\r\nMIME-Version: 1.0\r\nSubject: {secret}\r\nContent-Type: text/plain\r\n\r\n\
         Please write to {mail}. {swapped} was seen there.\r\n"
    );
    let page = [
        format!("{first} {last} was born on 3 March 1998."),
        format!("{} {last} agreed.", &first[..1]),
    ];
    let lines: Vec<&str> = page.iter().map(String::as_str).collect();
    Planted {
        formed: vec![
            plate,
            phone,
            handle,
            mail,
            postcode,
            "3 March 1998".into(),
            "12 High Street".into(),
        ],
        free: vec![
            format!("{first} {last}"),
            last.to_owned(),
            nick.to_owned(),
            format!("{witness} {surname}"),
            swapped,
            format!("{} {last}", &first[..1]),
        ],
        dropped: secret.clone(),
        names: format!("suspect: {first} {last}\nwitness: {witness} {surname}"),
        documents: vec![
            (
                "MG5 summary.docx",
                docx(
                    &body,
                    &[("word/comments.xml", &comments), ("docProps/core.xml", &author)],
                ),
            ),
            ("MG11 statement.odt", odt(&open, "", &[("meta.xml", &author)])),
            ("message.eml", message.into_bytes()),
            ("MG15.pdf", pdf(&lines)),
            ("photo.jpg", jpeg(&secret)),
        ],
    }
}

/// What members would read, and the bytes of the pictures.
fn released(case: &Planted, packs: &Packs) -> (String, Vec<u8>) {
    let mut texts = Vec::new();
    let mut pictures = Vec::new();
    for (place, (name, bytes)) in case.documents.iter().enumerate() {
        let paper =
            intake::read(bytes, name, &Bounds::default()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        if paper.verdict == Verdict::Read {
            texts.push(format!("Document {}: {name}\n{}", place + 1, paper.text));
        } else {
            pictures.extend(paper.picture);
        }
    }
    assert_eq!(texts.len(), 4);
    let fields = Map::from_iter([("force_code".to_owned(), json!("northumbria"))]);
    let reader = Reader::new(packs.newest_kind("oocr").unwrap(), &fields, &case.names).unwrap();
    let original = texts.join("\n\n");
    let by = (PersonId(uuid::Uuid::nil()), Moment::default());
    let source = Source {
        edition: 1,
        marks: reader.decide(&original, &Source::default(), by),
        names: case.names.clone(),
        original,
        ..Source::default()
    };
    (source.anew().unwrap().text, pictures)
}

/// A text without the signs and spaces in which an identifier might hide.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a name stands in a text, as words.
fn names(text: &str, name: &str) -> bool {
    let edge = |sign: Option<char>| !sign.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next()))
}

#[test]
fn nothing_planted_in_two_hundred_cases_would_be_released() {
    let packs = Packs::built_in().unwrap();
    let mut dice = Dice::new(2_026);
    let (mut formed, mut free, mut left) = (0, 0, Vec::new());
    for number in 0..CASES {
        let case = planted(&mut dice, number);
        assert!(Names::read(&case.names).is_ok());
        let (text, pictures) = released(&case, &packs);
        let plain = bare(&text);
        for one in &case.formed {
            formed += 1;
            assert!(
                !plain.contains(&bare(one)),
                "case {number}: {one} is left in {text}"
            );
        }
        let secret = bare(&case.dropped);
        assert!(
            !plain.contains(&secret),
            "case {number}: what was dropped is in {text}"
        );
        assert!(!pictures.is_empty());
        assert!(
            !pictures.windows(6).any(|part| part == b"SECRET"),
            "case {number}: metadata of a picture"
        );
        for one in &case.free {
            free += 1;
            if names(&text, one) {
                left.push(format!("case {number}: {one} in {text}"));
            }
        }
        assert!(text.contains("[SUSPECT 1]") && text.contains("[VRN 1]"), "{text}");
    }
    println!(
        "{CASES} cases, {formed} with a form: none left; {free} in free text: {} left",
        left.len()
    );
    assert!(
        left.len() * 50 <= free,
        "{} of {free} left: {:?}",
        left.len(),
        left.first()
    );
}

#[test]
fn thirty_documents_of_five_pages_are_read_and_searched_in_time() {
    /// Asked: at most 20 s, from documents to suggestions.
    const MOST: std::time::Duration = std::time::Duration::from_secs(20);
    let packs = Packs::built_in().unwrap();
    let mut dice = Dice::new(5);
    let fields = Map::from_iter([("force_code".to_owned(), json!("northumbria"))]);
    let begun = std::time::Instant::now();
    let (mut letters, mut marks) = (0, 0);
    for number in 0..30 {
        let case = planted(&mut dice, number);
        // Some 500 words a page.
        let story =
            "The officer went there and spoke to the people who were present about what they had seen. "
                .repeat(30);
        let page = paragraph(&[&story, &format!("{} rang {}.", case.free[0], case.formed[1])]);
        let bytes = docx(&page.repeat(5), &[]);
        let paper = intake::read(&bytes, "MG11.docx", &Bounds::default()).unwrap();
        let reader = Reader::new(packs.newest_kind("oocr").unwrap(), &fields, &case.names).unwrap();
        let by = (PersonId(uuid::Uuid::nil()), Moment::default());
        letters += paper.text.len();
        marks += reader.decide(&paper.text, &Source::default(), by).len();
    }
    println!(
        "30 documents, {letters} letters, {marks} suggestions in {:?}",
        begun.elapsed()
    );
    assert!(
        marks >= 30 * 10 && begun.elapsed() < MOST,
        "{marks} in {:?}",
        begun.elapsed()
    );
}
