//! From a sample to its frame: rates and means of a stratified draw, and of one in proportion to size.
//!
//! Every estimate comes with its standard error and an interval, and says by which method each was made. Cases of the
//! stratum [`TARGETED`](crate::sampling::TARGETED) were picked and not drawn: whoever calls these leaves them out.

mod error;
mod estimated;
mod stratified;
mod weighed;

pub use error::EstimateError;
pub use estimated::{Estimate, IntervalMethod};
pub use stratified::{Sample, Stratum, stratified};
pub use weighed::{Variance, Weighed, WeighedEstimate, weighed};
