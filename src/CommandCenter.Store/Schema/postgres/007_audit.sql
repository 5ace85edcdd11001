-- Who did what: written once, in sequence, each entry holding the hash of the one before.
-- detail is canonical JSON; hash is HMAC-SHA-256 over the canonical form (docs/adr/).

CREATE TABLE audit_entries (
    sequence   bigint      NOT NULL PRIMARY KEY CHECK (sequence > 0),
    at         timestamptz NOT NULL,
    actor_id   text        NOT NULL,
    actor_name text        NOT NULL,
    actor_role text        NOT NULL,
    address    text        NOT NULL,
    action     text        NOT NULL,
    target     text        NOT NULL,
    region     bigint,
    outcome    text        NOT NULL CHECK (outcome IN ('Done', 'Denied', 'Failed')),
    detail     text        NOT NULL,
    key_id     text        NOT NULL,
    previous   text        NOT NULL CHECK (length(previous) = 64),
    hash       text        NOT NULL CHECK (length(hash) = 64)
);
CREATE INDEX audit_entries_by_time ON audit_entries (at);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_name, sequence);
CREATE INDEX audit_entries_by_action ON audit_entries (action, sequence);

CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted';
END $$;

CREATE TRIGGER audit_entries_never_change BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();

CREATE TRIGGER audit_entries_never_go BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay();

CREATE FUNCTION audit_entries_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entries) THEN
        RAISE EXCEPTION 'audit entries follow each other';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_entries_follow_each_other BEFORE INSERT ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_follow();

-- How far the trail was sent to somebody outside.
CREATE TABLE audit_exports (
    name     text   NOT NULL PRIMARY KEY,
    sequence bigint NOT NULL
);
