-- Who did what: written once, in sequence, each entry holding the hash of the one before.
-- detail is canonical JSON; hash is HMAC-SHA-256 over the canonical form (docs/adr/).

CREATE TABLE audit_entries (
    sequence   INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
    at         TEXT    NOT NULL,
    actor_id   TEXT    NOT NULL,
    actor_name TEXT    NOT NULL,
    actor_role TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    region     INTEGER,
    outcome    TEXT    NOT NULL CHECK (outcome IN ('Done', 'Denied', 'Failed')),
    detail     TEXT    NOT NULL,
    key_id     TEXT    NOT NULL,
    previous   TEXT    NOT NULL CHECK (length(previous) = 64),
    hash       TEXT    NOT NULL CHECK (length(hash) = 64)
);
CREATE INDEX audit_entries_by_time ON audit_entries (at);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_name, sequence);
CREATE INDEX audit_entries_by_action ON audit_entries (action, sequence);

CREATE TRIGGER audit_entries_never_change BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit entries never change');
END;

CREATE TRIGGER audit_entries_never_go BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never deleted');
END;

-- Also refuses INSERT OR REPLACE, which deletes without asking the trigger above.
CREATE TRIGGER audit_entries_follow_each_other BEFORE INSERT ON audit_entries
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entries)
BEGIN
    SELECT RAISE(ABORT, 'audit entries follow each other');
END;

-- How far the trail was sent to somebody outside.
CREATE TABLE audit_exports (
    name     TEXT    NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL
);
