-- Every act of a message's life, for good: written at the end only, each row sealed with the row before it
-- (storage/sqlite/ledger.cpp). Nothing here is ever erased, so nothing personal may stand here: a person by her subject, whose
-- number goes with her key; variables of a template by type and length; what providers write without numbers.

-- What the register of commercial messages has of a text. The same few for millions of rows, so by number.
CREATE TABLE message_terms (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE,      -- over the five texts; a ledger row's hash covers it
    entity   TEXT NOT NULL,
    header   TEXT NOT NULL,
    template TEXT NOT NULL,
    version  TEXT NOT NULL,
    chain    TEXT NOT NULL
);

CREATE TABLE message_ledger (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    act       INTEGER NOT NULL,          -- 0 queued, 1 received from her, … (storage/ledger.hpp)
    state     INTEGER NOT NULL,          -- of the parcel after it (storage/outbox.hpp); receipts: what the receipt says
    parcel    INTEGER NOT NULL,          -- 0: a message from her
    campaign  INTEGER NOT NULL,          -- 0: none
    subject   INTEGER NOT NULL,          -- of queued and received; 0 elsewhere
    class     INTEGER NOT NULL,
    consent   INTEGER NOT NULL,          -- row of `consent` it rests on; 0: none
    terms     INTEGER NOT NULL,          -- 0: none
    segments  INTEGER NOT NULL,
    paise     INTEGER NOT NULL,          -- of all segments
    category  TEXT NOT NULL,
    language  TEXT NOT NULL,
    purpose   TEXT NOT NULL,             -- of the consent; '': an answer to her own message
    caused_by TEXT NOT NULL,             -- step 17, campaign 4, api shop, staff asha
    variables TEXT NOT NULL,             -- numeric:2 alphanumeric:11
    route     TEXT NOT NULL,
    ids       TEXT NOT NULL,             -- the provider's, one a part, blanks between
    reason    TEXT NOT NULL,             -- docs/failure-reasons.md; received: what it was taken for
    raw_code  TEXT NOT NULL,             -- as the provider wrote it
    hash      BLOB NOT NULL              -- over all of these and the hash of the row before
);
-- Parcels grow, so both ends of this index are warm. No index on a provider's ids: random keys would dirty a page a row;
-- parcel_part knows those of the last seven days, which is how long a complaint has.
CREATE INDEX message_ledger_of_parcel ON message_ledger (parcel) WHERE parcel > 0;
CREATE INDEX message_ledger_of_subject ON message_ledger (subject) WHERE act < 2;

CREATE TRIGGER message_ledger_keeps_rows BEFORE DELETE ON message_ledger
    BEGIN SELECT RAISE(ABORT, 'message_ledger is append-only'); END;
CREATE TRIGGER message_ledger_keeps_words BEFORE UPDATE ON message_ledger
    BEGIN SELECT RAISE(ABORT, 'message_ledger is append-only'); END;
-- Also stops INSERT OR REPLACE, which deletes without a trigger.
CREATE TRIGGER message_ledger_grows_at_the_end BEFORE INSERT ON message_ledger
    WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM message_ledger)
    BEGIN SELECT RAISE(ABORT, 'message_ledger is append-only'); END;
CREATE TRIGGER message_terms_keeps_rows BEFORE DELETE ON message_terms
    BEGIN SELECT RAISE(ABORT, 'message_terms is append-only'); END;
CREATE TRIGGER message_terms_keeps_words BEFORE UPDATE ON message_terms
    BEGIN SELECT RAISE(ABORT, 'message_terms is append-only'); END;
