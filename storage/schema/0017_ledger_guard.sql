-- The guard of the ledger's end says FAIL where it said ABORT. It refuses the same rows, before anything of them is written (of a statement of
-- several, those before the bad one stay until the transaction is rolled back: the writer's has one row a statement); but
-- what may ABORT makes SQLite keep a copy of each page a statement changes, and that was a fifth of what a row costs.
DROP TRIGGER message_ledger_grows_at_the_end;
CREATE TRIGGER message_ledger_grows_at_the_end BEFORE INSERT ON message_ledger
    WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM message_ledger)
    BEGIN SELECT RAISE(FAIL, 'message_ledger is append-only'); END;
