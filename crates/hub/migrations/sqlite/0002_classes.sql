-- Classes held at mobile points. Never edited once released: a change is a new file.
--
-- As with forms, no column holds an address or a time finer than the day, and no rowid keeps the order of arrival.

-- One row per accepted record: the first one of a class, and its corrections.
CREATE TABLE classes (
    id           TEXT NOT NULL PRIMARY KEY,   -- 128 random bits made on the device
    campaign     TEXT NOT NULL,
    first        TEXT NOT NULL,               -- the class: the id of its first record
    number       INTEGER NOT NULL,            -- 0 for the first record, one more for each correction
    hash         BLOB NOT NULL,               -- SHA-256 of the sealed bytes as they came
    received_day TEXT NOT NULL,
    body         TEXT                         -- the record as opened; NULL once erased
) STRICT, WITHOUT ROWID;

-- Of all records of a class the newest counts: the last of this order.
CREATE INDEX classes_by_chain ON classes (campaign, first, number, id);

-- What the erased classes of a campaign came to.
CREATE TABLE class_totals (
    campaign TEXT NOT NULL PRIMARY KEY,
    body     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
