//! A corpus of documents made from a seed: what a force might send, and what somebody might send who means harm. Each has
//! the verdict it must get. Nothing of it is kept on a disk.

#![allow(dead_code, unused_imports, reason = "several tests use it, each a part")]

mod mails;
mod packages;
mod pdfs;
pub mod pictures;
mod texts;
mod wrong;

use intake::{Drop, Hold};

/// What must come of a file.
#[derive(Clone, Debug)]
pub enum Expect {
    /// Read: the text holds all of the first and none of the second; these were left out or told.
    Read(Vec<String>, Vec<String>, Vec<Drop>),
    /// Held until a person types or confirms the text.
    Held(Hold),
    /// Refused by a sentence that holds these words.
    Refused(&'static str),
    /// Anything but a crash: bytes changed by chance.
    Any,
}

/// One file.
pub struct Sample {
    /// Its name as a stranger gives it.
    pub name: String,
    pub bytes: Vec<u8>,
    pub expect: Expect,
    /// Words that must be in a note.
    pub note: Option<&'static str>,
}

impl Sample {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>, expect: Expect) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
            expect,
            note: None,
        }
    }

    pub fn noted(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }
}

/// Read, with these words.
pub fn with(words: &[&str]) -> Expect {
    Expect::Read(
        words.iter().map(|word| (*word).to_owned()).collect(),
        vec![],
        vec![],
    )
}

/// Read, with some words, without others, and told.
pub fn told(words: &[&str], lacks: &[&str], drops: &[Drop]) -> Expect {
    let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Expect::Read(all(words), all(lacks), drops.to_vec())
}

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.roll() % most as u64) as usize
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

pub const FIRST: [&str; 8] = [
    "Mared",
    "Owen",
    "Siobhan",
    "Tomasz",
    "Aisha",
    "Gwenllian",
    "Kwame",
    "Zofia",
];
pub const LAST: [&str; 8] = [
    "Testwell",
    "Madeup",
    "Inventon",
    "Fabricant",
    "Sampleby",
    "Ficton-Hale",
    "Mockridge",
    "Pretendy",
];

/// A made-up person.
pub fn person(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(&FIRST), dice.pick(&LAST))
}

/// The test string of scanners for malware, put together here so that no scanner minds this file.
pub fn eicar() -> String {
    [
        "X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
        "EICAR-STANDARD-ANTIVIRUS-TEST-FILE",
        "!$H+H*",
    ]
    .concat()
}

/// All of them, always the same.
pub fn all() -> Vec<Sample> {
    let mut dice = Dice::new(20_261_126);
    let mut samples = Vec::new();
    texts::add(&mut samples, &mut dice);
    packages::add(&mut samples, &mut dice);
    pdfs::add(&mut samples, &mut dice);
    mails::add(&mut samples, &mut dice);
    pictures::add(&mut samples, &mut dice);
    wrong::add(&mut samples, &mut dice);
    samples
}

pub use packages::{docx, odt, paragraph, zipped};
pub use pdfs::pdf;
pub use pictures::{jpeg, png};
