-- What a member's own account holds beside her place and products: registers, alerts, stops, wishes to be erased, and the
-- phones that were asked whether they are hers too.

ALTER TABLE enterprise ADD COLUMN product INTEGER REFERENCES product (id); -- the main one; NULL: the first

-- A consent is one row from its giving to its withdrawal: what was given never changes, and the withdrawal says for itself
-- in which language, on which channel and in which call it was made. The ledger's fact follows.
ALTER TABLE consent ADD COLUMN withdrawn_lang TEXT;
ALTER TABLE consent ADD COLUMN withdrawn_channel TEXT;
ALTER TABLE consent ADD COLUMN withdrawn_evidence TEXT;
DROP TRIGGER consent_withdrawn;
CREATE TRIGGER consent_withdrawn AFTER UPDATE OF withdrawn_at ON consent
    WHEN NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL BEGIN
    INSERT INTO consent_fact (at, person, purpose, act, notice, lang, channel, basis, prev_hash, hash)
        SELECT NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, lang, channel, NEW.basis, prev,
            chained(prev, NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, lang, channel, NEW.basis)
        FROM (SELECT ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), '') AS prev,
            ifnull(NEW.withdrawn_lang, NEW.lang) AS lang, ifnull(NEW.withdrawn_channel, NEW.channel) AS channel);
END;
CREATE TRIGGER consent_keeps_its_words
    BEFORE UPDATE OF person, purpose, notice, lang, channel, given_at ON consent
    BEGIN SELECT RAISE(ABORT, 'a consent that was given is never rewritten'); END;

CREATE TABLE enterprise_id (       -- claimed is not verified: only an officer sets verified_at
    enterprise  INTEGER NOT NULL REFERENCES enterprise (id),
    kind        TEXT NOT NULL CHECK (kind IN ('UDYAM', 'UAP', 'UAM', 'FSSAI', 'GST')),
    value       TEXT NOT NULL,     -- sealed: read with opened(value)
    claimed_by  INTEGER NOT NULL,  -- a person
    claimed_at  INTEGER NOT NULL,
    verified_by TEXT,
    verified_at INTEGER,
    PRIMARY KEY (enterprise, kind)
) WITHOUT ROWID;

CREATE TABLE subscription (        -- one row a topic from its switching on to its switching off
    id       INTEGER PRIMARY KEY,
    person   INTEGER NOT NULL REFERENCES person (id),
    topic    TEXT NOT NULL,        -- cluster/topic.hpp
    lang     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    evidence TEXT NOT NULL,
    from_at  INTEGER NOT NULL,
    until_at INTEGER
);
CREATE UNIQUE INDEX subscription_open ON subscription (person, topic) WHERE until_at IS NULL;

ALTER TABLE person ADD COLUMN alerts_by TEXT;        -- cluster/topic.hpp, ways; NULL: not said

CREATE TABLE message_stop (        -- "stop all messages": while a row stands open nothing is sent and nobody rings
    id             INTEGER PRIMARY KEY,
    person         INTEGER NOT NULL REFERENCES person (id),
    lang           TEXT NOT NULL,
    channel        TEXT NOT NULL,
    evidence       TEXT NOT NULL,
    from_at        INTEGER NOT NULL,
    until_at       INTEGER,
    until_evidence TEXT
);
CREATE UNIQUE INDEX message_stop_open ON message_stop (person) WHERE until_at IS NULL;

CREATE TABLE erasure (             -- wishes to be erased, until they are carried out or taken back
    serial    INTEGER PRIMARY KEY,
    person    INTEGER NOT NULL REFERENCES person (id),
    lang      TEXT NOT NULL,
    channel   TEXT NOT NULL,
    evidence  TEXT NOT NULL,
    asked_at  INTEGER NOT NULL,
    delete_at INTEGER NOT NULL,
    undone_at INTEGER
);
CREATE UNIQUE INDEX erasure_open ON erasure (person) WHERE undone_at IS NULL;

CREATE TABLE phone_ask (           -- "use this phone too?": nothing is shared before that phone itself says yes
    serial      INTEGER PRIMARY KEY,
    person      INTEGER NOT NULL REFERENCES person (id),
    from_phone  INTEGER NOT NULL,
    phone       INTEGER NOT NULL,
    relation    TEXT NOT NULL,     -- cluster/line.hpp
    state       TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'yes', 'no', 'taken_back')),
    asked_at    INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    answered_at INTEGER
);
CREATE INDEX phone_ask_waiting ON phone_ask (phone, serial) WHERE state = 'asked';
CREATE INDEX phone_ask_by_person ON phone_ask (person, asked_at);
