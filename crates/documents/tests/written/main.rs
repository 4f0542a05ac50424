//! What the writers write, read back by programs that share no code with them.
#![cfg(feature = "pdf")]
#![allow(clippy::expect_used, clippy::print_stdout, reason = "helpers of tests")]

mod pdf;
mod samples;
