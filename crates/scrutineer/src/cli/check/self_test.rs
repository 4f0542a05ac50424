//! `scrutineer check --self-test`: every case of every pack and profile, or of those named.

use std::io::Write;

use anyhow::bail;
use rules::{Fields, Pack, Profile, Proof, prove, prove_profile};
use serde::Serialize;
use serde_json::json;

use super::CheckCommand;
use super::choose::{find_pack, find_profile};
use crate::platform::packs::{Packs, RulePacks};

/// What trying one pack or profile came to.
#[derive(Serialize)]
struct Tried {
    id: String,
    version: u32,
    rules: usize,
    cases: usize,
    failed: Vec<String>,
}

impl Tried {
    fn of(id: &str, version: u32, proof: Proof) -> Self {
        Self {
            id: id.to_owned(),
            version,
            rules: proof.rules,
            cases: proof.cases,
            failed: proof.failed,
        }
    }
}

pub(super) fn run(command: &CheckCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let packs = Packs::built_in()?;
    let mut all = RulePacks::built_in()?;
    if let Some(name) = &command.pack {
        let pack = find_pack(&all, name)?;
        all.profiles.retain(|profile| profile.pack == pack.id);
        all.packs = vec![pack];
    }
    if !command.profiles.is_empty() {
        let named = command
            .profiles
            .iter()
            .map(|name| match find_profile(&all, name)? {
                Some(profile) => Ok(profile),
                None => bail!("there is no profile {name} with a force's own rules"),
            });
        all.profiles = named.collect::<anyhow::Result<_>>()?;
    }
    let fields = |kind: &str| match packs.newest_kind(kind) {
        Some(kind) => kind.asked(),
        // What the program knows of itself: all its fields are facts of the pack.
        None => Fields {
            kind: kind.to_owned(),
            fields: Vec::new(),
        },
    };
    let mut tried = Vec::new();
    for pack in &all.packs {
        let proof = prove(pack, &fields(&pack.kind))?;
        tried.push(Tried::of(&pack.id, pack.version, proof));
    }
    for profile in &all.profiles {
        let pack = pack_of(&all, profile)?;
        let proof = prove_profile(&pack, profile, &fields(&pack.kind))?;
        tried.push(Tried::of(&profile.id, profile.version, proof));
    }
    tell(command.json, &tried, out)
}

fn pack_of(all: &RulePacks, profile: &Profile) -> anyhow::Result<Pack> {
    match all.pack(&profile.pack) {
        Some(pack) => Ok(pack.clone()),
        None => bail!(
            "the profile {} is for the pack {}, which is not there",
            profile.id,
            profile.pack
        ),
    }
}

fn tell(as_json: bool, tried: &[Tried], out: &mut dyn Write) -> anyhow::Result<()> {
    let failed: Vec<_> = tried.iter().flat_map(|one| &one.failed).collect();
    if as_json {
        writeln!(out, "{}", json!({"ok": failed.is_empty(), "packs": tried}))?;
    } else {
        for Tried {
            id,
            version,
            rules,
            cases,
            failed,
        } in tried
        {
            writeln!(
                out,
                "{id} version {version}: {rules} rules, {cases} cases, {} failed",
                failed.len()
            )?;
            for says in failed {
                writeln!(out, "  {says}")?;
            }
        }
    }
    match failed.first() {
        None => Ok(()),
        Some(first) => bail!(
            "{} of the rules' cases do not hold; the first: {first}",
            failed.len()
        ),
    }
}
