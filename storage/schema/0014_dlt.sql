-- What the register of commercial messages (DLT) has of us: entities, headers, templates, white lists, chains, and whose
-- numbers stand in a preference register. It comes in by `haatline dlt import`; every message goes past it (cluster/dlt).
CREATE TABLE dlt_entity (
    id     TEXT PRIMARY KEY,            -- of the register, digits
    name   TEXT NOT NULL,
    brand  TEXT NOT NULL DEFAULT '',    -- stands in the fixed words of every template
    active INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

CREATE TABLE dlt_header (
    header        TEXT PRIMARY KEY,
    category      TEXT NOT NULL,
    active        INTEGER NOT NULL DEFAULT 1,
    exempt        INTEGER NOT NULL DEFAULT 0,  -- TRAI lets it send as government
    registered_at INTEGER,
    last_used_at  INTEGER                      -- by us or as the operator says, whichever is later; moved once a day
) WITHOUT ROWID;

-- Words that change are a new version: a ledger names both. The highest counts.
CREATE TABLE dlt_template (
    id          TEXT NOT NULL,           -- of the register, digits
    version     INTEGER NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    headers     TEXT NOT NULL DEFAULT '', -- separated by blanks; '': any of the entity
    category    TEXT NOT NULL,
    language    TEXT NOT NULL DEFAULT '',
    operator    TEXT NOT NULL DEFAULT '',
    active      INTEGER NOT NULL DEFAULT 1,
    approved_at INTEGER,
    words       TEXT NOT NULL,           -- as approved, tags with their types
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) WITHOUT ROWID;

CREATE TABLE dlt_target (
    kind  TEXT NOT NULL CHECK (kind = 'url' OR kind = 'cbn'),
    value TEXT NOT NULL,                 -- url: host and path; cbn: digits
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;

CREATE TABLE dlt_chain (
    entity        TEXT PRIMARY KEY,
    telemarketers TEXT NOT NULL          -- in order, separated by commas
) WITHOUT ROWID;

-- Numbers as they are elsewhere. It protects whoever has the number, so it goes with the last of them only.
CREATE TABLE dlt_preference (
    phone   INTEGER PRIMARY KEY,
    blocked INTEGER NOT NULL             -- bit n: category n of the register's list; 65535: all
);
