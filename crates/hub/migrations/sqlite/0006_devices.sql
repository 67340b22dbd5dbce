-- Devices that officials let in: only they may send classes. Never edited once released: a change is a new file.

CREATE TABLE devices (
    id         TEXT NOT NULL PRIMARY KEY,         -- random, and not what the device shows
    label      TEXT NOT NULL,                     -- what the official called it
    made_day   TEXT NOT NULL,
    code       BLOB UNIQUE,                       -- SHA-256 of the code that lets it in; NULL once used
    code_until TEXT NOT NULL,                     -- last day on which the code can be used
    token      BLOB UNIQUE,                       -- SHA-256 of what the device shows; NULL until it was let in
    in_day     TEXT,                              -- the day on which it was let in
    used_day   TEXT,                              -- the last day on which it showed its token beside a class
    shut_day   TEXT                               -- the day on which it was shut out; NULL while it is not
) STRICT, WITHOUT ROWID;

-- Which device a class came from; NULL for those from before there were devices.
ALTER TABLE classes ADD COLUMN device TEXT;

-- Classes that officials set aside: which, why, and whether that was taken back. They keep their content.
CREATE TABLE class_decisions (
    campaign       TEXT NOT NULL,
    number         INTEGER NOT NULL,
    decided_day    TEXT NOT NULL,
    first          TEXT,                          -- one class; NULL otherwise
    device         TEXT,                          -- all classes of this device; NULL otherwise
    received_day   TEXT,                          -- all that arrived on this day without a device; NULL otherwise
    reason         TEXT NOT NULL,
    taken_back_day TEXT,
    PRIMARY KEY (campaign, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX classes_by_arrival ON classes (campaign, received_day, id);
