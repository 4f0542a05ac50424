//! Each person's work waiting, gathered from every stage: the first page after signing in. It stands on top of the stages
//! and shows counts and links only, no case content.

pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
