//! Pieces of text with their places, put together to lines and paragraphs.

/// One line as it is being put together.
struct Line {
    text: String,
    y: f64,
    /// Where its last piece ends.
    end: f64,
    size: f64,
}

/// The text of a page.
#[derive(Default)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    /// A piece of text that begins at a place and goes on to `end`.
    pub(super) fn add(&mut self, text: &str, (x, y): (f64, f64), end: f64, size: f64) {
        /// Half a line up or down, as small figures are, is the same line.
        const SAME: f64 = 0.45;
        /// A gap of this many heights is a space between words; one of two, another column.
        const GAP: f64 = 0.14;
        let size = size.max(0.1);
        match self.0.last_mut() {
            Some(line) if (line.y - y).abs() < SAME * line.size.max(size) && x > line.end - 2.0 * size => {
                let gap = x - line.end;
                let spaced = line.text.ends_with(' ') || text.starts_with(' ');
                if gap > 2.0 * size {
                    line.text.push_str("  ");
                } else if gap > GAP * size && !spaced {
                    line.text.push(' ');
                }
                line.text.push_str(text);
                line.end = end;
                line.size = line.size.max(size);
            }
            _ => self.0.push(Line {
                text: text.to_owned(),
                y,
                end,
                size,
            }),
        }
    }

    /// The lines, those that were only broken for the width of the page joined again.
    pub(super) fn text(&self) -> String {
        /// A line that ends beyond this part of the longest was broken because the page ended.
        const FULL: f64 = 0.75;
        /// A step of more heights than this begins a paragraph.
        const STEP: f64 = 1.7;
        let longest = self.0.iter().map(|line| line.end).fold(0.0, f64::max);
        let mut out = String::new();
        let mut before: Option<&Line> = None;
        for line in self.0.iter().filter(|line| !line.text.trim().is_empty()) {
            if let Some(before) = before {
                let step = before.y - line.y;
                let near = step > 0.0 && step < STEP * before.size.max(line.size);
                if near && before.end > FULL * longest {
                    join(&mut out, line.text.trim_start());
                } else {
                    out.push('\n');
                    if step > 2.0 * STEP * line.size {
                        out.push('\n');
                    }
                }
            }
            out.push_str(line.text.trim());
            before = Some(line);
        }
        out
    }
}

/// What stands between two lines of a paragraph: nothing where a word was broken.
fn join(out: &mut String, next: &str) {
    let small = next.chars().next().is_some_and(char::is_lowercase);
    let broken = out.ends_with('-') && out.trim_end_matches('-').ends_with(char::is_alphabetic);
    if broken && small {
        out.pop();
    } else if !broken {
        out.push(' ');
    }
}
