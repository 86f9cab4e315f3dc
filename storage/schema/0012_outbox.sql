-- Messages on their way to phones (storage/outbox.hpp), and messages that came from them.

-- Rows are added at the end and change in place. `body` is sealed under the recipient's key: a JSON object of the text, or of
-- the catalogue's key and what fills it. A campaign's parcels have none, their text is the campaign's.
CREATE TABLE parcel (
    id          INTEGER PRIMARY KEY,
    class       INTEGER NOT NULL,              -- 0 caller, 1 service, 2 bulk
    state       INTEGER NOT NULL,              -- storage/outbox.hpp; 0 waiting, 1 resting, 2 handed, … only forwards
    campaign    INTEGER NOT NULL DEFAULT 0,    -- 0: none
    phone       INTEGER NOT NULL,              -- 0 once its owner is erased
    person      INTEGER,
    subject     INTEGER NOT NULL DEFAULT 0,    -- whose key `body` is under; 0: there is none
    language    TEXT NOT NULL,
    category    TEXT NOT NULL,
    consent     TEXT NOT NULL,                 -- purpose it rests on; '': an answer
    body        BLOB,
    written_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL DEFAULT 0,    -- of resting
    valid_until INTEGER NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    route       TEXT NOT NULL DEFAULT '',
    moved_at    INTEGER NOT NULL DEFAULT 0,    -- of the last change of state
    segments    INTEGER NOT NULL DEFAULT 0,
    parts_open  INTEGER NOT NULL DEFAULT 0,    -- without a final receipt
    reason      TEXT NOT NULL DEFAULT '',
    raw_code    TEXT NOT NULL DEFAULT '',
    once        BLOB                           -- digest of what makes it the same message, or the name it is asked for by
);
CREATE UNIQUE INDEX parcel_once ON parcel (once) WHERE once IS NOT NULL;
-- Fair between campaigns: each has a line of its own, oldest first.
CREATE INDEX parcel_waiting ON parcel (class, campaign, id) WHERE state = 0;
CREATE INDEX parcel_resting ON parcel (due_at) WHERE state = 1;
CREATE INDEX parcel_handed ON parcel (route, id) WHERE state = 2;
-- What was tried and is not over, by recipient: her messages leave in their order, and receipts without an id find theirs.
-- At most a window's worth a route, so it stays small.
CREATE INDEX parcel_tried ON parcel (phone, id) WHERE tries > 0 AND state < 3;
CREATE INDEX parcel_by_phone ON parcel (phone, id);  -- complaints and erasures

-- What a provider called each part: how its receipts are matched. Kept for seven days, since ids come again.
CREATE TABLE parcel_part (
    route      TEXT NOT NULL,
    message_id TEXT NOT NULL,
    parcel     INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    state      INTEGER NOT NULL DEFAULT 3,
    at         INTEGER NOT NULL,
    PRIMARY KEY (route, message_id, parcel)
) WITHOUT ROWID;
CREATE INDEX parcel_part_of ON parcel_part (parcel);

-- Receipts that came before the answer they belong to, or that belong to nothing of ours: answered, kept, looked at again.
CREATE TABLE receipt_parked (
    id         INTEGER PRIMARY KEY,
    route      TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state      INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    raw_code   TEXT NOT NULL,
    at         INTEGER NOT NULL
);
CREATE INDEX receipt_parked_by_id ON receipt_parked (route, message_id);
