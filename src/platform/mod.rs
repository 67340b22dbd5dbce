//! The browser: the only place that names web-sys, storage, network, clock and randomness.
