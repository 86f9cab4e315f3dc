-- An introduction from both sides: what was answered, by whom, how they will talk, and who is kept apart from whom.

ALTER TABLE enquiry ADD COLUMN method TEXT NOT NULL DEFAULT 'none'; -- cluster/introduction.hpp: none, now, evening, share
ALTER TABLE enquiry ADD COLUMN seen_at INTEGER;
ALTER TABLE enquiry ADD COLUMN answered_at INTEGER;        -- NULL in state 'blocked': it never reached the other side
ALTER TABLE enquiry ADD COLUMN answered_by INTEGER REFERENCES person (id);
ALTER TABLE enquiry ADD COLUMN answered_phone INTEGER;     -- the number that is rung, or shown to the asker on 'share'
ALTER TABLE enquiry ADD COLUMN answered_session TEXT;      -- evidence of the yes
ALTER TABLE enquiry ADD COLUMN told_at INTEGER;            -- when the asker read of the answer, or that none came
ALTER TABLE enquiry ADD COLUMN ticket INTEGER;             -- serial of the connection a person is to make

-- Everybody acts as a person now: several may share a phone, one may have several.
DROP INDEX enquiry_by_phone;
DROP INDEX enquiry_between;
CREATE INDEX enquiry_from ON enquiry (from_person, asked_at);
CREATE INDEX enquiry_to ON enquiry (to_enterprise, asked_at);
CREATE INDEX enquiry_unseen ON enquiry (to_enterprise, asked_at) WHERE state = 'asked'; -- counted at every dial

-- Neither side reaches the other, whoever began. It stands until the one who made it lifts it.
CREATE TABLE block (
    by_person INTEGER NOT NULL REFERENCES person (id),
    against   INTEGER NOT NULL REFERENCES person (id),
    at        INTEGER NOT NULL,
    PRIMARY KEY (by_person, against)
) WITHOUT ROWID;

CREATE TABLE report (
    ticket     INTEGER PRIMARY KEY,                      -- of the desk's queue
    by_person  INTEGER NOT NULL REFERENCES person (id),
    against    INTEGER REFERENCES person (id),
    enterprise INTEGER REFERENCES enterprise (id),       -- whose card it was, or who asked
    enquiry    INTEGER REFERENCES enquiry (serial) ON DELETE SET NULL, -- the ask it is about, when there is one
    why        TEXT NOT NULL,                            -- details, rude, money, fake
    at         INTEGER NOT NULL
);
CREATE INDEX report_against ON report (against, at);     -- how often was this one reported?
