//! Text as it flows: paragraphs a line each, a row of a table a line with bars between its cells, boxes after the paragraph
//! they hang on.

/// Text being put together.
#[derive(Default)]
pub(crate) struct Flow {
    /// The text itself, and above it whatever is open: rows, cells, boxes, notes.
    open: Vec<String>,
    body: String,
    /// Boxes closed since the last paragraph ended.
    boxes: Vec<String>,
}

impl Flow {
    fn top(&mut self) -> &mut String {
        self.open.last_mut().unwrap_or(&mut self.body)
    }

    /// Words of the paragraph.
    pub(crate) fn say(&mut self, words: &str) {
        self.top().push_str(words);
    }

    /// The paragraph ends.
    pub(crate) fn end(&mut self) {
        self.break_line();
        for text in std::mem::take(&mut self.boxes) {
            self.say(&text);
            self.break_line();
        }
    }

    fn break_line(&mut self) {
        let top = self.top();
        if !top.is_empty() && !top.ends_with('\n') {
            top.push('\n');
        }
    }

    /// A row, cell, box or note begins.
    pub(crate) fn begin(&mut self) {
        self.open.push(String::new());
    }

    fn close(&mut self) -> String {
        self.open.pop().unwrap_or_default().trim().to_owned()
    }

    /// A cell ends: it joins its row.
    pub(crate) fn end_cell(&mut self) {
        let cell = self.close().replace('\n', " ");
        let row = self.top();
        if !row.is_empty() {
            row.push_str(" | ");
        }
        row.push_str(&cell);
    }

    /// A row ends; one that is hidden leaves nothing.
    pub(crate) fn end_row(&mut self, hidden: bool) {
        let row = self.close();
        let empty = row.chars().all(|sign| sign == '|' || sign == ' ');
        if !hidden && !empty {
            self.break_line();
            self.say(&row);
            self.break_line();
        }
    }

    /// A box ends: it comes after the paragraph it hangs on.
    pub(crate) fn end_box(&mut self) {
        let text = self.close();
        if !text.is_empty() {
            self.boxes.push(text);
        }
    }

    /// A note ends: its text.
    pub(crate) fn end_note(&mut self) -> String {
        self.close().replace('\n', " ")
    }

    /// All of it.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            let text = self.close();
            self.say(&text);
        }
        self.end();
        self.body
    }
}

/// The notes at the end of a text, by their numbers.
pub(crate) fn with_notes(mut text: String, notes: &[String]) -> String {
    for (place, note) in notes.iter().enumerate() {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&format!("Note {}: {note}\n", place + 1));
    }
    text
}

/// What stands in the text for a note.
pub(crate) fn note_mark(number: usize) -> String {
    format!(" (note {number}) ")
}
