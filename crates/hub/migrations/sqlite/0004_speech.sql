-- Parts of lessons read aloud by people, in the languages they speak.
--
-- The sound lies in the database and not in files beside it: a recording is some tens of kilobytes, a copy
-- of the database is then a copy of everything, and what is withdrawn is overwritten in the transaction
-- that says so.

-- One row per recording that ever came, also when its sound is gone: a late copy of it must not come back.
CREATE TABLE speech (
    hash         BLOB NOT NULL PRIMARY KEY,   -- SHA-256 of the recording's bytes
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'refused', 'withdrawn')),
    lang         TEXT NOT NULL,               -- BCP 47 tag of what is spoken
    lesson       TEXT NOT NULL,
    edition      TEXT NOT NULL,
    part         INTEGER NOT NULL,
    statement    INTEGER NOT NULL,            -- which statement the speaker agreed to
    consent_day  TEXT NOT NULL,
    label        TEXT,                        -- what the speaker wants to be called, if anything; NULL once the sound is gone
    millis       INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    received_day TEXT NOT NULL,
    decided_day  TEXT                         -- when an official last decided
) STRICT, WITHOUT ROWID;

-- The recordings themselves; none for what was refused or withdrawn. With a rowid, because rows are large.
CREATE TABLE speech_bytes (
    hash BLOB NOT NULL PRIMARY KEY REFERENCES speech (hash),
    body BLOB NOT NULL
) STRICT;
