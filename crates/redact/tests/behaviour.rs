//! What is found, what is not, and what becomes of it: one text for each thing the specification names.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod papers;

use papers::detector;
use redact::{Detector, Fault, Form, Identifiers, Kind, Names, Span, Tokens, apply};

fn case() -> Detector {
    let names = "victim: Mared ap Testwell\nsuspect: Jorvin Quillfeather\nofficer: PC 4471 Wraxley\nwitness: Blodwyn Penmaddoc-Thorneycroft\nperson: Will Dracklow\nplace: Larkmoor Retail Park";
    detector(Some(&Names::read(names).unwrap()), None)
}

/// Types and original texts of what is found.
fn finds(detector: &Detector, text: &str) -> Vec<(&'static str, String)> {
    let cut = |span: &Span| {
        text.chars()
            .skip(span.start)
            .take(span.end - span.start)
            .collect()
    };
    let spans = detector.find(text).spans;
    spans.iter().map(|span| (span.kind.word(), cut(span))).collect()
}

fn published(detector: &Detector, text: &str) -> String {
    apply(text, &detector.find(text).spans, &mut Tokens::new()).unwrap()
}

#[test]
fn golden_values_of_their_sources() {
    let detector = detector(None, None);
    for (text, kind, expected) in [
        ("NHS no. 943 476 5919 was noted", "NHS", "943 476 5919"),
        ("PNC 14/123W on file", "PNC", "14/123W"),
        ("the record 98/123456G was read", "PNC", "98/123456G"),
        (
            "IBAN GB82 WEST 1234 5698 7654 32 and more",
            "IBAN",
            "GB82 WEST 1234 5698 7654 32",
        ),
        ("IMEI 49-015420-323751-8 was read", "IMEI", "49-015420-323751-8"),
        (
            "live at ///filled.count.soap for now",
            "W3W",
            "///filled.count.soap",
        ),
    ] {
        assert_eq!(finds(&detector, text), [(kind, expected.to_owned())], "{text}");
    }
}

#[test]
fn barred_and_broken_numbers_are_not_of_their_type() {
    let detector = detector(None, None);
    for text in [
        "BG123456C",
        "GB123456C",
        "KN 12 34 56 A",
        "NK123456B",
        "NT123456B",
        "TN123456B",
        "ZZ123456B",
        "DA123456A",
        "FQ123456A",
        "AO123456C",
        "AB123456E",
    ] {
        let text = format!("the form {text} was there");
        assert!(
            !finds(&detector, &text).iter().any(|(kind, _)| *kind == "NINO"),
            "{text}"
        );
    }
    assert!(finds(&detector, "the code 943 476 5918 was there").is_empty());
    assert!(finds(&detector, "the code 14/124W was there").is_empty());
    // But what its label calls somebody's number goes all the same.
    assert_eq!(
        finds(&detector, "NHS number: 943 476 5918."),
        [("REFERENCE", "943 476 5918".to_owned())]
    );
}

#[test]
fn nothing_hides_an_identifier() {
    let detector = detector(None, None);
    for (text, kind) in [
        ("ring 07\u{200b}700 9\u{2060}00123 now", "PHONE"),
        ("ring 07700\u{a0}900123 now", "PHONE"),
        ("ring ０７７００ ９００１２３ now", "PHONE"),
        ("ring 07700\n900123 now", "PHONE"),
        ("NI АВ123456С here", "NINO"),
        ("car ΑΒ12 ϹDΕ here", "VRN"),
        ("mail river@exam\u{ad}ple.org now", "EMAIL"),
        ("mail river [at] example [dot] org now", "EMAIL"),
        ("postcode TS1\u{2009}1AA", "POSTCODE"),
        ("ring ٠٧٧٠٠ ٩٠٠١٢٣ now", "PHONE"),
    ] {
        let found = finds(&detector, text);
        assert!(found.len() == 1 && found[0].0 == kind, "{text:?} {found:?}");
    }
}

#[test]
fn a_postcode_with_a_slip_of_the_pen_is_one() {
    let detector = detector(None, None);
    // No postcode ends in C, I, K, M, O or V: who writes one meant an address all the same.
    assert_eq!(
        finds(&detector, "home at AB1 2CD then"),
        [("POSTCODE", "AB1 2CD".to_owned())]
    );
    assert_eq!(finds(&detector, "left the M1 3PM and"), []);
}

#[test]
fn names_of_the_case_in_every_form() {
    let case = case();
    for (text, kind, expected) in [
        ("then Mared ap Testwell left", "VICTIM", "Mared ap Testwell"),
        ("then TESTWELL left", "VICTIM", "TESTWELL"),
        ("then M. Testwell left", "VICTIM", "M. Testwell"),
        ("then Ms Testwell's bag", "VICTIM", "Ms Testwell"),
        ("then Testwell\u{2019}s bag", "VICTIM", "Testwell"),
        ("then Tetswell left", "VICTIM", "Tetswell"),
        ("then Mared\nTestwell left", "VICTIM", "Mared\nTestwell"),
        ("then Jorvyn Quilfeather left", "SUSPECT", "Jorvyn Quilfeather"),
        ("then PC Wraxley left", "OFFICER", "PC Wraxley"),
        ("then Mrs Penmaddoc left", "WITNESS", "Mrs Penmaddoc"),
        (
            "then Penmaddoc-Thorneycroft left",
            "WITNESS",
            "Penmaddoc-Thorneycroft",
        ),
        ("then Thorneycroft left", "WITNESS", "Thorneycroft"),
        ("then Billy left", "PERSON", "Billy"),
        ("then J.Q. left", "SUSPECT", "J.Q"),
        ("then W. Dracklow left", "PERSON", "W. Dracklow"),
        ("then will Will go", "PERSON", "Will"),
        ("file MaredTestwell.pdf", "VICTIM", "MaredTestwell"),
        ("then Темдон and Теstwell left", "VICTIM", "Теstwell"),
        ("at Larkmoor Retail Park now", "PLACE", "Larkmoor Retail Park"),
    ] {
        assert_eq!(finds(&case, text), [(kind, expected.to_owned())], "{text}");
    }
    assert!(finds(&case, "The park was shut and he will go.").is_empty());
}

#[test]
fn forms_that_people_write() {
    let detector = detector(None, None);
    for (text, kind, expected) in [
        ("PCs 1234 and 5678 came", "COLLAR", "PCs 1234 and 5678"),
        ("Sgt 45 came", "COLLAR", "Sgt 45"),
        ("at 2024-06-01T10:00:00Z it", "DATE", "2024-06-01T10:00:00Z"),
        ("from 10-12 June it", "DATE", "10-12 June"),
        ("ar 3 Mehefin 2024 yn", "DATE", "3 Mehefin 2024"),
        ("licence TESTW902140J99AB shown", "REFERENCE", "TESTW902140J99AB"),
        ("ring 00353 12345678 now", "PHONE", "00353 12345678"),
        (
            "at St Tybie's C of E Primary School now",
            "SCHOOL",
            "St Tybie's C of E Primary School",
        ),
        (
            "to river.cat at example dot org. Call me",
            "EMAIL",
            "river.cat at example dot org",
        ),
        ("on Snapchat as night_owl7 often", "HANDLE", "night_owl7"),
        ("Hester (07700 900431) rang", "PHONE", "07700 900431"),
        ("tel. 900123 then", "REFERENCE", "900123"),
    ] {
        assert_eq!(finds(&detector, text), [(kind, expected.to_owned())], "{text}");
    }
}

#[test]
fn tokens_are_the_same_throughout_a_case() {
    let case = case();
    let mut tokens = Tokens::new();
    let first = "Mared rang 07700 900123. Quillfeather rang +44 7700 900123 and 07700 900456.";
    let second = "Ms Testwell and Jorvin met; he rang 07700 900456.";
    let one = apply(first, &case.find(first).spans, &mut tokens).unwrap();
    let two = apply(second, &case.find(second).spans, &mut tokens).unwrap();
    assert_eq!(
        one,
        "[VICTIM 1] rang [PHONE 1]. [SUSPECT 1] rang [PHONE 1] and [PHONE 2]."
    );
    assert_eq!(two, "[VICTIM 1] and [SUSPECT 1] met; he rang [PHONE 2].");
}

#[test]
fn somebody_who_shares_a_name_is_not_guessed_at() {
    let names = Names::read("victim: Mared Testwell\nsuspect: Iwan Testwell").unwrap();
    let detector = detector(Some(&names), None);
    let text = "Testwell hit Iwan Testwell";
    assert_eq!(finds(&detector, text)[0].0, "PERSON");
    assert_eq!(finds(&detector, text)[1].0, "SUSPECT");
}

#[test]
fn addresses_schools_and_work() {
    let detector = detector(None, None);
    for (text, expected) in [
        (
            "to Flat 3, 12b Ash-Garth Road, Testham, TS1 1AA.",
            &[
                ("ADDRESS", "Flat 3, 12b Ash-Garth Road, Testham"),
                ("POSTCODE", "TS1 1AA"),
            ][..],
        ),
        (
            "at Rose Cottage, Oldmere, TS1 1AA.",
            &[("ADDRESS", "Rose Cottage, Oldmere"), ("POSTCODE", "TS1 1AA")],
        ),
        ("in Heol Glanwern today", &[("ADDRESS", "Heol Glanwern")]),
        (
            "pupil of Larkmoor High School now",
            &[("SCHOOL", "Larkmoor High School")],
        ),
        (
            "employed by Gorsefell Widgets since",
            &[("WORKPLACE", "Gorsefell Widgets")],
        ),
        ("at Crown Court, the High Street and the Primary School", &[]),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, text)| (*kind, (*text).to_owned()))
            .collect();
        assert_eq!(finds(&detector, text), expected, "{text}");
    }
}

#[test]
fn a_force_knows_its_own_references() {
    let text = "it is 43240012345 in the system";
    assert!(finds(&detector(None, None), text).is_empty());
    assert_eq!(
        finds(&detector(None, Some("thames-valley")), text)[0].0,
        "CRIME_REF"
    );
    let fault = Detector::new(papers::lexicon(), None, Some("narnia"))
        .err()
        .unwrap();
    assert!(
        fault
            .to_string()
            .starts_with("there is no force narnia; choose one of avon-somerset, "),
        "{fault}"
    );
}

#[test]
fn capitals_that_nobody_explained_are_queued() {
    let found = detector(None, None)
        .find("The officer saw Blogworth in Testham. Mr Plimsworth and Testham Police came on Monday.");
    let queue: Vec<_> = found
        .queue
        .iter()
        .map(|one| (one.start, one.count, one.titled))
        .collect();
    assert_eq!(queue, [(41, 1, true), (16, 1, false), (29, 2, false)]);
}

#[test]
fn what_is_left_blocks() {
    let identifiers = Identifiers::new(["07700 900123", "Testwell", "14/123W"]);
    let forms = |bytes: &[u8]| {
        identifiers
            .residual(bytes)
            .iter()
            .map(|left| (left.identifier, left.form))
            .collect::<Vec<_>>()
    };
    assert_eq!(forms(b"ring 0 7 7 0 0-900-123"), [(0, Form::Plain)]);
    assert_eq!(forms("ring 077\u{200b}00900123".as_bytes()), [(0, Form::Plain)]);
    assert_eq!(
        forms(b"T E S T W E L L and justtestwellington"),
        [(1, Form::Plain)]
    );
    assert_eq!(forms(b"report_testwell2024.pdf"), [(1, Form::Plain)]);
    assert_eq!(
        forms(b"<a href=\"x?id=14%2F123w\">"),
        [(2, Form::Plain), (2, Form::Percent)].get(1..).unwrap()
    );
    assert_eq!(forms(b"0x3037373030393030313233"), [(0, Form::Hex)]);
    assert_eq!(forms(b"VGVzdHdlbGw="), [(1, Form::Base64)]);
    assert_eq!(
        forms(b"&#84;&#101;&#115;&#116;&#119;&#101;&#108;&#108;"),
        [(1, Form::Escaped)]
    );
    assert_eq!(forms(b"T\0e\0s\0t\0w\0e\0l\0l\0"), [(1, Form::Plain)], "UTF-16");
    assert!(forms(b"[PHONE 1] and [VICTIM 1]").is_empty());
}

#[test]
fn what_is_published_holds_nothing_of_it() {
    let case = case();
    let text = "Mared (0 7 7 0 0 900123) is on 07700900123; see https://example.org/?q=%4Dared and Q-u-i-l-l-feather. Quillfeather left.";
    let found = case.find(text);
    let out = published(&case, text);
    assert!(
        case.identifiers(text, &found.spans)
            .residual(out.as_bytes())
            .is_empty(),
        "{out}"
    );
    assert!(!out.contains("900") && !out.contains("feather"), "{out}");
}

#[test]
fn names_are_refused_in_a_sentence() {
    assert_eq!(Names::read("\n# nobody\n").err(), Some(Fault::NoNames));
    assert_eq!(
        Names::read("Mared\nX\n").err(),
        Some(Fault::ShortName { line: 2 })
    );
    assert_eq!(Names::read("cousin: Mared").err(), Some(Fault::Role { line: 1 }));
    let names = Names::read("\u{feff}Testwell, Mared\nofficer: Wraxley").unwrap();
    assert_eq!(names.all()[0].written, "Mared Testwell");
    assert_eq!(names.all()[1].role, Kind::Officer);
}

/// Texts made to be slow: one find as long as the text, one word of thousands of parts, and so on. Each took minutes once, or
/// could.
#[test]
fn no_text_takes_long() {
    let case = case();
    for piece in [
        "http:",
        "Quellworth-",
        "a-",
        "Testwell-",
        "a@",
        "a.",
        "1/",
        "at ",
        "T Q ",
        "(",
        "[PHONE 1]",
        "e\u{301}",
        "%41",
    ] {
        let text = piece.repeat(40_000 / piece.len());
        let found = case.find(&text);
        let out = apply(&text, &found.spans, &mut Tokens::new()).unwrap();
        assert!(
            case.identifiers(&text, &found.spans)
                .residual(out.as_bytes())
                .is_empty()
        );
    }
}

#[test]
fn finds_that_do_not_fit_are_refused() {
    let spans = detector(None, None).find("ring 07700 900123 now").spans;
    assert_eq!(
        apply("ring 07700", &spans, &mut Tokens::new()),
        Err(Fault::Spans { at: 5 })
    );
    let twice = [spans.clone(), spans].concat();
    assert!(apply("ring 07700 900123 now", &twice, &mut Tokens::new()).is_err());
}
