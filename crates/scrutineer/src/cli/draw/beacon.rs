//! A beacon round as a source of the seed, checked with the key in the operator's file.

use super::commit::read_text;
use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;
use stats::beacon::{Chain, Round, named_in};
use stats::sampling::{Plan, Source};
use std::path::PathBuf;

/// The beacon's files, both copied from the beacon.
#[derive(Debug, Args)]
pub(super) struct BeaconArgs {
    /// The beacon: what it publishes of itself (its `info`), with its key. Compare its hash with the one its operators
    /// publish elsewhere.
    #[arg(long, value_name = "CHAIN.json")]
    chain: Option<PathBuf>,
    /// The round that the plan names, as the beacon publishes it, or its signature alone. The signature is checked, and
    /// the round's value becomes the source of that label.
    #[arg(long, value_name = "ROUND.json", requires = "chain")]
    beacon: Option<PathBuf>,
}

/// What was found of one round the plan names.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    label: String,
    round: u64,
    /// Whether its signature was checked.
    pub(super) checked: bool,
    /// Hash of the chain it was checked against.
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<String>,
    /// When the round came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_at: Option<String>,
    #[serde(skip)]
    value: Option<[u8; 32]>,
}

impl Checked {
    /// The label of the source.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Its value, if it was checked.
    pub(super) fn value(&self) -> Option<[u8; 32]> {
        self.value
    }

    /// What a reader must be told when nobody checked the value.
    pub(super) fn warning(&self) -> Option<String> {
        (!self.checked).then(|| {
            format!(
                "the value of {} was not checked against the beacon's key; give --chain and --beacon",
                self.label
            )
        })
    }
}

impl BeaconArgs {
    /// Checks the rounds that the plan names: that none of them was known at `committed`, and the one that is given.
    pub(super) fn check(
        &self,
        plan: &Plan,
        committed: Option<jiff::Timestamp>,
    ) -> anyhow::Result<Vec<Checked>> {
        let chain = self.chain.as_ref().map(|path| -> anyhow::Result<_> {
            Chain::parse(&read_text(path)?).with_context(|| path.display().to_string())
        });
        let chain = chain.transpose()?;
        let mut found = Vec::new();
        for label in plan.sources() {
            let Some(named) = named_in(label) else { continue };
            let mut checked = Checked {
                label: label.clone(),
                round: named.round,
                checked: false,
                chain: None,
                out_at: None,
                value: None,
            };
            if let Some(chain) = &chain {
                chain.names(named)?;
                if let Some(committed) = committed {
                    chain.unknown_at(named.round, committed.as_second())?;
                }
                checked.chain = Some(hex::encode(chain.hash()));
                let out_at = jiff::Timestamp::from_second(chain.round_at(named.round));
                checked.out_at = out_at.ok().map(|at| at.to_string());
            }
            if let (Some(chain), Some(path)) = (&chain, &self.beacon) {
                let in_file = || path.display().to_string();
                let round = Round::parse(&read_text(path)?, named.round).with_context(in_file)?;
                checked.value = Some(chain.check(&round).with_context(in_file)?);
                checked.checked = true;
            }
            found.push(checked);
        }
        if found.is_empty() && self.chain.is_some() {
            bail!(
                "the plan names no round of a beacon, such as drand:quicknet:4242424; leave --chain and --beacon out"
            );
        }
        Ok(found)
    }
}

/// The sources with the values that were checked: put in where they are missing, compared where they were given.
pub(super) fn with_values(
    mut sources: Vec<Source>,
    found: &[Checked],
    plan: &Plan,
) -> anyhow::Result<Vec<Source>> {
    for round in found {
        let Some(value) = round.value else { continue };
        match sources.iter().find(|source| source.label() == round.label) {
            Some(given) if given.as_bytes() == value => {}
            Some(_) => bail!(
                "--source {}: this is not the value of the round in --beacon",
                round.label
            ),
            None => {
                let at = plan.sources().iter().position(|label| *label == round.label);
                let at = at.unwrap_or(sources.len()).min(sources.len());
                sources.insert(at, Source::bytes(&round.label, value.to_vec())?);
            }
        }
    }
    Ok(sources)
}
