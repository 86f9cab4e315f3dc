-- What a person leaves in words stands under a key of her own, so that erasing her is destroying the key.
-- sealed(text, subject), opened(sealed), word_mark(lang, key) and chained(...) are functions of our own connections
-- (storage/sqlite/functions.cpp): this step alone needs them, since old words have to be sealed.

INSERT INTO meta (key, value) VALUES ('store_id', lower(hex(randomblob(16))));
-- Until the file has been written anew, its free corners still hold what was plain before (open_database does it).
INSERT INTO meta (key, value) SELECT 'scrub_due', '1' WHERE EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM person);

ALTER TABLE person ADD COLUMN delete_at INTEGER; -- when a wish to be erased is carried out; NULL: no such wish
CREATE INDEX person_to_erase ON person (delete_at) WHERE delete_at IS NOT NULL;
ALTER TABLE snapshot ADD COLUMN at INTEGER NOT NULL DEFAULT 0; -- when the dialogue was last heard of
UPDATE snapshot SET at = (SELECT ifnull(max(at), 0) FROM event);

-- One person on one line, and her key. Rows are only added at the end and overwritten in their own place with as many
-- octets: SQLite's secure_delete does not reach the copies that splitting a page leaves behind (measured: 2 words of 500),
-- so a row with a key in it must never move. Erased: the key is all zeros and `phone` a negative number of the same size.
CREATE TABLE subject (
    id    INTEGER PRIMARY KEY,
    phone INTEGER NOT NULL,
    key   BLOB NOT NULL
);
CREATE TABLE line_subject (
    phone   INTEGER NOT NULL,
    person  INTEGER NOT NULL,      -- 0: words of this line before anybody was known
    subject INTEGER NOT NULL REFERENCES subject (id),
    PRIMARY KEY (phone, person)
) WITHOUT ROWID;
CREATE INDEX line_subject_by_person ON line_subject (person) WHERE person <> 0;

-- Members who dialled, and lines that said something. Words of before belong to the first who registered on the line.
CREATE TEMP TABLE line (id INTEGER PRIMARY KEY, phone INTEGER NOT NULL, person INTEGER NOT NULL);
INSERT INTO line (phone, person)
    SELECT h.phone, h.person FROM person_phone h JOIN ownership o ON o.person = h.person
    JOIN enterprise e ON e.id = o.enterprise WHERE e.serial IS NOT NULL GROUP BY h.phone, h.person;
INSERT INTO line (phone, person)
    SELECT p.phone, ifnull((SELECT min(h.person) FROM person_phone h WHERE h.phone = p.phone), 0)
    FROM (SELECT phone FROM event UNION SELECT phone FROM snapshot) p
    WHERE NOT EXISTS (SELECT 1 FROM line l WHERE l.phone = p.phone);
INSERT INTO subject (id, phone, key) SELECT id, phone, randomblob(32) FROM line ORDER BY id;
INSERT INTO line_subject (phone, person, subject) SELECT phone, person, id FROM line;
DROP TABLE temp.line;

-- Sealed names are BLOBs; TEXT stays for what came by import or was invented.
UPDATE enterprise SET name = sealed(name, (SELECT l.subject FROM ownership o JOIN line_subject l ON l.person = o.person
    WHERE o.enterprise = enterprise.id LIMIT 1)) WHERE serial IS NOT NULL AND name <> '';
UPDATE person SET name = sealed(name, (SELECT l.subject FROM line_subject l WHERE l.person = person.id LIMIT 1))
    WHERE name <> '';

-- `said` is sealed (a BLOB) unless it is a bare key of a menu. The line's number stands in no row: some providers make
-- their session of it, so its ten digits are written as one char(1) there.
CREATE TABLE event_sealed (
    seq      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    subject  INTEGER NOT NULL,
    session  TEXT NOT NULL,
    identity TEXT NOT NULL,
    kind     TEXT NOT NULL,
    said     TEXT NOT NULL,
    state    TEXT NOT NULL,        -- '' once it is covered and a day old
    reply    TEXT NOT NULL,        -- the same
    ended    INTEGER NOT NULL
);
INSERT INTO event_sealed
    SELECT e.seq, e.at, l.subject, replace(e.session, substr(e.phone, 3), char(1)), e.identity, e.kind,
        CASE WHEN length(e.said) <= 2 AND e.said NOT GLOB '*[^0-9]*' THEN e.said ELSE sealed(e.said, l.subject, e.at) END,
        e.state, e.reply, e.ended
    FROM event e JOIN line_subject l ON l.phone = e.phone
        AND l.person = (SELECT min(m.person) FROM line_subject m WHERE m.phone = e.phone)
    ORDER BY e.seq;
DROP TABLE event;
ALTER TABLE event_sealed RENAME TO event;

-- Counted for the content desk. Sealed under its one sayer's key until a second person says it, and found by a mark
-- instead of its letters. Words of before go: nobody can say whose they were.
DROP TABLE unmet_word;
CREATE TABLE unmet_word (
    mark    BLOB PRIMARY KEY,      -- word_mark(lang, match key)
    lang    TEXT NOT NULL,
    word    TEXT NOT NULL,         -- read with opened(word)
    only_by INTEGER,               -- the subject who alone has said it; NULL once there are two
    n       INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX unmet_word_of_one ON unmet_word (only_by) WHERE only_by IS NOT NULL;

-- A consent is given once and perhaps withdrawn. `consent` says how it stands; `consent_fact` is the ledger: each fact with
-- its time, chained by hashes, written by triggers whoever gives or withdraws, never changed. It outlives an erasure,
-- since nothing in it says more than a number of ours; the evidence (a session) stands in `consent` and goes.
CREATE TABLE consent_fact (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    person    INTEGER NOT NULL,
    purpose   TEXT NOT NULL,
    act       TEXT NOT NULL CHECK (act IN ('given', 'withdrawn')),
    notice    TEXT NOT NULL,
    lang      TEXT NOT NULL,
    channel   TEXT NOT NULL,
    basis     TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL
);
CREATE TABLE consent_kept (
    id           INTEGER PRIMARY KEY,
    person       INTEGER NOT NULL REFERENCES person (id),
    purpose      TEXT NOT NULL,    -- cluster/consent.hpp
    notice       TEXT NOT NULL,    -- version of the text that was agreed to
    lang         TEXT NOT NULL,
    channel      TEXT NOT NULL,
    evidence     TEXT NOT NULL,    -- the provider's session; '' once she is erased
    given_at     INTEGER NOT NULL,
    withdrawn_at INTEGER,
    basis        TEXT NOT NULL DEFAULT 'consent' CHECK (basis IN ('consent', 's7b', 'legal'))
);
CREATE TRIGGER consent_given AFTER INSERT ON consent_kept BEGIN
    INSERT INTO consent_fact (at, person, purpose, act, notice, lang, channel, basis, prev_hash, hash)
        SELECT NEW.given_at, NEW.person, NEW.purpose, 'given', NEW.notice, NEW.lang, NEW.channel, NEW.basis, prev,
            chained(prev, NEW.given_at, NEW.person, NEW.purpose, 'given', NEW.notice, NEW.lang, NEW.channel, NEW.basis)
        FROM (SELECT ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), '') AS prev);
END;
CREATE TRIGGER consent_given_and_withdrawn AFTER INSERT ON consent_kept WHEN NEW.withdrawn_at IS NOT NULL BEGIN
    INSERT INTO consent_fact (at, person, purpose, act, notice, lang, channel, basis, prev_hash, hash)
        SELECT NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, NEW.lang, NEW.channel, NEW.basis, prev,
            chained(prev, NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, NEW.lang, NEW.channel, NEW.basis)
        FROM (SELECT ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), '') AS prev);
END;
CREATE TRIGGER consent_withdrawn AFTER UPDATE OF withdrawn_at ON consent_kept
    WHEN NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL BEGIN
    INSERT INTO consent_fact (at, person, purpose, act, notice, lang, channel, basis, prev_hash, hash)
        SELECT NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, NEW.lang, NEW.channel, NEW.basis, prev,
            chained(prev, NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, NEW.lang, NEW.channel, NEW.basis)
        FROM (SELECT ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), '') AS prev);
END;
CREATE TRIGGER consent_stays_withdrawn BEFORE UPDATE OF withdrawn_at ON consent_kept
    WHEN OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NOT OLD.withdrawn_at
    BEGIN SELECT RAISE(ABORT, 'a withdrawn consent is given anew, in a row of its own'); END;
CREATE TRIGGER consent_fact_keeps_rows BEFORE DELETE ON consent_fact
    BEGIN SELECT RAISE(ABORT, 'consent_fact is append-only'); END;
CREATE TRIGGER consent_fact_keeps_words BEFORE UPDATE ON consent_fact
    BEGIN SELECT RAISE(ABORT, 'consent_fact is append-only'); END;
INSERT INTO consent_kept (id, person, purpose, notice, lang, channel, evidence, given_at, withdrawn_at)
    SELECT id, person, purpose, notice, lang, channel, evidence, given_at, withdrawn_at FROM consent ORDER BY id;
DROP TABLE consent;
ALTER TABLE consent_kept RENAME TO consent;
CREATE INDEX consent_by_person ON consent (person, purpose);

-- Who was erased: all that is kept of her, with her emptied row in `person`. A restored backup erases them again.
CREATE TABLE tombstone (
    person    INTEGER PRIMARY KEY,
    erased_at INTEGER NOT NULL,
    cause     TEXT NOT NULL CHECK (cause IN ('wish', 'desk', 'restore'))
);
-- Files that `haatline backup` wrote keys into: an erasure has to reach each of them.
CREATE TABLE key_copy (
    path       TEXT PRIMARY KEY,
    written_at INTEGER NOT NULL,
    told       INTEGER NOT NULL    -- 0: an erasure could not reach it yet
) WITHOUT ROWID;
CREATE TABLE key_due (             -- what those files have still to be told
    person  INTEGER NOT NULL,
    subject INTEGER NOT NULL,      -- 0: the person herself
    PRIMARY KEY (person, subject)
) WITHOUT ROWID;
