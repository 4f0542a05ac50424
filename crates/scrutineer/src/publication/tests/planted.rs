//! Two hundred people planted in the papers of ten cases, and everything a member, the chair or a stranger can read or
//! download once the results are out: nothing of anybody is in it.

use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Stdio},
};

use super::{LEARNING, cleared, folder::files};
use crate::{
    body::{fixtures::PanelWorld, model::PanelKind},
    cli::publish::publish,
    draw::model::Draw,
    on_both,
    pack::{
        acts::{self as packs, Deciding, Verdict, Writing},
        fixtures::release,
        parts::parts,
    },
    platform::ids::CaseId,
    publication::acts,
    review::{self, offline::sealing},
    site,
    testing::{Answered, House},
};

const GIVEN: [&str; 10] = [
    "Robert",
    "Margaret",
    "William",
    "Elizabeth",
    "Dafydd",
    "Alexander",
    "Katherine",
    "Richard",
    "Siobhan",
    "Mohammed",
];
const FAMILY: [&str; 20] = [
    "Inventon",
    "Fabricant",
    "Mockridge",
    "Sampleby",
    "Pretendy",
    "Madeupson",
    "Fictonhale",
    "Testwell",
    "Dummerley",
    "Sampsonby",
    "Fakenhurst",
    "Shamworth",
    "Quasiman",
    "Pseudley",
    "Phantomby",
    "Imagidale",
    "Notarealby",
    "Blankstone",
    "Voidwick",
    "Nilsworth",
];
/// In each case.
const PEOPLE: usize = 20;

/// Somebody, with all that points to them.
struct Person {
    name: String,
    surname: &'static str,
    plate: String,
    phone: String,
    mail: String,
    handle: String,
    postcode: String,
    insurance: String,
}

impl Person {
    fn of(number: usize) -> Self {
        let (given, surname) = (GIVEN[number % 10], FAMILY[number / 10 % 20]);
        let letter = |at: usize| char::from(b"ABCDEFGHJK"[at % 10]);
        Self {
            name: format!("{given} {surname}"),
            surname,
            plate: format!(
                "{}{}{:02} {}XZ",
                letter(number),
                letter(number / 10),
                51 + number % 24,
                letter(number / 24)
            ),
            phone: format!("07700 900{number:03}"),
            mail: format!(
                "{}.{}{number}@example.org",
                given.to_lowercase(),
                surname.to_lowercase()
            ),
            handle: format!("@{}_{number}", surname.to_lowercase()),
            postcode: format!("NE{} {}AA", 1 + number % 60, number / 60 % 10),
            insurance: format!("AB {:02} {:02} 17 C", number / 100, number % 100),
        }
    }

    fn story(&self) -> String {
        let Self {
            name,
            surname,
            plate,
            phone,
            mail,
            handle,
            postcode,
            insurance,
        } = self;
        format!(
            "{name} drove {plate} and rang {phone}. {surname} wrote from {mail} and as {handle}. They live at 12 High Street, \
             {postcode}, and have the National Insurance number {insurance}."
        )
    }

    fn identifiers(&self) -> [&str; 8] {
        [
            &self.name,
            self.surname,
            &self.plate,
            &self.phone,
            &self.mail,
            &self.handle,
            &self.postcode,
            &self.insurance,
        ]
    }
}

/// Without the signs and spaces in which an identifier might hide.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The case's papers, written, decided page by page and checked.
async fn prepared(house: &House, world: &PanelWorld, case: CaseId, people: &[Person]) {
    let lead = &world.force_lead;
    let (first, second) = people.split_at(PEOPLE / 2);
    let told = |people: &[Person]| people.iter().map(Person::story).collect::<Vec<_>>().join("\n");
    let names: Vec<String> = people
        .iter()
        .map(|person| format!("person: {}", person.name))
        .collect();
    let (words, names) = (told(first), names.join("\n"));
    let writing = Writing {
        circumstances: &words,
        names: &names,
        ..Writing::default()
    };
    packs::write(&house.app, lead, case, writing).await.unwrap();
    let from = &second[0];
    let letter = format!(
        "From: {} <{}>\r\nMIME-Version: 1.0\r\nSubject: {}\r\nContent-Type: text/plain\r\n\r\n{}\r\n",
        from.name,
        from.mail,
        from.plate,
        told(second)
    );
    let called = format!("{} {}.eml", from.name, from.phone);
    packs::attach(
        &house.app,
        lead,
        case,
        (&called, "MG11 statement"),
        letter.as_bytes(),
    )
    .await
    .unwrap();
    packs::use_documents(&house.app, lead, case).await.unwrap();
    let source = packs::workbench(&house.app, lead, case).await.unwrap().source;
    let pages = parts(&source).len();
    assert!(pages > 1, "so many places are on several pages");
    for (page, edition) in (1..=pages).zip(source.edition..) {
        let deciding = Deciding {
            seen: (1, edition),
            page,
            ready: page == pages,
            ..Deciding::default()
        };
        packs::decide(&house.app, lead, case, deciding).await.unwrap();
    }
    packs::check(&house.app, &world.coordinator, case, 1, Verdict::Passed)
        .await
        .unwrap();
}

/// The text of a PDF where poppler is installed; nothing of what is none.
fn printed(bytes: &[u8]) -> String {
    if !bytes.starts_with(b"%PDF") {
        return String::new();
    }
    let mut command = Command::new("pdftotext");
    let started = command
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut started) = started else {
        return String::new();
    };
    let mut into = started.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writing = std::thread::spawn(move || into.write_all(&bytes));
    let out = started.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// What an answer gives away: its bytes, its text on paper, and the name of its file.
fn given(answer: &Answered) -> String {
    let name = answer.headers.get("content-disposition");
    let name = name.and_then(|name| name.to_str().ok()).unwrap_or_default();
    format!(
        "{} {} {name}",
        String::from_utf8_lossy(&answer.bytes),
        printed(&answer.bytes)
    )
}

/// What is in the file in which a member takes their cases away.
async fn taken_away(house: &House, world: &PanelWorld) -> String {
    let member = &world.members[0];
    let made = review::acts::take_offline(&house.app, member).await.unwrap();
    let (_, file) = review::acts::offline_file(&house.app, member, made.id)
        .await
        .unwrap();
    let inside = sealing::open(&made.passphrase, &file).unwrap();
    let inside = String::from_utf8(inside).unwrap();
    assert!(inside.matches("[PERSON").count() >= 200, "every case is in it");
    inside
}

/// Every address a reader can ask for, for each of the cases.
async fn addresses(draw: &Draw, ids: &[(&str, String)], cases: &[CaseId]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for route in site::routes()
        .await
        .unwrap()
        .iter()
        .filter(|route| route.method == "GET")
    {
        for case in cases {
            let path = ids
                .iter()
                .fold(route.path.to_owned(), |path, (name, id)| path.replace(name, id));
            let path = path
                .replace("{case}", &case.to_string())
                .replace("{reference}", &draw.reference);
            if !path.contains('{') && !path.contains("sign") {
                all.insert(path);
            }
        }
    }
    all
}

on_both!(
    nothing_of_two_hundred_people_can_be_downloaded,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let draw = house.drawn(&world, 6, 4).await;
        let cases = house.heard(&draw).await;
        assert_eq!(cases.len() * PEOPLE, 200);
        let people: Vec<Person> = (0..200).map(Person::of).collect();
        for (case, people) in cases.iter().zip(people.chunks(PEOPLE)) {
            prepared(&house, &world, *case, people).await;
        }
        release(
            &house.app,
            &world.coordinator,
            draw.id,
            house.app.now().plus_days(14),
        )
        .await
        .unwrap();
        let mut everything = String::new();
        let mut member = house.browser(&world.members[0]).await;
        for case in &cases {
            let page = member.get(&format!("/cases/{case}")).await;
            assert!(
                page.status == 200 && page.text.contains("[PERSON"),
                "{}",
                page.text
            );
            everything.push_str(&given(&page));
        }
        everything.push_str(&taken_away(&house, &world).await);
        let meeting = house.found(&world, &draw).await;
        crate::meeting::acts::close(&house.app, &world.chair, meeting.id)
            .await
            .unwrap();
        let publication = cleared(&house, &world, meeting.id).await;
        acts::publish(&house.app, &world.publisher[0], publication)
            .await
            .unwrap();
        let ids = [
            ("{panel}", world.panel.id.to_string()),
            ("{draw}", draw.id.to_string()),
            ("{meeting}", meeting.id.to_string()),
            ("{publication}", publication.to_string()),
        ];
        let mut read = BTreeSet::new();
        let chair = house.browser(&world.chair).await;
        for mut browser in [member, chair, house.visitor()] {
            for path in addresses(&draw, &ids, &cases).await {
                let answer = browser.get(&path).await;
                if answer.status == 200 {
                    everything.push_str(&given(&answer));
                    read.insert(path);
                }
            }
        }
        for file in ["report", "report.csv"].map(|end| format!("/meetings/{}/{end}", meeting.id)) {
            assert!(read.contains(&file), "{file} of {read:?}");
        }
        let pdf = format!("/meetings/{}/report.pdf", meeting.id);
        assert_eq!(read.contains(&pdf), documents::pdf_available());
        let out = house.folder().join("site");
        publish(&house.app, &out).await.unwrap();
        for (name, bytes) in files(&out) {
            everything.push_str(&format!("{name} {}", String::from_utf8_lossy(&bytes)));
        }
        assert!(
            read.len() > 30 && everything.contains(LEARNING) && everything.contains("[VRN"),
            "{read:?}"
        );
        let searched = bare(&everything);
        for (person, number) in people.iter().zip(0..) {
            for one in person.identifiers() {
                let place = searched.find(&bare(one));
                let around = place.map(|at| {
                    searched
                        .get(at.saturating_sub(60)..)
                        .unwrap_or_default()
                        .chars()
                        .take(160)
                });
                assert!(
                    place.is_none(),
                    "{one} of person {number}: {:?}",
                    around.map(String::from_iter)
                );
            }
        }
        // The search can find: with one of them in it, it does.
        assert!(
            bare(&format!("{everything}{}", people[7].plate.to_lowercase()))
                .contains(&bare(&people[7].plate))
        );
    }
);
