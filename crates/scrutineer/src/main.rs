//! Scrutineer.
fn main() {}
