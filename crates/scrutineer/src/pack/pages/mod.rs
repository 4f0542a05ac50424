//! The pages of the stage.
