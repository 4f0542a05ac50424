//! Whether what we build on may be used: licences, banned crates and sources, by the rules in `deny.toml`.
//! The same file serves `cargo deny check`; this check needs nothing but cargo itself.

mod expression;

use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fs;

/// The part of `deny.toml` that we read.
#[derive(Deserialize)]
struct Rules {
    graph: Graph,
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    clarify: Vec<Clarification>,
}

/// What a package's licence is when its manifest does not say.
#[derive(Deserialize)]
struct Clarification {
    #[serde(rename = "crate")]
    name: String,
    expression: String,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

/// The part of `cargo metadata` that we read.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Reads the rules and the packages, prints every fault.
pub fn check(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    let rules = fs::read_to_string(shop.path("deny.toml")).context("reading deny.toml")?;
    let rules: Rules = toml::from_str(&rules).context("reading deny.toml")?;
    let mut cargo = shop.cargo(&["metadata", "--format-version", "1", "--all-features", "--locked"]);
    for target in &rules.graph.targets {
        cargo.args(["--filter-platform", target]);
    }
    let metadata: Metadata = serde_json::from_str(&shop.answer(cargo)?).context("reading cargo metadata")?;
    let faults: Vec<String> = metadata
        .packages
        .iter()
        .flat_map(|package| rules.faults(package))
        .collect();
    for fault in &faults {
        println!("   {fault}");
    }
    match faults.len() {
        0 => Ok(Outcome::Passed(format!("{} packages", metadata.packages.len()))),
        count => bail!("{count} packages may not be used"),
    }
}

impl Rules {
    fn faults(&self, package: &Package) -> Vec<String> {
        let who = format!("{} {}", package.name, package.version);
        let mut faults = Vec::new();
        if let Some(ban) = self.bans.deny.iter().find(|ban| ban.name == package.name) {
            faults.push(format!("{who} is banned: {}", ban.reason));
        }
        if package
            .source
            .as_deref()
            .is_some_and(|source| !source.starts_with("registry+"))
        {
            faults.push(format!("{who} comes from outside the registry"));
        }
        let clarified = self
            .licenses
            .clarify
            .iter()
            .find(|clarified| clarified.name == package.name);
        let stated = clarified
            .map(|clarified| clarified.expression.as_str())
            .or(package.license.as_deref());
        match stated.map(|stated| (stated, expression::allows(stated, &self.licenses.allow))) {
            Some((_, Ok(true))) => {}
            Some((stated, Ok(false))) => {
                faults.push(format!("{who} is under {stated}, which deny.toml does not allow"));
            }
            Some((stated, Err(fault))) => {
                faults.push(format!("{who} states its licence as {stated:?}: {fault}"));
            }
            None => faults.push(format!("{who} states no licence: clarify it in deny.toml")),
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(name: &str, license: Option<&str>, source: Option<&str>) -> Vec<String> {
        let rules = r#"
            [graph]
            targets = []
            [licenses]
            allow = ["MIT"]
            clarify = [{ crate = "silent", expression = "MIT", license-files = [] }]
            [bans]
            deny = [{ crate = "native-tls", reason = "one back end" }]
        "#;
        let rules: Rules = toml::from_str(rules).unwrap();
        let [license, source] = [license, source].map(|text| text.map(str::to_owned));
        rules.faults(&Package {
            name: name.into(),
            version: "1.0.0".into(),
            license,
            source,
        })
    }

    #[test]
    fn each_rule_has_its_sentence() {
        let registry = Some("registry+https://example.org/index");
        assert_eq!(faults("good", Some("MIT OR GPL-3.0"), registry), [""; 0]);
        assert_eq!(faults("ours", Some("MIT"), None), [""; 0]);
        assert_eq!(faults("silent", None, registry), [""; 0]);
        assert_eq!(
            faults("mute", None, registry),
            ["mute 1.0.0 states no licence: clarify it in deny.toml"]
        );
        let copyleft = faults("bound", Some("GPL-3.0"), registry);
        assert_eq!(
            copyleft,
            ["bound 1.0.0 is under GPL-3.0, which deny.toml does not allow"]
        );
        assert_eq!(
            faults("native-tls", Some("MIT"), registry),
            ["native-tls 1.0.0 is banned: one back end"]
        );
        let elsewhere = faults("fork", Some("MIT"), Some("git+https://example.org/fork"));
        assert_eq!(elsewhere, ["fork 1.0.0 comes from outside the registry"]);
    }
}
