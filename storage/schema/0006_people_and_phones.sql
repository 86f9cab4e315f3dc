-- A phone is shared, lent, sold and reissued: what is known of a number, and of each person behind it.

-- last_seen: the last day on which it proved to be theirs; NULL: never called since this is written down.
ALTER TABLE phone ADD COLUMN last_seen INTEGER;
ALTER TABLE phone ADD COLUMN last_verified INTEGER;

-- relation: own, helper (acts for this person, from a phone of somebody else).
-- label: what stands for her on the screen "who is calling?", chosen by herself; '': "Person 2".
-- names_ok: her name may stand on this phone before her secret number.
-- ended_why, with until_at: lapsed, unproven, new_owner, revoked (the desk can undo these), left.
ALTER TABLE person_phone ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE person_phone ADD COLUMN names_ok INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_phone ADD COLUMN ended_why TEXT NOT NULL DEFAULT '';
CREATE INDEX person_phone_by_person ON person_phone (person, phone);

-- secret: keyed digest of person and four digits (gateway/app/pepper.hpp), '' when none is set. The key is not in here.
ALTER TABLE person ADD COLUMN secret TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN secret_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN secret_locked_at INTEGER;

-- What a helper did for somebody: told to her when she asks what is kept.
CREATE TABLE person_act (
    id       INTEGER PRIMARY KEY,
    person   INTEGER NOT NULL REFERENCES person (id),  -- for whom
    at       INTEGER NOT NULL,
    phone    INTEGER NOT NULL,                         -- from which phone
    relation TEXT NOT NULL,
    act      TEXT NOT NULL                             -- the effect, e.g. listing.post
);
CREATE INDEX person_act_by_person ON person_act (person, at);
