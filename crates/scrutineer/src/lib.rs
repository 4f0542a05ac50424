//! Scrutineer.
