//! The counts of every stratum as a file.

use super::AdjustedArgs;
use super::tally::Tally;
use crate::cli::whole_file::whole_file;
use std::path::Path;

/// Writes one line for each stratum and group: the stratum's columns, then group, events and base. The reference group is
/// among the groups.
pub(super) fn write_table(path: &Path, args: &AdjustedArgs, tally: &Tally) -> anyhow::Result<()> {
    whole_file(path, |file| {
        let mut writer = csv::Writer::from_writer(file);
        let header = args.strata.iter().map(String::as_str);
        writer.write_record(header.chain(["group", "events", "base"]))?;
        let mut groups: Vec<_> = (0..).zip(tally.groups.all()).collect();
        groups.sort_by_key(|&(_, name)| name);
        for level in &tally.strata {
            for (group, name) in &groups {
                let people = level.of(*group);
                if people.base > 0 {
                    let at = level
                        .at
                        .iter()
                        .zip(&tally.levels)
                        .map(|(&at, names)| names.name(at));
                    let (events, base) = (people.events.to_string(), people.base.to_string());
                    writer.write_record(at.chain([name.as_str(), &events, &base]))?;
                }
            }
        }
        writer.flush()?;
        Ok(())
    })
}
