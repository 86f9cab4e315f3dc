-- SQLite builds a table of its own for `x IN (three or more)` each time a row is written; these three are written at every
-- registration or call. The same rules, spelled out. What lies in the file does not change, so the text of the schema may be
-- changed in place (SQLite, "ALTER TABLE", section 7, the second procedure).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (state IN (''active'', ''quarantined'', ''dead''))',
    'CHECK (state = ''active'' OR state = ''quarantined'' OR state = ''dead'')') WHERE type = 'table' AND name = 'phone';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (basis IN (''consent'', ''s7b'', ''legal''))',
    'CHECK (basis = ''consent'' OR basis = ''s7b'' OR basis = ''legal'')') WHERE type = 'table' AND name = 'consent';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (state IN (''open'', ''taken'', ''done''))',
    'CHECK (state = ''open'' OR state = ''taken'' OR state = ''done'')') WHERE type = 'table' AND name = 'ticket';
PRAGMA writable_schema = RESET;

-- The same for the ledger: an INSERT that selects from its own table goes through one, VALUES do not.
DROP TRIGGER consent_given;
CREATE TRIGGER consent_given AFTER INSERT ON consent BEGIN
    INSERT INTO consent_fact (at, person, purpose, act, notice, lang, channel, basis, prev_hash, hash) VALUES
        (NEW.given_at, NEW.person, NEW.purpose, 'given', NEW.notice, NEW.lang, NEW.channel, NEW.basis,
        ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), ''),
        chained(ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), ''), NEW.given_at, NEW.person,
            NEW.purpose, 'given', NEW.notice, NEW.lang, NEW.channel, NEW.basis));
END;
DROP TRIGGER consent_given_and_withdrawn;
CREATE TRIGGER consent_given_and_withdrawn AFTER INSERT ON consent WHEN NEW.withdrawn_at IS NOT NULL BEGIN
    INSERT INTO consent_fact (at, person, purpose, act, notice, lang, channel, basis, prev_hash, hash) VALUES
        (NEW.withdrawn_at, NEW.person, NEW.purpose, 'withdrawn', NEW.notice, NEW.lang, NEW.channel, NEW.basis,
        ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), ''),
        chained(ifnull((SELECT hash FROM consent_fact ORDER BY id DESC LIMIT 1), ''), NEW.withdrawn_at, NEW.person,
            NEW.purpose, 'withdrawn', NEW.notice, NEW.lang, NEW.channel, NEW.basis));
END;
