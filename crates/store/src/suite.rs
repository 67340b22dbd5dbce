//! The acceptance suite that every implementation of `Store` passes.
