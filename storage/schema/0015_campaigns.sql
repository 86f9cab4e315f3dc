-- Alerts to many: an item, its texts, its audience as a rule, and how far it came. No row a recipient before her turn comes.
CREATE TABLE campaign (
    id         INTEGER PRIMARY KEY,
    state      TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
