//! The store in memory: for tests, and for browsers that give the page no storage.

/// Keeps everything until the page is closed.
#[derive(Debug, Default)]
pub struct MemoryStore;
