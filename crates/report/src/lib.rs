//! Tallies become tables and pictures, with small groups withheld.
//!
//! [`release`] decides what may be shown; everything shown is computed from a [`Release`], by the
//! hub for its pages and by the page for what it last heard, with the same code: [`Report`] gives
//! tables ([`Table::html`]) and pictures: bars ([`Chart`]), axes around a centre ([`Radar`]), small
//! pictures by place ([`Panels`]) and by subject over years ([`Multiples`]), periods ([`Trend`]), differences ([`Differences`]). Every picture
//! has a title and a description and gives the same figures as a table. Their looks are in `report.css` ([`STYLE`]).

mod chart;
mod cuts;
mod difference;
#[cfg(test)]
mod disclosure_tests;
mod graph;
#[cfg(test)]
mod kinds_tests;
mod leave;
mod ledger;
mod multiples;
mod number;
mod numbers;
mod panels;
mod partition;
#[cfg(test)]
mod pictures_tests;
mod radar;
mod release;
mod report;
#[cfg(test)]
mod samples;
mod served;
#[cfg(test)]
mod solver;
mod svg;
mod table;
mod tables;
mod told;
mod trend;
mod words;

pub use chart::{Bar, Chart, Reading};
pub use difference::{DifferenceReading, DifferenceRow, Differences};
pub use multiples::{Multiple, Multiples};
pub use numbers::NumberShown;
pub use panels::{Panel, PanelFigures, Panels};
pub use partition::{Group, Partition, Step};
pub use radar::{FEWEST_AXES, Radar};
pub use release::{Bounds, Release, ReleaseError, release, release_without};
pub use report::{
    Comparable, DesignedWords, EveryoneWords, Period, Report, ServedError, change, over_time, validity,
};
pub use served::{EXACT_FROM, sensitive};
pub use table::{Entry, Row, Table};
pub use trend::{Break, Point, Series, Trend};
pub use words::{Names, PictureWords, Words};

/// Style sheet of tables and pictures. Its colours are custom properties that a page can set.
pub const STYLE: &str = include_str!("../report.css");
