//! Good and broken content, and the content of this repository.

mod broken;
mod counting;
mod fixture;
mod good;
mod kinds;
mod released;
