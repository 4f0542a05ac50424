//! The groups from which a draw is made: the strata of the kind, and within each the themes a coordinator chose. A record is in
//! the first of its themes, so that every record is in one group, and a rate over several groups can weigh each by its size.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Class, Pack, RuleSet};

use crate::{
    body::model::Panel,
    draw::plan::Theme,
    flags::{self, model::Looking},
    platform::{
        app::App,
        db::Tx,
        ids::RecordId,
        packs::{
            Kind, RulePacks,
            strata::{FLAG, OTHERS, THEME, theme_label},
        },
        refusal::{Answer, Refusal},
    },
    register::store::{self, InPeriod},
};

/// Records fetched at a time.
const AT_A_TIME: i64 = 5_000;

fn unusable(fault: impl std::fmt::Display) -> Refusal {
    Refusal::Unavailable(fault.to_string())
}

/// The themes a coordinator may choose: those of the packs, then the rules that have flagged a record of the body.
pub(super) async fn themes(tx: &mut Tx, panel: &Panel) -> Answer<Vec<Theme>> {
    let packs = RulePacks::of_program().map_err(unusable)?;
    let kind = &panel.record_kind;
    let theme = |code: String, flag| Theme {
        label: theme_label(kind, &code),
        code,
        flag,
    };
    let of_pack = packs.themes(kind).into_iter().flat_map(Pack::rule_ids);
    let mut themes: Vec<Theme> = of_pack.map(|id| theme(id.to_owned(), None)).collect();
    let every_month = ("0000-00", "9999-99");
    let counts = flags::store::counts(tx, panel.body, kind, every_month).await?;
    let classes: BTreeMap<&str, Class> = packs
        .for_records(kind)
        .into_iter()
        .flat_map(Pack::outlines)
        .map(|rule| (rule.id, rule.class))
        .collect();
    for (rule, count) in counts.iter().filter(|(_, count)| count.flagged() > 0) {
        // A rule that the pack no longer has can say nothing of itself but its id.
        let class = classes.get(rule.as_str()).copied().unwrap_or(Class::Local);
        themes.push(theme(format!("{FLAG}{rule}"), Some((class, count.flagged()))));
    }
    Ok(themes)
}

/// Every record that stands in a period with its group, ordered by id, without those somebody chose.
pub(super) async fn grouped(
    app: &App,
    tx: &mut Tx,
    panel: &Panel,
    (from, to): (&str, &str),
    themes: &[String],
) -> Answer<Vec<(RecordId, String)>> {
    let (body, kind) = (panel.body, &panel.record_kind);
    if themes.is_empty() {
        return Ok(store::frame_records(tx, body, kind, from, to).await?);
    }
    let of_kind = app.packs.newest_kind(kind).ok_or(Refusal::NotFound)?;
    let set = rules(of_kind)?;
    let mut sorting = Sorting::of(set.as_ref(), themes);
    sorting.flagged(tx, panel, (from, to)).await?;
    let mut groups = Vec::new();
    let mut period = InPeriod::of(tx, (body, kind), (from, to)).await?;
    loop {
        let records = period.next(tx, AT_A_TIME).await?;
        if records.is_empty() {
            groups.sort_unstable();
            return Ok(groups);
        }
        for record in records {
            let theme = sorting.theme(record.id, &record.data)?;
            groups.push((record.id, format!("{}{THEME}{theme}", record.stratum)));
        }
    }
}

/// How many records there are in each group.
pub(super) async fn populations(
    app: &App,
    tx: &mut Tx,
    panel: &Panel,
    (from, to): (&str, &str),
    themes: &[String],
) -> Answer<BTreeMap<String, i64>> {
    if themes.is_empty() {
        let held = store::strata(tx, panel.body, &panel.record_kind, from, to).await?;
        return Ok(held.into_iter().collect());
    }
    let mut counts = BTreeMap::new();
    for (_, group) in grouped(app, tx, panel, (from, to), themes).await? {
        *counts.entry(group).or_default() += 1;
    }
    Ok(counts)
}

fn rules(kind: &Kind) -> Answer<Option<RuleSet>> {
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = packs.themes(&kind.id);
    pack.map(|pack| flags::model::rules_for(pack, kind, &[]).map_err(unusable))
        .transpose()
}

/// Finds the theme of a record.
struct Sorting<'s> {
    looking: Option<Looking<'s>>,
    themes: &'s [String],
    /// The records that a rule flags, by the theme made of its flags.
    flagged: BTreeMap<&'s str, BTreeSet<RecordId>>,
}

impl<'s> Sorting<'s> {
    fn of(set: Option<&'s RuleSet>, themes: &'s [String]) -> Self {
        Self {
            looking: set.map(Looking::new),
            themes,
            flagged: BTreeMap::new(),
        }
    }

    /// Fetches the flags of the rules chosen.
    async fn flagged(&mut self, tx: &mut Tx, panel: &Panel, months: (&str, &str)) -> Answer<()> {
        let chosen: Vec<&'s String> = self.themes.iter().filter(|code| code.starts_with(FLAG)).collect();
        if chosen.is_empty() {
            return Ok(());
        }
        let (seen, all) = flags::store::progress(tx, panel.body, &panel.record_kind).await?;
        if seen < all {
            return Err(Refusal::conflict(
                "the rules have not yet looked at every record; make the draft again in a minute",
            ));
        }
        for code in chosen {
            let rule = code.strip_prefix(FLAG).unwrap_or(code);
            let ids = flags::store::flagged(tx, rule, panel.body, (&panel.record_kind, months)).await?;
            self.flagged.insert(code, ids);
        }
        Ok(())
    }

    /// The first of the chosen themes that the record is in.
    fn theme(&mut self, id: RecordId, fields: &str) -> Answer<&'s str> {
        let about = match &mut self.looking {
            Some(looking) => looking.about(fields).map_err(unusable)?,
            None => Vec::new(),
        };
        let is_in = |code: &&'s String| {
            about.contains(&code.as_str())
                || self
                    .flagged
                    .get(code.as_str())
                    .is_some_and(|ids| ids.contains(&id))
        };
        Ok(self.themes.iter().find(is_in).map_or(OTHERS, String::as_str))
    }
}
