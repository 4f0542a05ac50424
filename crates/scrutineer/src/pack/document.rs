//! A document handed over for a case, and how its text comes into the pack.
//!
//! ```text
//! document: read ------------------\
//!           held -> confirmed ------+-> in the pack's text -> erased, with its original
//!           any of them -> removed
//! ```

use intake::{Dropped, Form, Hold, Paper, Verdict};

use crate::{
    codes,
    platform::{
        clock::Moment,
        ids::{BlobId, CaseId, DocumentId, PersonId},
        packs::Kind,
        refusal::Refusal,
    },
};

codes! {
    /// How far a document has come.
    DocumentState {
        /// Its text was read whole.
        Read = "read", "Text read";
        /// Its text must be typed or confirmed by a person.
        Held = "held", "Waits for its text";
        /// A person typed or confirmed its text.
        Confirmed = "confirmed", "Text confirmed";
        /// Taken out; its original is erased.
        Removed = "removed", "Removed";
        /// Erased when its time was over.
        Erased = "erased", "Erased";
    }
}

/// Most documents of one case.
pub const MOST: usize = 50;

/// A document of a case.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The case.
    pub case: CaseId,
    /// Its number among the documents of the case, from 1.
    pub place: i64,
    /// What it is, in words of the field: `MG11`, or its form.
    pub title: String,
    /// Its name as it was handed over, without folders.
    pub name: String,
    /// Its form.
    pub form: Form,
    /// Its bytes.
    pub bytes: i64,
    /// SHA-256 of them.
    pub hash: [u8; 32],
    /// What was read of it, or what a person typed.
    pub text: String,
    /// What is not in the text.
    pub dropped: Vec<Dropped>,
    /// What else people should know.
    pub notes: Vec<String>,
    /// How far it has come.
    pub state: DocumentState,
    /// Why a person must type or confirm its text.
    pub hold: Option<Hold>,
    /// The version of the pack into which its text was put.
    pub used_in: Option<i64>,
    /// Where the original is kept.
    pub original: Option<BlobId>,
    /// Where a picture made anew is kept.
    pub picture: Option<BlobId>,
    /// Who handed it over.
    pub added_by: PersonId,
    /// When.
    pub added_at: Moment,
    /// Who typed, confirmed or removed it.
    pub settled_by: Option<PersonId>,
    /// When.
    pub settled_at: Option<Moment>,
}

impl Document {
    /// Whether its text can go into the pack and has not.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.used_in.is_none() && matches!(self.state, DocumentState::Read | DocumentState::Confirmed)
    }

    /// Whether somebody must type or confirm its text first.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == DocumentState::Held
    }

    /// Whether it is still one of the case's documents.
    #[must_use]
    pub fn stands(&self) -> bool {
        matches!(
            self.state,
            DocumentState::Read | DocumentState::Held | DocumentState::Confirmed
        )
    }

    /// Its heading in the pack's text.
    #[must_use]
    pub fn heading(&self) -> String {
        format!("Document {}: {}", self.place, self.title)
    }

    /// Takes the text that a person typed or confirmed.
    ///
    /// # Errors
    /// A document whose text is in the pack, or that is no more.
    pub fn confirm(self, text: &str, by: PersonId, at: Moment) -> Result<Self, Refusal> {
        if !self.stands() || self.used_in.is_some() {
            return Err(Refusal::conflict(
                "the text of this document is in the pack already, or the document was removed; correct the pack itself",
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            state: DocumentState::Confirmed,
            settled_by: Some(by),
            settled_at: Some(at),
            ..self
        })
    }

    /// Takes it out, with all that was read of it.
    ///
    /// # Errors
    /// A document that is no more.
    pub fn remove(self, by: PersonId, at: Moment) -> Result<Self, Refusal> {
        if !self.stands() {
            return Err(Refusal::conflict("this document has been removed already"));
        }
        Ok(Self {
            settled_by: Some(by),
            settled_at: Some(at),
            ..self.gone(DocumentState::Removed)
        })
    }

    /// Erases it: its time is over.
    #[must_use]
    pub fn erase(self) -> Self {
        self.gone(DocumentState::Erased)
    }

    fn gone(self, state: DocumentState) -> Self {
        Self {
            text: String::new(),
            name: String::new(),
            notes: Vec::new(),
            state,
            ..self
        }
    }
}

/// The state of a document that was just read.
#[must_use]
pub fn state_of(paper: &Paper) -> (DocumentState, Option<Hold>) {
    match paper.verdict {
        Verdict::Read => (DocumentState::Read, None),
        Verdict::Held(hold) => (DocumentState::Held, Some(hold)),
    }
}

/// What a document is, in words of the field, by what its name says: the number of a form of the manual of guidance, or a
/// word for a kind of paper. Nothing else of a name is taken, for it may be somebody's.
#[must_use]
pub fn title(name: &str, form: Form) -> String {
    /// Words for kinds of paper.
    const KINDS: [&str; 9] = [
        "summary",
        "statement",
        "interview",
        "report",
        "record",
        "letter",
        "log",
        "form",
        "disposal",
    ];
    let words: Vec<String> = name
        .split(|sign: char| !sign.is_alphanumeric())
        .map(str::to_lowercase)
        .collect();
    let guidance = words
        .iter()
        .find(|word| is_guidance(word))
        .map(|word| word.to_uppercase());
    let kind = words.iter().find(|word| KINDS.contains(&word.as_str())).cloned();
    match (guidance, kind) {
        (Some(guidance), Some(kind)) => format!("{guidance} {kind}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => form.words().to_owned(),
    }
}

/// `MG5`, `MG11A`.
fn is_guidance(word: &str) -> bool {
    word.strip_prefix("mg").is_some_and(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let letter = rest.get(digits..).unwrap_or_default();
        (1..=2).contains(&digits)
            && (letter.is_empty()
                || letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase()))
    })
}

/// The case to which a reference belongs: by its label or whole reference, or by the record's own.
#[derive(Debug, Clone)]
pub struct Known {
    /// The case.
    pub case: CaseId,
    /// Its label, such as `A07`.
    pub label: String,
    /// Its whole reference and the record's own, as letters and digits alone.
    pub whole: Vec<String>,
}

impl Known {
    /// A case by everything that it can be called.
    #[must_use]
    pub fn new(case: CaseId, label: &str, reference: &str, own: Option<&str>) -> Self {
        /// Letters and digits of the shortest reference that is looked for inside a name.
        const ENOUGH: usize = 5;
        let whole = std::iter::once(reference).chain(own).map(plain);
        Self {
            case,
            label: plain(label),
            whole: whole.filter(|whole| whole.len() >= ENOUGH).collect(),
        }
    }

    fn is_called(&self, step: &str) -> bool {
        let words: Vec<String> = step
            .split(|sign: char| !sign.is_alphanumeric())
            .map(plain)
            .filter(|word| !word.is_empty())
            .collect();
        // A reference is some words one after the other, and not a part of one: 2401 is not in 12401.
        let runs = (0..words.len()).flat_map(|from| (from + 1..=words.len()).map(move |to| (from, to)));
        words.contains(&self.label)
            || runs
                .filter_map(|(from, to)| words.get(from..to))
                .any(|run| self.whole.contains(&run.concat()))
    }
}

fn plain(text: &str) -> String {
    let signs = text.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

/// Which case a path or a reference names.
///
/// # Errors
/// None, or several: a sentence.
pub fn matched<'a>(path: &str, cases: &'a [Known]) -> Result<&'a Known, &'static str> {
    let named = |step: &str| {
        cases
            .iter()
            .filter(|case| case.is_called(step))
            .collect::<Vec<_>>()
    };
    let mut found: Vec<&Known> = Vec::new();
    // A whole reference may itself have slashes in it.
    for step in path.split(['/', '\\']).chain(std::iter::once(path)) {
        for case in named(step) {
            if !found.iter().any(|known| known.case == case.case) {
                found.push(case);
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err("no case of this draw has this reference"),
        _ => Err("it names more than one case of this draw"),
    }
}

/// The record's own reference.
#[must_use]
pub fn own_reference<'a>(
    kind: &Kind,
    fields: &'a serde_json::Map<String, serde_json::Value>,
) -> Option<&'a str> {
    let field = kind.fields.get(kind.reference?)?;
    fields.get(&field.name)?.as_str()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn cases() -> Vec<Known> {
        let case = |number: u128, label: &str, own| {
            let reference = format!("WM-OOCR-2024-03/{label}");
            Known::new(CaseId(Uuid::from_u128(number)), label, &reference, own)
        };
        vec![
            case(1, "A01", Some("45/2401/24")),
            case(2, "A02", Some("45/12401/24")),
            case(3, "Y01", None),
        ]
    }

    #[test]
    fn a_path_names_a_case_by_label_or_reference() {
        let cases = cases();
        let of = |path: &str| matched(path, &cases).map(|case| case.label.clone());
        for path in [
            "A01/MG5.docx",
            "a01 MG5.docx",
            "all/WM-OOCR-2024-03-A01.pdf",
            "WM-OOCR-2024-03/A01/MG11.pdf",
            "45-2401-24_MG5.docx",
            "45/2401/24",
        ] {
            assert_eq!(of(path).as_deref(), Ok("A01"), "{path}");
        }
        assert_eq!(of("45-12401-24.txt").as_deref(), Ok("A02"));
        assert!(of("BA01.docx").unwrap_err().contains("no case"));
        assert!(of("notes.txt").unwrap_err().contains("no case"));
        assert!(of("A01/Y01.txt").unwrap_err().contains("more than one"));
    }

    #[test]
    fn a_title_holds_no_name() {
        assert_eq!(title("A07_MG5_summary_Testwell.docx", Form::Docx), "MG5 summary");
        assert_eq!(title("Mared Testwell.pdf", Form::Pdf), "a PDF");
        assert_eq!(title("MG11a.pdf", Form::Pdf), "MG11A");
        assert_eq!(title("mgrs.pdf", Form::Pdf), "a PDF");
    }
}
