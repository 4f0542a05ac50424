//! Reading rows of `id,x,n`: x found so among n reviewed.

use super::columns::{Columns, whole};
use anyhow::bail;
use stats::trend::Counted;
use std::collections::HashMap;
use std::path::Path;

/// The ids and what was counted for each, in the file's order.
pub(super) fn read_counted(path: &Path) -> anyhow::Result<(Vec<String>, Vec<Counted>)> {
    let mut ids: HashMap<String, u64> = HashMap::new();
    let (mut names, mut rows) = (Vec::new(), Vec::new());
    Columns::open(path, &["id", "x", "n"])?.each(|line, cells| {
        let [id, x, n] = cells else { bail!("too few cells") };
        if id.is_empty() {
            bail!("the id is blank");
        }
        if let Some(first) = ids.insert((*id).to_owned(), line) {
            bail!("the id {id} is on line {first} already; give each once");
        }
        rows.push(Counted::new(whole("x", x)?, whole("n", n)?)?);
        names.push((*id).to_owned());
        Ok(())
    })?;
    Ok((names, rows))
}
