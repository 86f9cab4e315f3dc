-- Alerts to many: an item, its texts, its audience as a rule, and how far it came. No row a recipient before her turn comes:
-- parcels are written a few hundred at a time, a little ahead of what the routes take.

CREATE TABLE campaign (
    id           INTEGER PRIMARY KEY,
    state        TEXT NOT NULL,               -- cluster/alert/standing.hpp
    title        TEXT NOT NULL,               -- for the desk, never sent
    source       TEXT NOT NULL,
    topic        TEXT NOT NULL,               -- cluster/topic.hpp
    category     TEXT NOT NULL,               -- cluster/dlt
    fallback     TEXT NOT NULL DEFAULT '',    -- language of readers who have no text; '': they get none
    start_at     INTEGER NOT NULL DEFAULT 0,  -- 0: once it is approved
    valid_until  INTEGER NOT NULL,
    hours_from   INTEGER NOT NULL,            -- minutes of the day in India
    hours_to     INTEGER NOT NULL,
    per_second   INTEGER NOT NULL DEFAULT 0,
    weekly_cap   INTEGER NOT NULL,
    audience     TEXT NOT NULL,               -- as the desk wrote it, JSON; what it means stands in the tables below
    has_area     INTEGER NOT NULL DEFAULT 0,  -- 1: only who lives in campaign_area
    has_work     INTEGER NOT NULL DEFAULT 0,  -- 1: only who makes campaign_product
    roles        INTEGER NOT NULL DEFAULT 0,  -- bit n: role n of cluster/role.hpp; 0: all
    languages    TEXT NOT NULL DEFAULT '',    -- '|hi|bn|': only readers of these; '': all
    mark         TEXT NOT NULL,               -- digest of all above with its texts: what was approved is what is sent
    author       TEXT NOT NULL,
    edited_by    TEXT NOT NULL,
    submitted_by TEXT NOT NULL DEFAULT '',
    approved_by  TEXT NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    began_at     INTEGER NOT NULL DEFAULT 0,
    ended_at     INTEGER NOT NULL DEFAULT 0,
    held         INTEGER NOT NULL DEFAULT 0,  -- 1: paused, or outside its hours; what waits of it does not leave
    -- How far it came. `cursor`: the last person who was looked at.
    cursor       INTEGER NOT NULL DEFAULT 0,
    looked_at    INTEGER NOT NULL DEFAULT 0,
    written      INTEGER NOT NULL DEFAULT 0,  -- parcels
    all_written  INTEGER NOT NULL DEFAULT 0,
    first_parcel INTEGER NOT NULL DEFAULT 0,  -- its parcels are among those from here to last_parcel
    last_parcel  INTEGER NOT NULL DEFAULT 0,
    written_at   INTEGER NOT NULL DEFAULT 0   -- of the last one
);
-- What the gateway looks at once a second.
CREATE INDEX campaign_alive ON campaign (state, valid_until);

CREATE TABLE campaign_text (
    campaign    INTEGER NOT NULL REFERENCES campaign (id),
    place       INTEGER NOT NULL,             -- in the order of the item
    language    TEXT NOT NULL,
    body        TEXT NOT NULL,
    template_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (campaign, language)
) WITHOUT ROWID;

CREATE TABLE campaign_reader (                -- who reads what (cluster/alert/wording.hpp)
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    reader   TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (campaign, reader)
) WITHOUT ROWID;

CREATE TABLE campaign_area (
    campaign  INTEGER NOT NULL REFERENCES campaign (id),
    kind      INTEGER NOT NULL,               -- 0 a district, 1 a PIN, 2 around a PIN
    id        INTEGER NOT NULL,
    lat_e4    INTEGER NOT NULL DEFAULT 0,
    lon_e4    INTEGER NOT NULL DEFAULT 0,
    reach2    REAL NOT NULL DEFAULT 0,        -- square of its reach in 1/10,000 degrees of latitude
    lon_scale REAL NOT NULL DEFAULT 0,        -- square of how much shorter a degree of longitude is there
    PRIMARY KEY (campaign, kind, id)
) WITHOUT ROWID;

CREATE TABLE campaign_product (
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    product  INTEGER NOT NULL,
    PRIMARY KEY (campaign, product)
) WITHOUT ROWID;

-- Trials to phones of the desk, until the gateway has put them into the outbox.
CREATE TABLE campaign_trial (
    id       INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    phone    INTEGER NOT NULL,
    language TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL
);

-- The cursor of an audience goes through a topic's subscribers in the order of persons.
CREATE INDEX subscription_of_topic ON subscription (topic, person) WHERE until_at IS NULL;
