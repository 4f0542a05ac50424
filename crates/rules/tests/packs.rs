//! The packs of the repository hold what they say: every case, and a case on each side of every day.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod oocr;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use rules::{Choice, Fields, Pack, Proof, RuleSet, prove, prove_profile};

fn must_hold(proof: &Proof) {
    assert!(proof.failed.is_empty(), "{}", proof.failed.join("\n"));
}

fn about_panels() -> Fields {
    Fields {
        kind: "panel_process".to_owned(),
        fields: Vec::new(),
    }
}

#[test]
fn every_case_of_every_pack_holds() {
    let fields = oocr::fields();
    let proof = prove(&oocr::england_wales(), &fields).unwrap();
    must_hold(&proof);
    assert_eq!(proof.rules, 78);
    must_hold(&prove(&oocr::pcsc(), &fields).unwrap());
    let proof = prove(&oocr::process(), &about_panels()).unwrap();
    must_hold(&proof);
    assert_eq!(proof.rules, 10);
}

#[test]
fn every_case_of_every_profile_holds() {
    for profile in oocr::profiles() {
        must_hold(&prove_profile(&oocr::england_wales(), &profile, &oocr::fields()).unwrap());
    }
}

/// The rules of the field notes, section 2.5, each by its id.
#[test]
fn every_rule_of_the_field_is_there() {
    let numbered = |family: &'static str, most: usize| (1..=most).map(move |n| format!("{family}{n:02}"));
    let families = [
        ("U", 14),
        ("CR", 10),
        ("SC", 6),
        ("CC", 11),
        ("Y", 15),
        ("P", 5),
        ("O", 5),
        ("V", 6),
        ("SG", 6),
    ];
    let wanted: Vec<_> = families
        .into_iter()
        .flat_map(|(family, most)| numbered(family, most))
        .collect();
    let pack = oocr::england_wales();
    assert_eq!(pack.rule_ids().collect::<Vec<_>>(), wanted);
    let pack = oocr::process();
    assert_eq!(
        pack.rule_ids().map(str::to_owned).collect::<Vec<_>>(),
        numbered("PP", 10).collect::<Vec<_>>()
    );
}

/// What nobody read in a source, and what no force adopted, is off.
#[test]
fn what_is_off_says_why() {
    let set = RuleSet::build(&oocr::england_wales(), &oocr::fields(), Choice::default()).unwrap();
    let off = |why: &str, part: bool| {
        let listed = set
            .off()
            .iter()
            .filter(|off| off.why.to_string() == why && off.part == part);
        listed.map(|off| off.rule.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        off("not verified", false),
        "U07 U14 CR10 SC04 CC09 CC11 Y12 Y13 Y14 O03 V01 V03 V04 V05 SG03"
    );
    assert_eq!(off("not verified", true), "U06 CR05 CC06 V02");
    assert_eq!(
        off("local policy, not adopted here", false),
        "U09 U10 U11 CR09 SC06 P05 V06 SG01 SG02 SG04"
    );
    assert_eq!(set.rules().len() + 15 + 10, 78);
}

/// No rule says that anybody did wrong: a flag is for the panel to look at.
#[test]
fn the_wording_leaves_the_decision_to_the_panel() {
    for (pack, fields) in [
        (oocr::england_wales(), oocr::fields()),
        (oocr::pcsc(), oocr::fields()),
        (oocr::process(), about_panels()),
    ] {
        let enabled: Vec<_> = pack
            .rule_ids()
            .filter(|id| !["U10", "U11"].contains(id))
            .map(str::to_owned)
            .collect();
        let choice = Choice {
            profile: None,
            enabled: &enabled,
            ..Choice::default()
        };
        let set = RuleSet::build(&pack, &fields, choice).unwrap();
        for rule in set.rules() {
            let says = rule
                .clauses()
                .iter()
                .map(|clause| &clause.says)
                .chain([&rule.title, &rule.explains]);
            for says in says.map(|says| says.to_lowercase()) {
                for word in ["wrong", "unlawful", "illegal", "misconduct", "fault"] {
                    assert!(!says.contains(word), "{}: {says}", rule.id);
                }
            }
            assert!(
                rule.clauses().iter().all(|clause| !clause.says.ends_with('.')),
                "{}",
                rule.id
            );
        }
    }
}

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus, *Astronomical Algorithms*, 1991, chapter 8).
fn easter(year: i16) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, g) = (b / 4, b % 4, (b - (b + 8) / 25 + 1) / 3);
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// The bank holidays are those of the Act of 1971 and its yearly substitutes, but for the days proclaimed in 2020 (8 May
/// for 4 May), 2022 (2 June for 30 May; 3 June and 19 September more) and 2023 (8 May more).
#[test]
fn the_holidays_are_those_of_the_act() {
    let worked = oocr::england_wales().working_days.unwrap();
    let mut expected = Vec::new();
    for year in 2013..=2027_i16 {
        let monday = |month: i8, last: bool| {
            let days = (1..=31).filter_map(|day| Date::new(year, month, day).ok());
            let mut mondays = days.filter(|day| day.weekday() == Weekday::Monday);
            if last { mondays.next_back() } else { mondays.next() }.unwrap()
        };
        let mut of_year = vec![
            easter(year) - 2.days(),
            easter(year) + 1.day(),
            monday(5, false),
            monday(5, true),
            monday(8, true),
        ];
        for fixed in [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)] {
            let mut day = fixed;
            while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || of_year.contains(&day) {
                day = day.tomorrow().unwrap();
            }
            of_year.push(day);
        }
        of_year.retain(|day| ![date(2020, 5, 4), date(2022, 5, 30)].contains(day));
        let proclaimed = [
            date(2020, 5, 8),
            date(2022, 6, 2),
            date(2022, 6, 3),
            date(2022, 9, 19),
            date(2023, 5, 8),
        ];
        of_year.extend(proclaimed.into_iter().filter(|day| day.year() == year));
        of_year.sort();
        expected.extend(of_year);
    }
    assert_eq!(worked.holidays, expected);
}

/// A pack without a case beyond a day on which something begins does not hold; nor does one whose case is not so.
#[test]
fn a_pack_that_does_not_hold_is_found_out() {
    let text = r#"
        id = "small"
        version = 1
        dated = "2024-01-01"
        title = "Small"
        citation = "None"
        kind = "oocr"
        [dates]
        disposal = "outcome_dt"
        [[change]]
        version = 1
        dated = "2024-01-01"
        says = "First version."
        [[rule]]
        id = "A1"
        title = "Domestic abuse"
        class = "statute"
        mark = "verified"
        judged_on = "disposal"
        from = "2020-01-01"
        needs = ["da"]
        citation = "None"
        explains = "Made up."
        [[rule.flag]]
        when = 'da'
        result = "breach"
        says = "flag for the panel"
        [[rule.flag]]
        when = 'da is blank'
        result = "missing"
        says = "flag for the panel"
        [[rule.cases]]
        given = { da = true, outcome_dt = "2020-01-01" }
        gives = "breach"
        [[rule.cases]]
        given = { da = true, outcome_dt = "2020-01-02" }
        gives = "pass"
    "#;
    let proof = prove(&Pack::read("small.toml", text).unwrap(), &oocr::fields()).unwrap();
    assert_eq!(
        proof.failed,
        [
            "A1: case 2: should give pass and gives breach",
            "A1: no case meets flag 2; add one",
            "A1: no case passes; add one",
            "A1: no case has its resolution on 2019-12-31; add one",
        ]
    );
    assert_eq!((proof.rules, proof.cases), (1, 2));
}
