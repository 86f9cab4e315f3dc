-- Every message that left or was refused, for good: append-only, each row sealed with the row before it. Nothing personal may
-- stand here, since nothing here is ever erased: a person by her subject, whose number goes with her key.
CREATE TABLE message_ledger (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    parcel    INTEGER NOT NULL,
    subject   INTEGER NOT NULL,
    act       TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL
);
