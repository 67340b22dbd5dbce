//! Content as it should be, and every way we know to get it wrong.

mod broken;
mod drawings;
mod fixture;
mod released;
mod spoken;
mod whole;
