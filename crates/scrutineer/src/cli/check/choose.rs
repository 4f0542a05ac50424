//! What a check is made with: the kind, the pack, a force's profile and the layout of the columns.

use std::path::Path;

use anyhow::{Context, bail};
use rules::{Pack, Profile};

use super::CheckCommand;
use crate::platform::packs::{Kind, Packs, RulePacks};

/// What a check is made with.
pub(super) struct Chosen<'p> {
    pub(super) kind: &'p Kind,
    pub(super) pack: Pack,
    pub(super) local: Option<Profile>,
    /// Id of the layout of the columns.
    pub(super) columns: String,
}

impl<'p> Chosen<'p> {
    pub(super) fn of(
        packs: &'p Packs,
        kind: &str,
        pack: &str,
        command: &CheckCommand,
    ) -> anyhow::Result<Self> {
        let Some(kind) = packs.newest_kind(kind) else {
            let known = packs.kinds.iter().map(|kind| kind.id.as_str());
            bail!(
                "there is no kind of record {kind}; choose one of {}",
                listed(known)
            );
        };
        let built_in = RulePacks::built_in()?;
        let pack = find_pack(&built_in, pack)?;
        if let (Some(why), false) = (&pack.disabled, command.preview) {
            bail!(
                "the pack {} is not in use: {why}; --preview shows what it would flag",
                pack.id
            );
        }
        let (mut local, mut columns) = (None, None);
        for name in &command.profiles {
            let found = find_profile(&built_in, name)?;
            if let (Some(found), None) = (found, &local) {
                local = Some(found);
            } else if let (Some(found), None) = (kind.profile(name), &columns) {
                columns = Some(found.id.clone());
            } else if local.is_some() && columns.is_some() {
                bail!("--profile {name}: give a force's own rules once, and a layout of columns once");
            } else {
                let forces = built_in.profiles.iter().map(|profile| profile.id.as_str());
                let layouts = kind.profiles.iter().map(|profile| profile.id.as_str());
                bail!(
                    "there is no other profile {name}: a force's own rules are {}, or a file ending in .toml; layouts of \
                     columns are {}",
                    listed(forces),
                    listed(layouts)
                );
            }
        }
        let columns = match (columns, kind.profiles.first()) {
            (Some(columns), _) => columns,
            (None, Some(first)) => first.id.clone(),
            (None, None) => bail!("records of kind {} have no layout of columns", kind.id),
        };
        Ok(Self {
            kind,
            pack,
            local,
            columns,
        })
    }
}

/// The pack with this id, or in this file.
pub(super) fn find_pack(built_in: &RulePacks, name: &str) -> anyhow::Result<Pack> {
    if is_file(name) {
        return Ok(Pack::read(name, &text_of(name)?)?);
    }
    let Some(pack) = built_in.pack(name) else {
        let known = built_in.packs.iter().map(|pack| pack.id.as_str());
        bail!(
            "there is no rule pack {name}; choose one of {}, or a file ending in .toml",
            listed(known)
        );
    };
    Ok(pack.clone())
}

/// A force's own rules by their id, or in this file; none where the name is no such thing.
pub(super) fn find_profile(built_in: &RulePacks, name: &str) -> anyhow::Result<Option<Profile>> {
    if is_file(name) {
        return Ok(Some(Profile::read(name, &text_of(name)?)?));
    }
    Ok(built_in.profile(name).cloned())
}

fn is_file(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

fn text_of(name: &str) -> anyhow::Result<String> {
    let bytes = std::fs::read(name).with_context(|| format!("{name}: cannot be read"))?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{name}: it is not UTF-8 text"))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
