-- What people have to do for callers, and what people did.

-- The desk's queue: call-backs, questions, reports, resets, introductions to make by hand. Kinds, reasons, outcomes and the
-- hours they are due in are rows of cluster/ticket.cpp, so that a new kind is no migration.
CREATE TABLE ticket_queue (
    serial        INTEGER PRIMARY KEY,           -- of counter `ticket`; what the printed reference says
    kind          TEXT NOT NULL,
    reason        TEXT NOT NULL DEFAULT '',      -- '' where the kind says it all
    wanted        TEXT NOT NULL DEFAULT 'now',   -- when the caller wants to be rung: now, morning, evening
    woman_officer INTEGER NOT NULL DEFAULT 0,
    phone         INTEGER,                       -- who asks; NULL once she is erased
    person        INTEGER REFERENCES person (id),
    lang          TEXT NOT NULL,
    screen        TEXT NOT NULL DEFAULT '',      -- where the caller stood
    about         TEXT NOT NULL DEFAULT '',      -- 'enquiry 17', 'enterprise 5', 'person 3': never a number or a name
    other_phone   INTEGER,                       -- the other side of a report or a connection
    state         TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'done')),
    created_at    INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    taken_by      TEXT,
    taken_at      INTEGER,
    done_by       TEXT,
    done_at       INTEGER,
    outcome       TEXT,
    confirmed_at  INTEGER,                       -- the caller herself said that it is solved
    CHECK (state = 'open' OR taken_by IS NOT NULL),
    CHECK ((state = 'done') = (outcome IS NOT NULL))
);
INSERT INTO ticket_queue (serial, kind, phone, lang, screen, created_at, due_at)
    SELECT serial, kind, phone, lang, screen, created_at, created_at + 7200000 FROM ticket;
DROP TABLE ticket;
ALTER TABLE ticket_queue RENAME TO ticket;
CREATE INDEX ticket_by_phone ON ticket (phone, created_at);
-- The list and the gauges read only what is not done.
CREATE INDEX ticket_waiting ON ticket (kind, due_at, created_at) WHERE state <> 'done';

-- What staff did, each row sealed with the row before it: `hash` is BLAKE2b over all other columns (storage/sqlite/audit.cpp).
-- Nothing personal may stand here, since nothing here is ever erased: objects by their id, states by their hash.
CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    who       TEXT NOT NULL,
    act       TEXT NOT NULL,   -- queue.take, queue.reveal, import, erase, …
    object    TEXT NOT NULL,   -- 'ticket 100023', 'person 17'
    before    TEXT NOT NULL,   -- hash of what it was, '' where there was nothing
    after     TEXT NOT NULL,   -- hash of what it is now
    reason    TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL
);
CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
-- Also stops INSERT OR REPLACE, which deletes without a trigger.
CREATE TRIGGER audit_grows_at_the_end BEFORE INSERT ON audit
    WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
