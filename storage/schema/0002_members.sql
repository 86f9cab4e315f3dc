-- Person, phone and enterprise are three things: a phone is shared, a person has several, an enterprise has owners.
-- Nothing here is public by itself: being found needs a consent with purpose 'list'.

CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL DEFAULT '',
    lang       TEXT NOT NULL,
    via        TEXT NOT NULL,
    created_at INTEGER NOT NULL, -- all times: milliseconds since 1970 UTC
    deleted_at INTEGER
);

CREATE TABLE phone (
    e164       INTEGER PRIMARY KEY,
    lang       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'quarantined', 'dead')),
    first_seen INTEGER NOT NULL
);

CREATE TABLE person_phone (
    phone    INTEGER NOT NULL REFERENCES phone (e164),
    person   INTEGER NOT NULL REFERENCES person (id),
    relation TEXT NOT NULL DEFAULT 'own',
    from_at  INTEGER NOT NULL,
    until_at INTEGER,
    PRIMARY KEY (phone, person)
) WITHOUT ROWID;

CREATE TABLE enterprise (
    id         INTEGER PRIMARY KEY,
    serial     INTEGER UNIQUE,   -- of counter `member`; what the printed reference says. NULL: came by import
    code       TEXT UNIQUE,      -- an importer's own key, so that importing twice changes nothing
    name       TEXT NOT NULL,    -- '' until somebody records it
    status     TEXT NOT NULL DEFAULT 'running',
    pin        INTEGER REFERENCES pin (pin),
    district   INTEGER NOT NULL REFERENCES district (id),
    lat_e4     INTEGER NOT NULL, -- of its PIN, else the middle of its district
    lon_e4     INTEGER NOT NULL,
    listed     INTEGER NOT NULL, -- follows the consent `list`
    demo       INTEGER NOT NULL DEFAULT 0, -- 1: invented, never to be taken for a real one
    session    TEXT NOT NULL DEFAULT '',   -- the dialogue it joined in: a retry is not a second member
    created_at INTEGER NOT NULL
);

CREATE TABLE ownership (
    person     INTEGER NOT NULL REFERENCES person (id),
    enterprise INTEGER NOT NULL REFERENCES enterprise (id),
    role       TEXT NOT NULL DEFAULT 'owner',
    PRIMARY KEY (person, enterprise)
) WITHOUT ROWID;
CREATE INDEX ownership_by_enterprise ON ownership (enterprise);

CREATE TABLE enterprise_product (  -- this is the forward and backward linkage
    enterprise INTEGER NOT NULL REFERENCES enterprise (id),
    role       INTEGER NOT NULL,   -- cluster/role.hpp
    product    INTEGER NOT NULL REFERENCES product (id),
    PRIMARY KEY (enterprise, role, product)
) WITHOUT ROWID;

CREATE TABLE district_product (    -- counts for "the district's most common first", kept with every join
    district INTEGER NOT NULL,
    role     INTEGER NOT NULL,
    product  INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    PRIMARY KEY (district, role, product)
) WITHOUT ROWID;

CREATE TABLE consent (
    id           INTEGER PRIMARY KEY,
    person       INTEGER NOT NULL REFERENCES person (id),
    purpose      TEXT NOT NULL,    -- cluster/consent.hpp
    notice       TEXT NOT NULL,    -- version of the text that was agreed to
    lang         TEXT NOT NULL,
    channel      TEXT NOT NULL,
    evidence     TEXT NOT NULL,    -- the provider's session
    given_at     INTEGER NOT NULL,
    withdrawn_at INTEGER
);
CREATE INDEX consent_by_person ON consent (person, purpose);

CREATE TABLE org (
    id       INTEGER PRIMARY KEY,
    code     TEXT UNIQUE,
    kind     TEXT NOT NULL,        -- association, shg, fpo, institute, expert, bank, office, ngo, buyer, cfc
    name     TEXT NOT NULL,
    short    TEXT NOT NULL,        -- at most 14 units: stands on a card as the one who vouched
    district INTEGER REFERENCES district (id),
    demo     INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE vouch (
    id           INTEGER PRIMARY KEY,
    enterprise   INTEGER NOT NULL REFERENCES enterprise (id),
    org          INTEGER NOT NULL REFERENCES org (id),
    kind         TEXT NOT NULL,    -- knows, visited, supplied, quality, repaid
    from_at      INTEGER NOT NULL,
    until_at     INTEGER,
    withdrawn_at INTEGER
);
CREATE INDEX vouch_by_enterprise ON vouch (enterprise, withdrawn_at, from_at);

CREATE TABLE cluster (
    id       INTEGER PRIMARY KEY,
    code     TEXT UNIQUE,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('virtual', 'physical', 'artisanal', 'park')),
    product  INTEGER REFERENCES product (id),
    district INTEGER REFERENCES district (id),
    agency   TEXT NOT NULL DEFAULT '',
    status   TEXT NOT NULL DEFAULT 'identified',
    demo     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX cluster_by_district ON cluster (district, product);

CREATE TABLE membership (          -- claimed never counts for finance
    enterprise   INTEGER NOT NULL REFERENCES enterprise (id),
    cluster      INTEGER NOT NULL REFERENCES cluster (id),
    status       TEXT NOT NULL DEFAULT 'claimed',
    confirmed_by INTEGER REFERENCES org (id),
    from_at      INTEGER NOT NULL,
    PRIMARY KEY (enterprise, cluster)
) WITHOUT ROWID;

-- Who can be found, flattened for the search and kept with every join. One row an enterprise, role and product, and for
-- roles that are sought whatever they make (machines, repair, institutes) a second one under product 0, "any".
-- Near: one range of `lon_e4` for each tenth of a degree of latitude, so that no search reads more than its neighbourhood.
CREATE TABLE peer (
    product    INTEGER NOT NULL,
    role       INTEGER NOT NULL,
    lat_row    INTEGER NOT NULL,   -- tenths of a degree, rounded down
    lon_e4     INTEGER NOT NULL,
    enterprise INTEGER NOT NULL,
    lat_e4     INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    district   INTEGER NOT NULL,
    vouched    INTEGER NOT NULL,
    PRIMARY KEY (product, role, lat_row, lon_e4, enterprise)
) WITHOUT ROWID;
-- In an area, vouched first. Every column that ranking needs is in the index, so the table is not read again.
CREATE INDEX peer_in_district ON peer (product, role, district, vouched DESC, lat_row, lon_e4, enterprise, lat_e4, state);
CREATE INDEX peer_in_state ON peer (product, role, state, vouched DESC, lat_row, lon_e4, enterprise, lat_e4, district);
CREATE INDEX peer_in_india ON peer (product, role, vouched DESC, lat_row, lon_e4, enterprise, lat_e4, state, district)
    WHERE vouched = 1;
