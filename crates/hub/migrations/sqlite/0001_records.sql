-- The first schema. Never edited once released: a change is a new file.
--
-- No column holds an address or a time finer than the day. Tables are WITHOUT ROWID because a rowid
-- would keep the order in which forms arrived, and with it who came after whom.

-- One row per accepted form.
CREATE TABLE records (
    id           TEXT NOT NULL PRIMARY KEY,   -- 128 random bits made on the device
    campaign     TEXT NOT NULL,
    instrument   TEXT NOT NULL,
    version      TEXT NOT NULL,
    hash         BLOB NOT NULL,               -- SHA-256 of the sealed bytes as they came
    received_day TEXT NOT NULL,
    body         TEXT                         -- the record as opened, with fields this hub does not know; NULL once erased
) STRICT, WITHOUT ROWID;

CREATE INDEX records_by_form ON records (campaign, instrument, version);

-- Forms whose id was held already with other content: kept sealed, never counted.
CREATE TABLE set_aside (
    id           TEXT NOT NULL,
    hash         BLOB NOT NULL,
    campaign     TEXT NOT NULL,
    received_day TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    PRIMARY KEY (id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX set_aside_by_campaign ON set_aside (campaign);

-- What was received per day, so that a status page never counts rows.
CREATE TABLE days (
    campaign TEXT NOT NULL,
    day      TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    outside  INTEGER NOT NULL,                -- of these, with a form day outside the campaign's days
    PRIMARY KEY (campaign, day)
) STRICT, WITHOUT ROWID;

-- What was refused per day. Campaign is empty for a name that this hub does not know.
CREATE TABLE refusals (
    campaign TEXT NOT NULL,
    reason   TEXT NOT NULL,
    day      TEXT NOT NULL,
    n        INTEGER NOT NULL,
    PRIMARY KEY (campaign, reason, day)
) STRICT, WITHOUT ROWID;

-- What the records add up to, written in the transaction that wrote the records.
CREATE TABLE tallies (
    campaign   TEXT NOT NULL,
    instrument TEXT NOT NULL,
    version    TEXT NOT NULL,
    records    INTEGER NOT NULL,
    tally      BLOB NOT NULL,
    PRIMARY KEY (campaign, instrument, version)
) STRICT, WITHOUT ROWID;

-- The last results that were shown: the next ones depend on them.
CREATE TABLE releases (
    campaign   TEXT NOT NULL,
    instrument TEXT NOT NULL,
    version    TEXT NOT NULL,
    records    INTEGER NOT NULL,              -- records in the tally when it was decided
    body       TEXT NOT NULL,
    PRIMARY KEY (campaign, instrument, version)
) STRICT, WITHOUT ROWID;

-- Written by the readiness probe, and by nothing else.
CREATE TABLE probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n  INTEGER NOT NULL
) STRICT;
INSERT INTO probe (id, n) VALUES (1, 0);
