//! The different values of a column, each held once.

use anyhow::bail;
use std::collections::HashMap;

/// More different values than this are no groups or strata but names of people or cases.
const MOST: usize = 65_535;

#[derive(Debug, Default)]
pub(super) struct Names {
    index: HashMap<Vec<u8>, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of the value, a new one where it is new.
    pub(super) fn number(&mut self, value: &[u8], column: &str) -> anyhow::Result<u32> {
        if let Some(&number) = self.index.get(value) {
            return Ok(number);
        }
        if self.names.len() == MOST {
            bail!("the column {column} has more than {MOST} different values; use one with fewer");
        }
        let Ok(text) = std::str::from_utf8(value) else {
            bail!("the column {column} is not UTF-8 text; save the file as UTF-8");
        };
        let number = self.names.len() as u32;
        self.index.insert(value.to_owned(), number);
        self.names.push(text.to_owned());
        Ok(number)
    }

    pub(super) fn find(&self, value: &str) -> Option<u32> {
        self.index.get(value.as_bytes()).copied()
    }

    pub(super) fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    /// Where each value stands in alphabetical order, by its number.
    pub(super) fn ranks(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by_key(|&number| &self.names[number]);
        let mut ranks = vec![0; order.len()];
        for (rank, number) in order.into_iter().enumerate() {
            ranks[number] = rank;
        }
        ranks
    }

    pub(super) fn all(&self) -> &[String] {
        &self.names
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}
