//! The ground floor: what every stage stands on and no stage owns. It knows none of the stages.

pub mod app;
pub mod assets;
pub mod beacon;
pub mod blobs;
pub mod chance;
pub mod chart;
pub mod child;
pub mod clock;
pub mod codes;
pub mod config;
pub mod db;
pub mod form;
pub mod frame;
pub mod govuk;
pub mod ids;
pub mod jobs;
pub mod mail;
pub mod packs;
pub mod page;
pub mod refusal;
pub mod request;
pub mod secret;
pub mod telemetry;
pub mod under_way;
pub mod vault;
pub mod web;
