//! The drawing of a bar chart, the same for the web and for paper: SVG with presentation attributes only, so that a
//! strict content security policy lets it through. It is a picture with a text alternative; the figures belong in a
//! table beside it ([`Chart::figures`]).

use std::fmt::Write;

use crate::model::{Bar, Chart};

/// Lengths in SVG units; the drawing scales to the width it is given.
const WIDTH: f64 = 640.0;
const LABEL_WIDTH: f64 = 200.0;
const VALUE_WIDTH: f64 = 150.0;
const GAP: f64 = 10.0;
const BAR_HEIGHT: f64 = 18.0;
const LINE_HEIGHT: f64 = 17.0;
const ROW_SPACE: f64 = 12.0;

/// Letters that fit beside the bars; there is no font here to measure with, so these are on the safe side.
const LABEL_LETTERS: usize = 26;
const VALUE_LETTERS: usize = 21;
const LABEL_LINES: usize = 3;

/// Ink and blue of the GOV.UK palette: 19.6:1 and 5.2:1 against white.
const INK: &str = "#0b0c0c";
const BLUE: &str = "#1d70b8";

/// Draws the chart: a label, a bar, a thin line for the interval, and the value in words, one row a bar.
///
/// The text alternative is [`Chart::alternative`]. Bars whose length is not finite are left out of the
/// drawing ([`crate::Document::check`] refuses them beforehand).
pub fn chart_svg(chart: &Chart) -> String {
    let bars: Vec<&Bar> = chart.bars.iter().filter(|bar| bar.value.is_finite()).collect();
    let scale = Scale::of(&bars);
    let mut rows = String::new();
    let mut top = ROW_SPACE / 2.0;
    for bar in bars {
        top = push_row(&mut rows, bar, &scale, top);
    }
    let height = top - ROW_SPACE / 2.0;
    let zero = scale.at(0.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{alternative}\" \
         viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"'Source Sans 3', arial, sans-serif\" font-size=\"15\" fill=\"{INK}\">\n\
         {rows}<path d=\"M{zero:.1} 0V{height}\" stroke=\"{INK}\" stroke-width=\"1\"/>\n</svg>\n",
        alternative = escape(&chart.alternative()),
    )
}

/// From the bars' unit to a place between the labels and the values; nought is always in view.
struct Scale {
    least: f64,
    span: f64,
}

impl Scale {
    fn of(bars: &[&Bar]) -> Self {
        let ends = bars
            .iter()
            .flat_map(|bar| [Some(bar.value), bar.low, bar.high])
            .flatten()
            .filter(|end| end.is_finite());
        let (least, most) = ends.fold((0.0_f64, 0.0_f64), |(least, most), end| {
            (least.min(end), most.max(end))
        });
        Self {
            least,
            span: if most > least { most - least } else { 1.0 },
        }
    }

    fn at(&self, value: f64) -> f64 {
        let room = WIDTH - LABEL_WIDTH - VALUE_WIDTH - 2.0 * GAP;
        LABEL_WIDTH + GAP + room * ((value - self.least) / self.span)
    }
}

/// Writes one bar with its words and answers where the next row starts.
fn push_row(out: &mut String, bar: &Bar, scale: &Scale, top: f64) -> f64 {
    let label = lines(&bar.label, LABEL_LETTERS);
    let value = lines(&bar.text, VALUE_LETTERS);
    let text_height = |lines: &[String]| lines.len() as f64 * LINE_HEIGHT;
    let height = text_height(&label).max(text_height(&value)).max(BAR_HEIGHT);
    let middle = top + height / 2.0;

    push_text(out, &label, (LABEL_WIDTH, "end"), middle);
    push_text(out, &value, (WIDTH - VALUE_WIDTH, "start"), middle);
    let (from, to) = (scale.at(bar.value.min(0.0)), scale.at(bar.value.max(0.0)));
    // A bar of nought is no rectangle: its words say that it is nought.
    if to - from >= 0.05 {
        let _ = writeln!(
            out,
            "<rect x=\"{from:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR_HEIGHT}\" fill=\"{BLUE}\"/>",
            y = middle - BAR_HEIGHT / 2.0,
            width = to - from,
        );
    }
    if let (Some(low), Some(high)) = (bar.low, bar.high) {
        push_interval(out, scale.at(low), scale.at(high), middle);
    }
    top + height + ROW_SPACE
}

/// A thin line with ends, over a white one so that it shows on the bar as well as beside it.
fn push_interval(out: &mut String, low: f64, high: f64, middle: f64) {
    let (above, below) = (middle - 4.0, middle + 4.0);
    for (stroke, width) in [("#ffffff", 4.0), (INK, 1.5)] {
        let _ = writeln!(
            out,
            "<path d=\"M{low:.1} {above:.1}V{below:.1}M{low:.1} {middle:.1}H{high:.1}M{high:.1} {above:.1}V{below:.1}\" \
             fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" stroke-linecap=\"square\"/>"
        );
    }
}

fn push_text(out: &mut String, lines: &[String], (x, anchor): (f64, &str), middle: f64) {
    // Half the height of a capital puts a line's middle, not its foot, on the middle of the bar.
    let first = middle + 5.0 - (lines.len().saturating_sub(1)) as f64 * LINE_HEIGHT / 2.0;
    let mut y = first;
    for line in lines {
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escape(line)
        );
        y += LINE_HEIGHT;
    }
}

/// Breaks words into at most [`LABEL_LINES`] lines; what does not fit ends in an ellipsis (the table has it in full).
fn lines(text: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.len() - 1;
        let used = lines[line].chars().count();
        if used == 0 {
            lines[line] = word.to_owned();
        } else if used + 1 + word.chars().count() <= letters {
            lines[line] = format!("{} {word}", lines[line]);
        } else {
            lines.push(word.to_owned());
        }
    }
    let cut = lines.len() > LABEL_LINES;
    lines.truncate(LABEL_LINES);
    let last = lines.len() - 1;
    for (number, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > letters || (cut && number == last) {
            *line = line.chars().take(letters - 1).chain(['…']).collect();
        }
    }
    lines
}

/// Text as XML character data or an attribute's value; characters XML 1.0 has no room for become spaces.
fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, letter| {
            match letter {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => out.push(' '),
                _ if letter.is_control() => out.push(' '),
                _ => out.push(letter),
            }
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: f64, interval: Option<(f64, f64)>) -> Bar {
        let (low, high) = interval.unzip();
        Bar {
            label: label.to_owned(),
            value,
            low,
            high,
            text: format!("{value}"),
        }
    }

    fn chart(bars: Vec<Bar>) -> Chart {
        Chart {
            title: "A \"title\"".to_owned(),
            description: "It <shows> & tells".to_owned(),
            bars,
            table: None,
        }
    }

    /// The x and width of every bar in the drawing.
    fn drawn(svg: &str) -> Vec<(f64, f64)> {
        let number = |line: &str, name: &str| -> f64 {
            let rest = line.split_once(&format!(" {name}=\"")).expect("the attribute").1;
            rest.split('"')
                .next()
                .expect("a value")
                .parse()
                .expect("a number")
        };
        svg.lines()
            .filter(|line| line.starts_with("<rect"))
            .map(|line| (number(line, "x"), number(line, "width")))
            .collect()
    }

    #[test]
    fn bars_are_as_long_as_their_values_from_a_shared_nought() {
        let svg = chart_svg(&chart(vec![
            bar("a", 10.0, None),
            bar("b", 5.0, None),
            bar("c", -10.0, None),
        ]));
        // 270 units between labels and values, for a span of 20.
        assert_eq!(drawn(&svg), [(345.0, 135.0), (345.0, 67.5), (210.0, 135.0)]);
    }

    #[test]
    fn an_interval_stays_inside_the_drawing() {
        let svg = chart_svg(&chart(vec![bar("a", 10.0, Some((5.0, 20.0)))]));
        assert_eq!(drawn(&svg), [(210.0, 135.0)]);
        assert!(svg.contains("M277.5 ") && svg.contains("H480.0M480.0"), "{svg}");
    }

    #[test]
    fn noughts_draw_no_bar_and_no_nonsense() {
        let svg = chart_svg(&chart(vec![bar("a", 0.0, None)]));
        assert_eq!(drawn(&svg), []);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn text_is_never_markup() {
        let svg = chart_svg(&chart(vec![bar("</text><script>\u{0}\"&", 1.0, None)]));
        assert!(svg.contains("aria-label=\"Bar chart: A &quot;title&quot;. It &lt;shows&gt; &amp; tells\""));
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt; &quot;&amp;"));
        assert!(!svg.contains("<script"));
    }

    #[test]
    fn long_labels_are_broken_and_then_cut() {
        assert_eq!(
            lines("Possession of a controlled drug (cannabis)", 26),
            ["Possession of a controlled", "drug (cannabis)"]
        );
        assert_eq!(lines("", 26), [""]);
        assert_eq!(lines(&"x".repeat(40), 5), ["xxxx…"]);
        assert_eq!(lines("one two three four five six", 5), ["one", "two", "thre…"]);
    }
}
