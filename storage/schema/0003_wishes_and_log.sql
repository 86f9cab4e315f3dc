-- What callers leave behind for others, and the log that is the truth of every dialogue.

CREATE TABLE listing (
    serial     INTEGER PRIMARY KEY,
    phone      INTEGER NOT NULL,
    person     INTEGER REFERENCES person (id),
    enterprise INTEGER REFERENCES enterprise (id),
    kind       TEXT NOT NULL,
    product    INTEGER NOT NULL REFERENCES product (id),
    qty        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    price      TEXT NOT NULL,
    pin        INTEGER,
    district   INTEGER,
    state      TEXT NOT NULL DEFAULT 'draft', -- a person looks at it before others see it
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX listing_by_phone ON listing (phone, created_at);

CREATE TABLE enquiry (             -- "ask to talk": no number is shown to either side
    serial          INTEGER PRIMARY KEY,
    from_phone      INTEGER NOT NULL,
    from_person     INTEGER REFERENCES person (id),
    from_enterprise INTEGER REFERENCES enterprise (id),
    to_enterprise   INTEGER NOT NULL REFERENCES enterprise (id),
    product         INTEGER REFERENCES product (id),
    state           TEXT NOT NULL DEFAULT 'asked',
    asked_at        INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
);
CREATE INDEX enquiry_by_phone ON enquiry (from_phone, asked_at);
CREATE INDEX enquiry_between ON enquiry (from_phone, to_enterprise, expires_at) WHERE state = 'asked';

CREATE TABLE watch (               -- "tell me when one joins"
    id       INTEGER PRIMARY KEY,
    phone    INTEGER NOT NULL,
    person   INTEGER REFERENCES person (id),
    product  INTEGER NOT NULL,
    want     INTEGER NOT NULL,
    ring     TEXT NOT NULL,
    pin      INTEGER,
    district INTEGER,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX watch_once ON watch (phone, product, want, ring, ifnull(district, 0), ifnull(pin, 0));

CREATE TABLE ticket (              -- a person rings back
    serial     INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    phone      INTEGER NOT NULL,
    screen     TEXT NOT NULL,
    lang       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'open',
    created_at INTEGER NOT NULL
);
CREATE INDEX ticket_by_phone ON ticket (phone, kind, created_at);

-- Counted for the content desk: nobody reads these by caller, so no phone stands here.
CREATE TABLE unmet_word (
    key     TEXT NOT NULL,
    lang    TEXT NOT NULL,
    word    TEXT NOT NULL,
    n       INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (key, lang)
) WITHOUT ROWID;

CREATE TABLE unmet_search (
    product  INTEGER NOT NULL,
    want     INTEGER NOT NULL,
    ring     TEXT NOT NULL,
    district INTEGER NOT NULL,     -- 0: not known
    n        INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (product, want, ring, district)
) WITHOUT ROWID;

-- One row a step, appended only: no second index, since each would dirty a random page a step (performance.md).
CREATE TABLE event (
    seq      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    phone    INTEGER NOT NULL,
    session  TEXT NOT NULL,
    identity TEXT NOT NULL,
    kind     TEXT NOT NULL,
    said     TEXT NOT NULL,        -- what the caller typed, apart, so that erasing reaches it
    state    TEXT NOT NULL,
    reply    TEXT NOT NULL,
    ended    INTEGER NOT NULL
);

CREATE TABLE snapshot (            -- dialogues put down, so that the log before meta.covered_seq need not be read
    phone INTEGER PRIMARY KEY,
    state TEXT NOT NULL
);
