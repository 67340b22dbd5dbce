//! Reading `content/`: files as written, checked into the types as meant, all faults at once.
