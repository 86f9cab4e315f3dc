-- Who may act for whom on a phone they share, and which of them acted.

CREATE TABLE person_helper (       -- one row from the leave to its end; she gives it, and takes it back
    id       INTEGER PRIMARY KEY,
    person   INTEGER NOT NULL REFERENCES person (id), -- for whom
    helper   INTEGER NOT NULL REFERENCES person (id), -- who may act
    lang     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    evidence TEXT NOT NULL,
    from_at  INTEGER NOT NULL,
    until_at INTEGER
);
CREATE UNIQUE INDEX person_helper_open ON person_helper (person, helper) WHERE until_at IS NULL;
CREATE INDEX person_helper_of ON person_helper (helper, person) WHERE until_at IS NULL;

-- NULL: whoever held the phone of somebody else (`relation` says whose).
ALTER TABLE person_act ADD COLUMN helper INTEGER REFERENCES person (id);
