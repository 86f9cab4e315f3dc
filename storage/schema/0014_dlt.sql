-- What the register of commercial messages (DLT) has of us: entities, headers, templates, targets, chains.
CREATE TABLE dlt_entity (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;
