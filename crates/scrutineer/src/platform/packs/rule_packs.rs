//! Rule packs and the profiles of forces, read when rules are asked for; and a kind of record as rules see it.

use std::sync::OnceLock;

use rules::{Fact, Fault, Field as Asked, Fields, Holds, Pack, Profile as Local};

use super::kind::{ColumnStance, Entry, Field, FieldType, Kind, Sensitivity, Vocabulary};
use super::pack_text;

const PACKS: [(&str, &str); 5] = [
    pack_text!("rules/england-wales.toml"),
    pack_text!("rules/pcsc-p6.toml"),
    pack_text!("rules/panel-process.toml"),
    pack_text!("rules/themes-oocr.toml"),
    pack_text!("rules/themes-stop-search.toml"),
];

/// What the id of a pack of themes begins with: its rules say what a record is about and flag nothing.
const THEMES: &str = "themes-";
const PROFILES: [(&str, &str); 3] = [
    pack_text!("rules/profiles/durham.toml"),
    pack_text!("rules/profiles/kent.toml"),
    pack_text!("rules/profiles/leicestershire.toml"),
];

/// Longest text a fact of a pack may hold in an extract that is checked.
const LONGEST: usize = 1000;
/// Largest number.
const LARGEST: i64 = 1_000_000;

/// The rule packs built into the program.
#[derive(Clone, Debug)]
pub struct RulePacks {
    /// Packs of rules.
    pub packs: Vec<Pack>,
    /// Forces' own use of them.
    pub profiles: Vec<Local>,
}

impl RulePacks {
    /// Reads every rule pack and profile built into the program.
    ///
    /// # Errors
    /// [`Fault`] for the first that cannot be read. The tests read every one, so a released program does not fail here.
    pub fn built_in() -> Result<Self, Fault> {
        let packs = PACKS.iter().map(|(file, text)| Pack::read(file, text));
        let profiles = PROFILES.iter().map(|(file, text)| Local::read(file, text));
        Ok(Self {
            packs: packs.collect::<Result<_, _>>()?,
            profiles: profiles.collect::<Result<_, _>>()?,
        })
    }

    /// Those built into the program, read once.
    ///
    /// # Errors
    /// As [`RulePacks::built_in`].
    pub fn of_program() -> Result<&'static Self, Fault> {
        static READ: OnceLock<Result<RulePacks, Fault>> = OnceLock::new();
        READ.get_or_init(Self::built_in).as_ref().map_err(Clone::clone)
    }

    /// The pack by which records of a kind are looked at: of those in use the first that is about the records, not a theme.
    pub fn for_records(&self, kind: &str) -> Option<&Pack> {
        self.packs
            .iter()
            .find(|pack| pack.kind == kind && pack.disabled.is_none() && !pack.id.starts_with(THEMES))
    }

    /// The themes by which records of a kind may be grouped for a draw.
    pub fn themes(&self, kind: &str) -> Option<&Pack> {
        self.packs
            .iter()
            .find(|pack| pack.kind == kind && pack.disabled.is_none() && pack.id.starts_with(THEMES))
    }

    /// The pack with this id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// The text of the pack with this id, as it is in `packs/`.
    pub fn text(&self, id: &str) -> Option<&'static str> {
        let place = self.packs.iter().position(|pack| pack.id == id)?;
        PACKS.get(place).map(|(_, text)| *text)
    }

    /// The profile with this id.
    pub fn profile(&self, id: &str) -> Option<&Local> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// Paths of all packs and profiles, under `packs/`.
    #[cfg(test)]
    pub(super) fn paths() -> impl Iterator<Item = &'static str> {
        PACKS.iter().chain(&PROFILES).map(|(path, _)| *path)
    }
}

impl Kind {
    /// Its fields as rules see them.
    pub fn asked(&self) -> Fields {
        let fields = self.fields.iter().map(|field| Asked {
            name: field.name.clone(),
            label: field.label.clone(),
            holds: holds(&field.holds),
        });
        Fields {
            kind: self.id.clone(),
            fields: fields.collect(),
        }
    }

    /// The kind as an extract is read with when it is checked by rules, and not loaded: a blank cell is for the rules to
    /// see, so only the date that gives the month must be filled; and there may be a column for each fact of the pack.
    #[must_use]
    pub fn to_be_checked(&self, facts: &[Fact]) -> Self {
        let mut kind = self.clone();
        for (place, field) in kind.fields.iter_mut().enumerate() {
            field.required = place == self.month;
        }
        for profile in &mut kind.profiles {
            profile.missing_columns = ColumnStance::Blank;
        }
        kind.fields
            .extend(facts.iter().filter(|fact| fact.is_column()).map(column));
        kind
    }
}

fn holds(holds: &FieldType) -> Holds {
    let codes = |vocabulary: &Vocabulary| {
        vocabulary
            .entries
            .iter()
            .map(|entry| entry.code.clone())
            .collect()
    };
    match holds {
        FieldType::Text { .. } | FieldType::Month => Holds::Text,
        FieldType::Integer { .. } => Holds::Number,
        FieldType::Decimal { .. } => Holds::Decimal,
        FieldType::Date | FieldType::Instant => Holds::Date,
        FieldType::Boolean3 => Holds::Flag,
        FieldType::Code(vocabulary) => Holds::Code(codes(vocabulary)),
        FieldType::List { vocabulary, .. } => Holds::List(vocabulary.as_deref().map(codes)),
    }
}

/// A fact of a pack as a field, so that an extract may have a column for it.
fn column(fact: &Fact) -> Field {
    let vocabulary = || {
        let entry = |coded: &rules::Coded| Entry {
            code: coded.code.clone(),
            label: coded.label.clone(),
            also: Vec::new(),
            not_stated: false,
            group: None,
        };
        Vocabulary::new(&fact.name, fact.codes.iter().map(entry).collect()).into()
    };
    let Asked { name, label, holds } = fact.field();
    Field {
        name,
        label,
        headings: std::collections::BTreeMap::new(),
        also: Vec::new(),
        holds: match holds {
            Holds::Text => FieldType::Text { longest: LONGEST },
            Holds::Number => FieldType::Integer {
                lowest: 0,
                highest: LARGEST,
                notice_below: None,
            },
            Holds::Decimal => FieldType::Decimal {
                lowest: 0,
                highest: LARGEST,
            },
            Holds::Date => FieldType::Date,
            Holds::Flag => FieldType::Boolean3,
            Holds::Code(_) => FieldType::Code(vocabulary()),
            Holds::List(_) => FieldType::List {
                vocabulary: Some(vocabulary()),
                longest: LONGEST,
            },
        },
        form: None,
        days: None,
        not_known: false,
        sensitivity: Sensitivity::Restricted,
        required: false,
        summary: false,
        browse: false,
    }
}
