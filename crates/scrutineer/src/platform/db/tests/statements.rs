//! Every statement of every store is prepared on both databases, so that none is written for one of them alone.

use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

use crate::{on_both, testing::House};

/// The string literals of a file that are statements, with continued lines joined; documentation is none.
#[derive(Default)]
struct Statements(Vec<String>);

impl<'ast> Visit<'ast> for Statements {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let for_tests = module.attrs.iter().any(|one| one.path().is_ident("cfg"));
        if !for_tests {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        let sql = literal.value();
        let first = sql.split_whitespace().next().unwrap_or_default().to_lowercase();
        if matches!(first.as_str(), "select" | "insert" | "update" | "delete" | "with") && sql.contains(' ') {
            self.0.push(sql);
        }
    }
}

/// The files that hold statements: `store.rs`, what lies in a folder `store`, and those of the database itself.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let named = |name: &str| path.file_name().is_some_and(|file| file == name);
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let within = path.parent().is_some_and(|folder| folder.ends_with("store"));
            if within
                || ["store.rs", "jobs.rs", "migrate.rs"]
                    .iter()
                    .any(|name| named(name))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

on_both!(every_statement_is_accepted, async |house: House| {
    let mut tx = house.app.db.read("test.prepare").await.unwrap();
    assert!(
        tx.prepare("select nothing from nowhere".to_owned())
            .await
            .is_err()
    );
    tx = house.app.db.read("test.prepare").await.unwrap();
    let mut count = 0;
    let mut refused = Vec::new();
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let mut statements = Statements::default();
        statements.visit_file(&syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap());
        for sql in statements.0 {
            count += 1;
            if let Err(error) = tx.prepare(sql.clone()).await {
                refused.push(format!("{}: {error}\n  {sql}", path.display()));
                // A fault ends the transaction on PostgreSQL.
                tx = house.app.db.read("test.prepare").await.unwrap();
            }
        }
    }
    assert!(count > 60, "only {count} statements were found");
    assert!(refused.is_empty(), "{}", refused.join("\n"));
});
