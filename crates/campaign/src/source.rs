//! Reading campaign files (TOML as written) into checked campaigns, all faults at once.
