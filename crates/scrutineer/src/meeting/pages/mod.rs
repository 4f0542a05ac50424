//! The pages of meetings.

pub mod attendance;
pub mod case;
pub mod interest;
pub mod list;
pub mod meeting;
pub mod plan;
