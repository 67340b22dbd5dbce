-- What shows only beside other forms: many on one day at one place, and the same words again.
--
-- What a form was counted as never changes: its signs are decided when it comes, from the forms held then.

-- Marks as in lang_nghe_quality::Flags. Forms taken before this version were not looked at and have none.
ALTER TABLE records ADD COLUMN signs INTEGER NOT NULL DEFAULT 0;

-- Forms by service point (empty: none named) and by the day on the form.
CREATE TABLE point_days (
    campaign TEXT NOT NULL,
    point    TEXT NOT NULL,
    day      TEXT NOT NULL,
    n        INTEGER NOT NULL,
    PRIMARY KEY (campaign, point, day)
) STRICT, WITHOUT ROWID;

INSERT INTO point_days (campaign, point, day, n)
    SELECT campaign, coalesce(json_extract(body, '$.point'), ''), json_extract(body, '$.day'), count(*)
    FROM records WHERE body IS NOT NULL AND json_extract(body, '$.day') IS NOT NULL GROUP BY 1, 2, 3;

-- SHA-256 of words that people wrote, without letter case, spaces and signs; how many forms brought them. Erased with
-- the forms.
CREATE TABLE phrases (
    campaign TEXT NOT NULL,
    phrase   BLOB NOT NULL,
    n        INTEGER NOT NULL,
    PRIMARY KEY (campaign, phrase)
) STRICT, WITHOUT ROWID;
