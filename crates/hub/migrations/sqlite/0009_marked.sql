-- Officials may set aside only those forms that bear a sign: its bits; 0 for forms with any sign or none.
ALTER TABLE decisions ADD COLUMN signs INTEGER NOT NULL DEFAULT 0;

-- Nothing changes in `runs`, but `doubted` may now be 2: the clock went back to this day. That holds back the daily step
-- until the hub ran on two further days, and nothing else.
