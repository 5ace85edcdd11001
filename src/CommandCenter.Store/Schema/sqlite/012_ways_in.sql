-- Limits of ingest tokens, devices that nobody registered, and readings that were put aside.

ALTER TABLE ingest_tokens ADD COLUMN only_device TEXT;
ALTER TABLE ingest_tokens ADD COLUMN only_type TEXT;
ALTER TABLE ingest_tokens ADD COLUMN only_department TEXT;

-- Heard and not registered; region is that of the token by which it came, metrics a list with blanks between.
CREATE TABLE unknown_devices (
    device     TEXT    NOT NULL,
    region     INTEGER NOT NULL,
    token      TEXT    NOT NULL,
    metrics    TEXT    NOT NULL,
    count      INTEGER NOT NULL CHECK (count > 0),
    first_seen TEXT    NOT NULL,
    last_seen  TEXT    NOT NULL,
    PRIMARY KEY (device, region)
);

-- id follows from what was sent, so that a repetition is no second letter; ts are milliseconds since 1970, UTC. What it was
-- replayed as stands in the columns that begin with fixed.
CREATE TABLE dead_letters (
    id           TEXT    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL CHECK (kind IN ('Ahead', 'Refused')),
    state        TEXT    NOT NULL CHECK (state IN ('Open', 'Replaying', 'Replayed', 'Discarded')),
    device       TEXT    NOT NULL,
    metric       TEXT    NOT NULL,
    ts           INTEGER NOT NULL,
    value        REAL    NOT NULL,
    own_id       TEXT,
    reason       TEXT    NOT NULL,
    region       INTEGER NOT NULL,
    token        TEXT    NOT NULL,
    received_at  TEXT    NOT NULL,
    fixed_device TEXT,
    fixed_metric TEXT,
    fixed_ts     INTEGER,
    fixed_value  REAL,
    changed_by   TEXT,
    changed_at   TEXT
);
CREATE INDEX dead_letters_by_state ON dead_letters (state, region, received_at);
