-- Facts that everybody shares: where things are and what is made. Filled from data/*.csv, changed by `haatline import`.
-- Coordinates are whole 1/10,000 degrees (about 11 m): the source is no better, and small integers keep the search index small.

CREATE TABLE meta (              -- one row a setting of the file itself: facts_version, covered_seq, demo_size
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE state (
    id   INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE district (
    id     INTEGER PRIMARY KEY,  -- ours: state id * 100 + number; never reused
    state  INTEGER NOT NULL REFERENCES state (id),
    name   TEXT NOT NULL,
    lat_e4 INTEGER,              -- middle of its PINs; NULL until it has one
    lon_e4 INTEGER
);
CREATE INDEX district_by_state ON district (state, name);

-- Names people use, the district's own among them, as match keys. A key may stand for districts of several states.
CREATE TABLE district_alias (
    key      TEXT NOT NULL,
    district INTEGER NOT NULL REFERENCES district (id),
    alias    TEXT NOT NULL,
    PRIMARY KEY (key, district)
) WITHOUT ROWID;

CREATE TABLE pin (
    pin    INTEGER PRIMARY KEY,
    lat_e4 INTEGER NOT NULL,
    lon_e4 INTEGER NOT NULL,
    place  TEXT NOT NULL
);

CREATE TABLE pin_district (      -- one PIN in sixteen lies in several districts
    pin      INTEGER NOT NULL REFERENCES pin (pin),
    rank     INTEGER NOT NULL,   -- 0: the district with most of its places
    district INTEGER NOT NULL REFERENCES district (id),
    PRIMARY KEY (pin, rank)
) WITHOUT ROWID;
CREATE INDEX pin_district_by_district ON pin_district (district, rank);

CREATE TABLE product (
    id     INTEGER PRIMARY KEY,  -- 0 is kept for "any" in the peer index
    code   TEXT NOT NULL UNIQUE,
    kind   TEXT NOT NULL CHECK (kind IN ('food', 'machine', 'service')),
    nic    TEXT NOT NULL,
    rank   INTEGER NOT NULL,     -- the pilot's order
    status TEXT NOT NULL         -- draft until a native reader has seen its words
);

CREATE TABLE product_word (      -- what callers type; weak words never decide alone
    key     TEXT NOT NULL,       -- match key
    product INTEGER NOT NULL REFERENCES product (id),
    weak    INTEGER NOT NULL,
    lang    TEXT NOT NULL,       -- '' for Latin letters of any language
    word    TEXT NOT NULL,
    PRIMARY KEY (key, product)
) WITHOUT ROWID;

-- Every name shown on a screen. `short` has a cap, enforced where labels come in, so that nothing is ever cut.
CREATE TABLE label (
    object TEXT NOT NULL,        -- 'district' or 'product'
    id     INTEGER NOT NULL,
    lang   TEXT NOT NULL,        -- BCP 47
    kind   TEXT NOT NULL,        -- 'name' or 'short'
    text   TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (object, id, lang, kind)
) WITHOUT ROWID;
