//! The auditor reads the log: who did what, to what, when and why (DPA 2018 s.62: the controller must be able to show it,
//! and to give it to the Commissioner on request). Reading the log and taking it away are acts too, and stand in it.
//!
//! It comes directly after *access* in the order of the house, not with *audit*: the log knows ids alone, and to show it
//! takes the people those ids belong to and the right to see them.

pub mod acts;
pub mod pages;
#[cfg(test)]
mod tests;
pub mod words;
