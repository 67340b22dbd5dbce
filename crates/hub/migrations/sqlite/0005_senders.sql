-- Which recordings came from one sender on one day, so that many fakes can be refused at once. Never edited once
-- released: a change is a new file.
--
-- The mark is made with a secret of that day that is kept nowhere: it leads to no address and to no other day. Empty
-- for recordings that came before.
ALTER TABLE speech ADD COLUMN sender TEXT NOT NULL DEFAULT '';
