//! The pieces that pages are made of.

pub mod choices;
pub mod footer;
pub mod header;
pub mod idle;
pub mod problem;
pub mod top;
