-- STOP of numbers that are nobody's: nothing that goes to a number and to no member leaves for one, until START or until
-- somebody joins on it. Who is no member asked us to keep nothing, so the number itself does not stand here.

CREATE TABLE number_stop_key (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    key  BLOB NOT NULL                  -- of this database: marks of two databases do not match. Who has the whole file
                                        -- has the key, and can try every number there is
);
INSERT INTO number_stop_key (id, key) VALUES (1, randomblob(32));

CREATE TABLE number_stop (
    mark    BLOB PRIMARY KEY,           -- number_mark(number, key): 16 octets (sqlite/functions.hpp)
    channel TEXT NOT NULL,
    from_at INTEGER NOT NULL
) WITHOUT ROWID;
