-- What the hub remembers besides its files: so that a changed file, a changed key or a changed clock is noticed.

-- One row per campaign that was ever served from here.
CREATE TABLE campaigns (
    id         TEXT NOT NULL PRIMARY KEY,
    key        BLOB,                          -- SHA-256 of the public key that its forms are sealed to
    term       TEXT,                          -- the day until which its answers are kept, as first served or later agreed to
    announced  TEXT,                          -- the day on which the next erasure was announced; NULL: none is
    erased_for TEXT                           -- the term for which the answers were erased; NULL: they were not
) STRICT, WITHOUT ROWID;

-- The days on which the hub ran, by its own clock.
CREATE TABLE runs (
    day     TEXT NOT NULL PRIMARY KEY,
    doubted INTEGER NOT NULL DEFAULT 0        -- 1: days lie between it and all before it, and nobody has confirmed it
) STRICT, WITHOUT ROWID;
