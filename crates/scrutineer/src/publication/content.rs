//! What the public gets of a meeting, made from its report and nothing else: counts with the small ones hidden, and one text
//! written for the public. A hidden count is `null` in the data; [`super::words`] puts it all in words.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use stats::suppression::{Cell, Profile, Release, SuppressionError, Total, protect};

use crate::{
    body::model::PanelKind,
    platform::packs::strata::{CHOSEN, THEME},
    report::model::{MeetingReport, Stratum},
};

/// The format of the data.
pub const FORMAT: &str = "scrutineer-results/1";

/// The stratum of children, by the packs of both kinds of record.
const YOUTH: &str = "youth";

/// The sanitised results of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// [`FORMAT`].
    pub format: String,
    /// The body that runs the panel.
    pub body: String,
    /// The panel's code.
    pub panel: String,
    /// The panel's name.
    pub panel_name: String,
    /// What the panel looks at.
    pub looks_at: String,
    /// The draw's reference, and the name of its folder.
    pub reference: String,
    /// First month of the records, `YYYY-MM`.
    pub period_from: String,
    /// Last month of the records, `YYYY-MM`.
    pub period_to: String,
    /// The day of the meeting.
    pub held_on: Date,
    /// The scale, in words.
    pub scale: String,
    /// By stratum.
    pub strata: Vec<PublicStratum>,
    /// How the panel decided: in how many cases nobody voted against, and so on.
    pub decisions: Counts,
    /// What was observed.
    pub themes: Vec<PublicTheme>,
    /// The smallest count shown beside a theme.
    pub themes_threshold: u64,
    /// What is to be learned, written for the public.
    pub learning: String,
    /// Who was there, by organisation.
    pub attendance: Vec<PublicAttendance>,
}

/// A stratum for the public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicStratum {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Records in the frame.
    pub population: u64,
    /// Cases planned.
    pub planned: u64,
    /// Cases heard.
    pub heard: u64,
    /// The classes; empty when nothing was heard.
    pub classes: Counts,
}

/// A list of counts whose total is public.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Counts from 1 to below this are hidden.
    pub threshold: u64,
    /// Whether a hidden count may be 0.
    pub zeros_hidden: bool,
    /// The counts.
    pub rows: Vec<PublicCount>,
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicCount {
    /// Its code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// The count, or nothing where it is hidden.
    pub count: Option<u64>,
}

/// One theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicTheme {
    /// Its words.
    pub label: String,
    /// Good practice, concern or neutral.
    pub polarity: String,
    /// The cases, or nothing where there were too few to say.
    pub count: Option<u64>,
}

/// One seat's organisation and whether it was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicAttendance {
    /// The organisation.
    pub organisation: String,
    /// In words.
    pub attendance: String,
}

/// The results of a report as they may be published.
///
/// # Errors
/// Counts that cannot be protected.
pub fn sanitise(report: &MeetingReport, learning: &str) -> Result<Content, SuppressionError> {
    let any_youth = report
        .strata
        .iter()
        .any(|one| one.heard > 0 && is_youth(report, &one.code));
    let profile = if any_youth {
        Profile::Youth
    } else {
        Profile::Default
    };
    let strata: Result<Vec<PublicStratum>, SuppressionError> =
        report.strata.iter().map(|one| stratum(report, one)).collect();
    let theme = |one: &crate::report::model::ThemeCount| PublicTheme {
        label: one.label.clone(),
        polarity: one.polarity.title().to_owned(),
        count: (one.cases >= profile.threshold()).then_some(one.cases),
    };
    let mut themes: Vec<PublicTheme> = report.themes.iter().map(theme).collect();
    // The report lists the most frequent first: that order would tell something about the hidden counts.
    themes.sort_by(|a, b| {
        b.count
            .cmp(&a.count)
            .then_with(|| a.label.cmp(&b.label))
            .then_with(|| a.polarity.cmp(&b.polarity))
    });
    Ok(Content {
        format: FORMAT.to_owned(),
        body: report.body_name.clone(),
        panel: report.panel_code.clone(),
        panel_name: report.panel_name.clone(),
        looks_at: report.panel_kind.title().to_owned(),
        reference: report.reference.clone(),
        period_from: report.period_from.clone(),
        period_to: report.period_to.clone(),
        held_on: report.held_on,
        scale: report.scale_words(),
        strata: strata?,
        decisions: decisions(report, profile)?,
        themes,
        themes_threshold: profile.threshold(),
        learning: learning.trim().to_owned(),
        attendance: attendance(report),
    })
}

/// Children's cases: the stratum of children, whole or drawn in parts by theme.
fn is_youth(report: &MeetingReport, stratum: &str) -> bool {
    let whole = stratum.split_once(THEME).map_or(stratum, |(whole, _)| whole);
    whole == YOUTH || report.panel_kind == PanelKind::YouthOocr
}

fn stratum(report: &MeetingReport, one: &Stratum) -> Result<PublicStratum, SuppressionError> {
    let profile = if is_youth(report, &one.code) {
        Profile::Youth
    } else {
        Profile::Default
    };
    let rows = one
        .classes
        .iter()
        .map(|class| (class.code.clone(), class.label.clone(), class.count))
        .collect();
    let classes = if one.heard == 0 {
        Counts::default()
    } else {
        protected(rows, profile)?
    };
    Ok(PublicStratum {
        code: one.code.clone(),
        label: one.label.clone(),
        population: one.population,
        planned: one.planned,
        heard: one.heard,
        classes,
    })
}

/// Hides the small counts. The total is public: it is the number of cases heard.
fn protected(rows: Vec<(String, String, u64)>, profile: Profile) -> Result<Counts, SuppressionError> {
    let counts: Vec<u64> = rows.iter().map(|(_, _, count)| *count).collect();
    let Release {
        cells, zeros_hidden, ..
    } = protect(&counts, profile, Total::Public)?;
    let shown = |cell: Cell| match cell {
        Cell::Shown(count) => Some(count),
        Cell::Hidden | Cell::Rounded(_) | Cell::SumOfRounded(_) => None,
    };
    let rows = rows.into_iter().zip(cells);
    Ok(Counts {
        threshold: profile.threshold(),
        zeros_hidden,
        rows: rows
            .map(|((code, label, _), cell)| PublicCount {
                code,
                label,
                count: shown(cell),
            })
            .collect(),
    })
}

/// In how many cases nobody voted against, a majority carried it, or the chair decided. Who voted how stays in the room.
fn decisions(report: &MeetingReport, profile: Profile) -> Result<Counts, SuppressionError> {
    let (mut unanimous, mut majority, mut chair) = (0, 0, 0);
    let drawn = report.decisions.iter().filter(|one| one.stratum != CHOSEN);
    for one in drawn {
        match (one.mode.as_str(), one.against + one.abstained) {
            (_, 0) => unanimous += 1,
            ("chair", _) => chair += 1,
            _ => majority += 1,
        }
    }
    let row = |code: &str, label: &str, count| (code.to_owned(), label.to_owned(), count);
    let rows = vec![
        row("unanimous", "Unanimous", unanimous),
        row("majority", "By majority", majority),
        row("chair", "By the chair after discussion", chair),
    ];
    protected(rows, profile)
}

fn attendance(report: &MeetingReport) -> Vec<PublicAttendance> {
    let row = |one: &crate::report::model::Attended| PublicAttendance {
        organisation: one.organisation.clone(),
        attendance: one.status.clone(),
    };
    let mut rows: Vec<PublicAttendance> = report.attendance.iter().map(row).collect();
    rows.sort_by(|a, b| (&a.organisation, &a.attendance).cmp(&(&b.organisation, &b.attendance)));
    rows
}
