//! Tallies become tables and pictures, with small groups withheld.
//!
//! [`release`] decides what may be shown; everything shown is computed from a [`Release`], by the
//! hub for its pages and by the page for what it last heard, with the same code: [`Report`] gives
//! tables ([`Table::html`]) and pictures ([`Chart::svg`]). Their looks are in `report.css` ([`STYLE`]).

mod chart;
#[cfg(test)]
mod kinds_tests;
mod number;
mod numbers;
mod release;
mod report;
#[cfg(test)]
mod samples;
mod table;
mod tables;
mod words;

pub use chart::{Bar, Chart, Reading};
pub use numbers::NumberShown;
pub use release::{Group, Partition, Release, ReleaseError, Step, release};
pub use report::{Report, validity};
pub use table::{Entry, Row, Table};
pub use words::{Names, Words};

/// Style sheet of tables and pictures. Its colours are custom properties that a page can set.
pub const STYLE: &str = include_str!("../report.css");
