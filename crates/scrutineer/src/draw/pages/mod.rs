//! The pages of the stage.

pub mod chosen;
pub mod commit;
pub mod list;
pub mod new;
pub mod seed;
pub mod show;
pub mod withdraw;
