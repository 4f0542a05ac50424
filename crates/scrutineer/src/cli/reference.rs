//! The generated reference pages: written by `reference`, compared by `reference --check`.

mod commands;
mod dictionary;

use std::{fmt::Write as _, io::Write, path::PathBuf};

use anyhow::{Context, anyhow};
use clap::Args;

use crate::{
    access::{Role, gate::Gate, policy, site::Route},
    platform::config::{Config, SETTINGS},
};

/// Where to write, or to look.
#[derive(Args)]
pub struct ReferenceCommand {
    /// Only compare; fail when a page is not current.
    #[arg(long)]
    check: bool,
    /// The folder of the pages.
    #[arg(long, default_value = "docs/reference")]
    folder: PathBuf,
}

/// Every generated page: file name and text.
#[must_use]
pub fn pages(routes: &[Route]) -> Vec<(&'static str, String)> {
    vec![
        ("permissions.md", permissions(routes)),
        ("configuration.md", configuration()),
        ("data-dictionary.md", dictionary::page()),
        ("commands.md", commands::page(super::command())),
    ]
}

/// Writes or compares the pages.
///
/// # Errors
/// A page that is not current, or a folder that cannot be written.
pub fn run(command: &ReferenceCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let routes = super::product::block_on(crate::site::routes())?;
    let mut stale = Vec::new();
    for (name, text) in pages(&routes) {
        let path = command.folder.join(name);
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        if command.check && current != text {
            stale.push(name);
        } else if !command.check {
            std::fs::create_dir_all(&command.folder)?;
            std::fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
            writeln!(out, "wrote {}", path.display())?;
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(anyhow!(
        "not current: {}; run `cargo xtask docs`",
        stale.join(", ")
    ))
}

fn permissions(routes: &[Route]) -> String {
    let mut text = String::from(
        "# Permission matrix\n\nGenerated from the site map and the policy. `yes`: the route can be used, if the thing \
         behind it belongs to the person's body and - where the policy says so - they sit on the panel, have declared no \
         interest and did not do the work they would check. Anything else looks like a page that does not exist. Without a \
         session, every route but the public ones leads to the sign-in page.\n\n| Method | Route | Action | Nobody |",
    );
    for role in Role::ALL {
        let _ = write!(text, " {} |", role.title());
    }
    text.push_str("\n|---|---|---|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    text.push('\n');
    for route in routes {
        let gate = match route.gate {
            Gate::Public => "anybody",
            Gate::Arriving => "while signing in",
            Gate::SignedIn => "signed in",
            Gate::May(action) => action.as_str(),
        };
        let nobody = if route.gate == Gate::Public { "yes" } else { "-" };
        let _ = write!(
            text,
            "| {} | `{}` | {gate} | {nobody} |",
            route.method, route.path
        );
        for role in Role::ALL {
            let _ = write!(text, " {} |", if route.open_to(role) { "yes" } else { "-" });
        }
        text.push('\n');
    }
    let _ = write!(text, "\n## The policy\n\n```cedar\n{}```\n", policy::TEXT);
    text
}

fn configuration() -> String {
    let mut text = String::from(
        "# Configuration\n\nSettings come from a TOML file (`--config FILE` or `SCRUTINEER_CONFIG`), then from the \
         environment (`SCRUTINEER_DATABASE` and so on), then from the command line. Unknown keys are refused. `scrutineer \
         doctor` explains what is wrong.\n\n| Setting | Default | Meaning |\n|---|---|---|\n",
    );
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    for (key, meaning) in SETTINGS {
        let _ = writeln!(
            text,
            "| `{key}` | `{}` | {meaning} |",
            defaults.get(*key).cloned().unwrap_or_default()
        );
    }
    text
}
