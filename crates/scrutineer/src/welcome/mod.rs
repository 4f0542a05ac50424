//! What anybody may see without an account: the start page, the statements the law asks for, and a sign of life.

pub mod pages;
