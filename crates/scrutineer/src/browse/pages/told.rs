//! A filter in words, a line each, with the address of the list without it.

use crate::{
    browse::model::{Bounds, Reader, View, by_month, choices},
    platform::{
        clock::month_words,
        ids::BatchId,
        packs::{Field, Kind},
    },
};

/// One condition of a filter.
pub struct Told {
    /// What it is about.
    pub what: String,
    /// What it says.
    pub value: String,
    /// The address without it.
    pub without: String,
}

/// Takes one condition out of a view.
type Remove<'r> = &'r dyn Fn(&mut View);

struct Telling<'v> {
    view: &'v View,
    lines: Vec<Told>,
}

impl Telling<'_> {
    fn say(&mut self, what: &str, value: String, remove: Remove<'_>) {
        if value.is_empty() {
            return;
        }
        let mut less = self.view.clone();
        remove(&mut less);
        self.lines.push(Told {
            what: what.to_owned(),
            value,
            without: less.address(),
        });
    }

    fn say_field(&mut self, field: &Field) {
        let filter = &self.view.filter;
        let codes = filter.codes.get(&field.name).map_or(&[][..], Vec::as_slice);
        let known = choices(field);
        let words: Vec<&str> = known
            .iter()
            .filter(|(code, _)| codes.iter().any(|asked| asked == code))
            .map(|(_, words)| *words)
            .collect();
        self.say(&field.label, words.join(" or "), &|view| {
            view.filter.codes.remove(&field.name);
        });
        let bounds = filter
            .bounds
            .get(&field.name)
            .map(|bounds| between(field, bounds));
        self.say(&field.label, bounds.unwrap_or_default(), &|view| {
            view.filter.bounds.remove(&field.name);
        });
    }
}

fn between(field: &Field, bounds: &Bounds) -> String {
    let months = by_month(field);
    let word = |text: &str| {
        if months {
            month_words(text)
        } else {
            text.to_owned()
        }
    };
    let (later, earlier) = if months {
        ("or later", "or earlier")
    } else {
        ("or more", "or less")
    };
    match (bounds.from.as_str(), bounds.to.as_str()) {
        (from, "") => format!("{} {later}", word(from)),
        ("", to) => format!("{} {earlier}", word(to)),
        (from, to) => format!("{} to {}", word(from), word(to)),
    }
}

/// What a filter says; `files` are those that records of the kind came with.
pub fn told(kind: &Kind, view: &View, reader: Reader, files: &[(BatchId, String)]) -> Vec<Told> {
    let filter = &view.filter;
    let month = |month: &str| {
        if month.is_empty() {
            String::new()
        } else {
            month_words(month)
        }
    };
    let mut telling = Telling {
        view,
        lines: Vec::new(),
    };
    telling.say("From", month(&filter.from), &|view| {
        view.filter.from.clear();
    });
    telling.say("To", month(&filter.to), &|view| {
        view.filter.to.clear();
    });
    let stratum = kind.stratum_label(&filter.stratum).to_owned();
    telling.say("Stratum", stratum, &|view| {
        view.filter.stratum.clear();
    });
    let file = filter.batch.map(|batch| {
        let file = files.iter().find(|(id, _)| *id == batch);
        file.map_or_else(|| "one that is not here".to_owned(), |(_, name)| name.clone())
    });
    telling.say("File", file.unwrap_or_default(), &|view| {
        view.filter.batch = None;
    });
    telling.say("Flagged by rule", filter.rule.clone(), &|view| {
        view.filter.rule.clear();
    });
    let repeat = filter
        .repeat
        .map_or("", |only| if only { "Only repeats" } else { "No repeats" });
    telling.say("Rows alike in every cell", repeat.to_owned(), &|view| {
        view.filter.repeat = None;
    });
    for field in reader.fields(kind) {
        telling.say_field(field);
    }
    telling.lines
}
