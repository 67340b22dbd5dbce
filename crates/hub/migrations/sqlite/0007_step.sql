-- Forms are counted in steps: once a day, for all of the days before. What came since the last step is in no figure.
--
-- A form says which step counted it. Everything that is shown stands as of the last step.

ALTER TABLE records ADD COLUMN step INTEGER;      -- NULL until a step counts it
ALTER TABLE records ADD COLUMN decision INTEGER;  -- the decision that set it aside, if one did
UPDATE records SET step = 0;

-- By arrival day and service point: how many forms, and how many of them have the answers that most of them have.
CREATE TABLE alike (
    campaign TEXT NOT NULL,
    day      TEXT NOT NULL,
    point    TEXT NOT NULL,
    forms    INTEGER NOT NULL,
    most     INTEGER NOT NULL,
    answers  INTEGER NOT NULL,                    -- fingerprint of these answers
    PRIMARY KEY (campaign, day, point)
) STRICT, WITHOUT ROWID;

CREATE INDEX records_by_step ON records (campaign, step, received_day);
CREATE INDEX records_by_decision ON records (campaign, decision) WHERE decision IS NOT NULL;

-- Words that people wrote: in which step they were first seen.
ALTER TABLE phrases ADD COLUMN step INTEGER NOT NULL DEFAULT 0;

-- One row per campaign: the last step, and the one being taken.
CREATE TABLE steps (
    campaign TEXT NOT NULL PRIMARY KEY,
    number   INTEGER NOT NULL,
    day      TEXT NOT NULL,                       -- the day on which it was taken
    standing TEXT NOT NULL,                       -- what had been received then, as JSON
    taking   INTEGER NOT NULL,                    -- of the next one: 0 not begun, 1 gathering its forms, 2 counting them
    without  TEXT                                 -- forms received on this day are not in the one being taken
) STRICT, WITHOUT ROWID;

-- Forms that officials set aside: which, why, and whether that was taken back. Forms keep their content.
CREATE TABLE decisions (
    campaign       TEXT NOT NULL,
    number         INTEGER NOT NULL,
    decided_day    TEXT NOT NULL,
    received_day   TEXT,                          -- forms that arrived on this day; NULL for any day
    point          TEXT,                          -- forms of this service point; NULL for any
    record         TEXT,                          -- this one form; NULL for any
    reason         TEXT NOT NULL,
    forms          INTEGER NOT NULL DEFAULT 0,    -- how many it set aside, as of the step that applied it
    applied        INTEGER,                       -- that step
    taken_back_day TEXT,
    undone         INTEGER,                       -- the step that counted them again
    PRIMARY KEY (campaign, number)
) STRICT, WITHOUT ROWID;
