//! The components filled from a [`Form`]: the answer kept, the error beside it. `form.html` calls these.

use super::parts::Attributes;
use super::{
    Affix, Button, CharacterCount, Checkboxes, DateInput, ErrorLink, ErrorMessage, ErrorSummary, Fieldset,
    FileUpload, Hint, Input, Item, Label, PageItem, PageLink, Pagination, PasswordInput, Radios, RowAction,
    Select, SelectItem, SummaryList, SummaryRow, Textarea, Words,
};
use crate::platform::form::{Choice, Fact, FieldError, Form};

fn wrong(form: &Form, name: &str) -> Option<ErrorMessage> {
    form.error(name).map(ErrorMessage::new)
}

/// One line of text.
pub fn input(form: &Form, name: &str, label: &str, hint: &str) -> Input {
    Input {
        id: name.to_owned(),
        name: name.to_owned(),
        value: form.value(name).to_owned(),
        label: asked(label),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..Input::default()
    }
}

impl PasswordInput {
    /// `new-password` where one is chosen, `current-password` where it is asked for.
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &str) -> Self {
        autocomplete.clone_into(&mut self.input.autocomplete);
        self
    }
}

impl Input {
    /// Of another type than text, such as `email`.
    #[must_use]
    pub fn kind(mut self, kind: &str) -> Self {
        kind.clone_into(&mut self.kind);
        self
    }

    /// For digits or another sort of keyboard, such as `numeric`.
    #[must_use]
    pub fn inputmode(mut self, inputmode: &str) -> Self {
        inputmode.clone_into(&mut self.inputmode);
        self
    }

    /// As wide as about so many characters (2, 3, 4, 5, 10, 20 or 30); 0 for the whole width.
    #[must_use]
    pub fn width(mut self, characters: &u8) -> Self {
        if *characters > 0 {
            self.classes = format!("govuk-input--width-{characters}").into();
        }
        self
    }

    /// Filled by the browser with what it knows, such as `email`.
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &str) -> Self {
        autocomplete.clone_into(&mut self.autocomplete);
        self
    }

    /// With a unit or a currency before and after.
    #[must_use]
    pub fn between(mut self, prefix: &str, suffix: &str) -> Self {
        self.prefix = Affix {
            text: prefix.to_owned(),
            ..Affix::default()
        };
        self.suffix = Affix {
            text: suffix.to_owned(),
            ..Affix::default()
        };
        self
    }
}

/// Several lines of text, so many high.
pub fn textarea(form: &Form, name: &str, label: &str, hint: &str, rows: &u16) -> Textarea {
    Textarea {
        id: name.to_owned(),
        name: name.to_owned(),
        rows: *rows,
        value: form.all(name).first().cloned().unwrap_or_default(),
        label: asked(label),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..Textarea::default()
    }
}

/// Several lines of text of at most so many characters.
pub fn character_count(form: &Form, name: &str, label: &str, hint: &str, limit: &u32) -> CharacterCount {
    CharacterCount {
        maxlength: limit.to_string(),
        textarea: textarea(form, name, label, hint, &5),
        ..CharacterCount::default()
    }
}

/// A secret; never filled from the form.
pub fn password(form: &Form, name: &str, label: &str, hint: &str) -> PasswordInput {
    let input = Input {
        value: String::new(),
        ..input(form, name, label, hint)
    };
    PasswordInput {
        input,
        ..PasswordInput::default()
    }
}

/// One file or several.
pub fn file(form: &Form, name: &str, label: &str, hint: &str) -> FileUpload {
    FileUpload {
        id: name.to_owned(),
        name: name.to_owned(),
        label: asked(label),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..FileUpload::default()
    }
}

impl FileUpload {
    /// Only these types, as in `.csv,text/csv`; empty for any.
    #[must_use]
    pub fn accept(mut self, types: &str) -> Self {
        if !types.is_empty() {
            self.attributes = Attributes::default().with("accept", types);
        }
        self
    }

    /// More than one file at once.
    #[must_use]
    pub fn many(mut self, many: &bool) -> Self {
        self.multiple = *many;
        self
    }
}

/// What is asked by one field among others on its page: in bold, so that one is told from the next.
fn asked(label: &str) -> Label {
    let mut label = Label::new(label);
    label.classes = "govuk-label--s".into();
    label
}

/// What is asked by a group of answers, in bold as well.
fn question(legend: &str) -> Option<Fieldset> {
    let mut fieldset = Fieldset::new(legend);
    fieldset.legend.classes = "govuk-fieldset__legend--s".into();
    Some(fieldset)
}

fn items(options: &[Choice]) -> Vec<Item> {
    let item = |choice: &Choice| Item {
        value: choice.value.clone(),
        text: choice.text.clone(),
        hint: Hint::new(&choice.hint).unwrap_or_default(),
        ..Item::default()
    };
    options.iter().map(item).collect()
}

/// One answer out of several. A choice without a value has no place here.
pub fn radios(form: &Form, name: &str, legend: &str, hint: &str, options: &[Choice]) -> Radios {
    Radios {
        id_prefix: name.to_owned(),
        name: name.to_owned(),
        value: form.value(name).to_owned(),
        items: items(options),
        fieldset: question(legend),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..Radios::default()
    }
}

/// Any number of answers out of several.
pub fn checkboxes(form: &Form, name: &str, legend: &str, hint: &str, options: &[Choice]) -> Checkboxes {
    Checkboxes {
        id_prefix: name.to_owned(),
        name: name.to_owned(),
        values: form.all(name).to_vec(),
        items: items(options),
        fieldset: question(legend),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..Checkboxes::default()
    }
}

impl Checkboxes {
    /// A further group of the same name: its boxes have ids of their own, and what is wrong is told at the first group.
    #[must_use]
    pub fn part(mut self, part: &str) -> Self {
        if !part.is_empty() {
            self.id_prefix = format!("{}-{part}", self.name);
            self.error_message = None;
        }
        self
    }
}

/// One answer out of a long list.
pub fn select(form: &Form, name: &str, label: &str, hint: &str, options: &[Choice]) -> Select {
    let item = |choice: &Choice| SelectItem {
        value: Some(choice.value.clone()),
        text: choice.text.clone(),
        selected: Some(form.value(name) == choice.value),
        ..SelectItem::default()
    };
    Select {
        id: name.to_owned(),
        name: name.to_owned(),
        items: options.iter().map(item).collect(),
        label: asked(label),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..Select::default()
    }
}

/// A date in three parts, `NAME-day`, `NAME-month` and `NAME-year`.
pub fn date(form: &Form, name: &str, legend: &str, hint: &str) -> DateInput {
    let parts = ["day", "month", "year"].map(|part| format!("{name}-{part}"));
    DateInput {
        id: name.to_owned(),
        name_prefix: name.to_owned(),
        values: parts
            .into_iter()
            .map(|part| (part.clone(), form.value(&part).to_owned()))
            .collect(),
        fieldset: question(legend),
        hint: Hint::new(hint),
        error_message: wrong(form, name),
        ..DateInput::default()
    }
}

/// A question that is the only one on its page: its label or legend is the page's heading.
macro_rules! heading {
    ($($control:ty, |$it:ident| $set:expr;)+) => { $(
        impl $control {
            /// Shown as the heading of the page, when it holds.
            #[must_use]
            pub fn heading(mut self, is_heading: &bool) -> Self {
                if *is_heading {
                    let $it = &mut self;
                    $set;
                }
                self
            }
        }
    )+ };
}
heading! {
    Input, |it| large(&mut it.label);
    Textarea, |it| large(&mut it.label);
    CharacterCount, |it| large(&mut it.textarea.label);
    FileUpload, |it| large(&mut it.label);
    Select, |it| large(&mut it.label);
    Radios, |it| large_legend(&mut it.fieldset);
    Checkboxes, |it| large_legend(&mut it.fieldset);
    DateInput, |it| large_legend(&mut it.fieldset);
}

fn large(label: &mut Label) {
    label.is_page_heading = true;
    label.classes = "govuk-label--l".into();
}

fn large_legend(fieldset: &mut Option<Fieldset>) {
    if let Some(fieldset) = fieldset {
        fieldset.legend.is_page_heading = true;
        fieldset.legend.classes = "govuk-fieldset__legend--l".into();
    }
}

impl Radios {
    /// Side by side, for two short answers.
    #[must_use]
    pub fn inline(mut self, inline: &bool) -> Self {
        if *inline {
            self.classes = "govuk-radios--inline".into();
        }
        self
    }
}

/// The button that sends the form; it takes a second press within a second for the same one.
pub fn submit(text: &str, classes: &str) -> Button {
    Button {
        text: text.to_owned(),
        classes: classes.into(),
        prevent_double_click: Some(true),
        ..Button::default()
    }
}

/// A link that looks like a button, to begin something.
pub fn link_button(href: &str, text: &str, classes: &str) -> Button {
    Button {
        href: href.to_owned(),
        text: text.to_owned(),
        classes: classes.into(),
        ..Button::default()
    }
}

/// All errors of the form, each linked to its answer; a date's to its first part.
pub fn error_summary(form: &Form) -> Option<ErrorSummary> {
    let link = |error: &FieldError| {
        let day = format!("{}-day", error.field);
        let id = if form.values.contains_key(&day) {
            day
        } else {
            error.field.clone()
        };
        ErrorLink {
            href: format!("#{id}"),
            text: error.message.clone(),
            ..ErrorLink::default()
        }
    };
    (!form.ok()).then(|| ErrorSummary {
        title_text: "There is a problem".to_owned(),
        error_list: form.errors.iter().map(link).collect(),
        ..ErrorSummary::default()
    })
}

/// Facts, each with a link to change it where it has one.
pub fn summary_rows(facts: &[Fact]) -> SummaryList {
    let words = |text: &str| Words {
        text: text.to_owned(),
        ..Words::default()
    };
    let change = |fact: &Fact| RowAction {
        href: fact.href.clone(),
        text: "Change".to_owned(),
        visually_hidden_text: lower(&fact.key),
        ..RowAction::default()
    };
    let row = |fact: &Fact| {
        let mut row = SummaryRow {
            key: words(&fact.key),
            value: words(&fact.value),
            ..SummaryRow::default()
        };
        row.actions.items = (!fact.href.is_empty())
            .then(|| change(fact))
            .into_iter()
            .collect();
        row
    };
    SummaryList {
        rows: facts.iter().map(row).collect(),
        ..SummaryList::default()
    }
}

/// "Date of meeting" inside a sentence; "OOCR" stays as it is.
fn lower(key: &str) -> String {
    let mut letters = key.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => key.to_owned(),
    }
}

/// The pages of a long list: first, last, and those beside the current one. None when there is only one.
pub fn pages(current: &usize, last: &usize, href: &str) -> Option<Pagination> {
    let (current, last) = (*current, *last);
    if last < 2 {
        return None;
    }
    let to = |page: usize| PageLink {
        href: format!("{href}{page}"),
        ..PageLink::default()
    };
    let mut items = Vec::new();
    let mut before = 0;
    for page in (1..=last).filter(|page| *page == 1 || *page == last || page.abs_diff(current) < 2) {
        if page > before + 1 {
            items.push(PageItem {
                ellipsis: true,
                ..PageItem::default()
            });
        }
        items.push(PageItem {
            number: page.to_string(),
            href: to(page).href,
            current: page == current,
            ..PageItem::default()
        });
        before = page;
    }
    Some(Pagination {
        items,
        previous: if current > 1 {
            to(current - 1)
        } else {
            PageLink::default()
        },
        next: if current < last {
            to(current + 1)
        } else {
            PageLink::default()
        },
        ..Pagination::default()
    })
}
