//! What a person sees.
//!
//! Views are small and plain; what they show is decided in [`state`], which knows no browser, and
//! what they cause is done by [`platform`], the only module that names browser APIs.

// Views are types within types; an optimised build looks deeper into them than a debug build.
#![recursion_limit = "512"]

pub mod app;
pub mod markup;
pub mod pages;
pub mod platform;
pub mod start;
pub mod state;
pub mod submitting;
pub mod survey;
pub mod text;
pub mod ui;
