//! Good and broken content.
