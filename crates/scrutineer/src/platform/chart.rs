//! A bar chart on a page: a table whose middle is drawn, so that it reads as its own figures and reflows as text does.
//!
//! The same [`Chart`] is drawn whole for paper by `documents`; on a narrow screen that drawing's letters would shrink
//! with it. Bars begin at nought, bear their label and value beside them, and need no legend ("Data visualisation:
//! charts" and "colours in charts", Government Analysis Function). The drawing has attributes only, no styles.

use askama::Template;
use askama::filters::HtmlSafe;
use documents::{Bar, Chart};

use super::govuk::{Cell, Table};

/// The first colour of the Analysis Function's palette: 10:1 against white.
const BLUE: &str = "#12436D";
const INK: &str = "#0b0c0c";

/// A chart ready to be shown by `{{ chart }}`.
#[derive(Clone, Debug, PartialEq, Template)]
#[template(path = "platform/chart.html")]
pub struct BarChart {
    title: String,
    description: String,
    bars: Vec<DrawnBar>,
    /// Where nought is, as a share of the width in per cent.
    nought: String,
    /// The figures, where they are more than label and value.
    figures: Option<Table>,
}

/// One bar in shares of the width, in per cent.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DrawnBar {
    label: String,
    text: String,
    start: String,
    width: String,
    /// From where to where the interval goes.
    interval: Option<(String, String)>,
}

impl HtmlSafe for BarChart {}

impl From<&Chart> for BarChart {
    /// Bars whose length is not finite are left out.
    fn from(chart: &Chart) -> Self {
        let bars: Vec<&Bar> = chart.bars.iter().filter(|bar| bar.value.is_finite()).collect();
        let scale = Scale::of(&bars);
        Self {
            title: chart.title.clone(),
            description: chart.description.clone(),
            bars: bars.iter().map(|bar| scale.draw(bar)).collect(),
            nought: percent(scale.at(0.0)),
            figures: chart.table.as_ref().map(figures),
        }
    }
}

/// From the bars' unit to a share of the width; nought is always in view.
struct Scale {
    least: f64,
    span: f64,
}

impl Scale {
    fn of(bars: &[&Bar]) -> Self {
        let ends = bars
            .iter()
            .flat_map(|bar| [Some(bar.value), bar.low, bar.high])
            .flatten();
        let ends = ends.filter(|end| end.is_finite());
        let (least, most) = ends.fold((0.0_f64, 0.0_f64), |(least, most), end| {
            (least.min(end), most.max(end))
        });
        Self {
            least,
            span: if most > least { most - least } else { 1.0 },
        }
    }

    fn at(&self, value: f64) -> f64 {
        100.0 * (value - self.least) / self.span
    }

    fn draw(&self, bar: &Bar) -> DrawnBar {
        let (from, to) = (self.at(bar.value.min(0.0)), self.at(bar.value.max(0.0)));
        let ends = bar
            .low
            .zip(bar.high)
            .filter(|(low, high)| low.is_finite() && high.is_finite());
        DrawnBar {
            label: bar.label.clone(),
            text: bar.text.clone(),
            start: percent(from),
            width: percent(to - from),
            interval: ends.map(|(low, high)| (percent(self.at(low)), percent(self.at(high)))),
        }
    }
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

fn figures(table: &documents::Table) -> Table {
    let is_number = |column: usize| table.numeric.get(column).copied().unwrap_or(false);
    let cell = |(column, text): (usize, &String)| Cell {
        text: text.clone(),
        format: if is_number(column) {
            "numeric".to_owned()
        } else {
            String::new()
        },
        ..Cell::default()
    };
    Table {
        caption: table.caption.clone(),
        head: Some(table.head.iter().enumerate().map(cell).collect()),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().enumerate().map(cell).collect())
            .collect(),
        first_cell_is_header: !is_number(0),
        ..Table::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Given<'a> = (&'a str, f64, Option<(f64, f64)>);

    fn chart(bars: &[Given<'_>]) -> BarChart {
        let bar = |(label, value, interval): &Given<'_>| Bar {
            label: (*label).to_owned(),
            value: *value,
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            text: format!("{value} in all"),
        };
        let bars = bars.iter().map(bar).collect();
        BarChart::from(&Chart {
            title: "Title".into(),
            description: "It tells.".into(),
            bars,
            table: None,
        })
    }

    #[test]
    fn bars_are_as_long_as_their_values_from_a_shared_nought() {
        let chart = chart(&[("a", 15.0, None), ("b", -5.0, None), ("c", 0.0, None)]);
        let drawn: Vec<(&str, &str)> = chart
            .bars
            .iter()
            .map(|bar| (bar.start.as_str(), bar.width.as_str()))
            .collect();
        assert_eq!(
            drawn,
            [("25.00%", "75.00%"), ("0.00%", "25.00%"), ("25.00%", "0.00%")]
        );
        assert_eq!(chart.nought, "25.00%");
    }

    #[test]
    fn an_interval_stays_inside_the_drawing() {
        let chart = chart(&[("a", 10.0, Some((5.0, 20.0)))]);
        assert_eq!(chart.bars[0].width, "50.00%");
        assert_eq!(chart.bars[0].interval, Some(("25.00%".into(), "100.00%".into())));
    }

    #[test]
    fn what_is_not_finite_is_not_drawn() {
        let chart = chart(&[("a", f64::NAN, None), ("b", 1.0, Some((0.0, f64::INFINITY)))]);
        assert_eq!((chart.bars.len(), chart.bars[0].width.as_str()), (1, "100.00%"));
        assert_eq!(chart.bars[0].interval, None);
    }

    #[test]
    fn it_reads_as_a_table_and_has_no_styles() {
        let html = chart(&[("North <east>", 2.0, Some((1.0, 3.0)))]).to_string();
        assert!(html.contains("<th scope=\"row\" class=\"app-chart__label\">North &#60;east&#62;</th>"));
        assert!(html.contains("2 in all") && html.contains("It tells."));
        assert!(html.contains("aria-hidden=\"true\"") && !html.contains("style="));
    }
}
