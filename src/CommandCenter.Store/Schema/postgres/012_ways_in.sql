-- Limits of ingest tokens, devices that nobody registered, and readings that were put aside.

ALTER TABLE ingest_tokens ADD COLUMN only_device text;
ALTER TABLE ingest_tokens ADD COLUMN only_type text;
ALTER TABLE ingest_tokens ADD COLUMN only_department text;

-- Heard and not registered; region is that of the token by which it came, metrics a list with blanks between.
CREATE TABLE unknown_devices (
    device     text   NOT NULL,
    region     bigint NOT NULL,
    token      text   NOT NULL,
    metrics    text   NOT NULL,
    count      bigint NOT NULL CHECK (count > 0),
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    PRIMARY KEY (device, region)
);

-- id follows from what was sent, so that a repetition is no second letter; ts are milliseconds since 1970, UTC. What it was
-- replayed as stands in the columns that begin with fixed.
CREATE TABLE dead_letters (
    id           text   NOT NULL PRIMARY KEY,
    kind         text   NOT NULL CHECK (kind IN ('Ahead', 'Refused')),
    state        text   NOT NULL CHECK (state IN ('Open', 'Replaying', 'Replayed', 'Discarded')),
    device       text   NOT NULL,
    metric       text   NOT NULL,
    ts           bigint NOT NULL,
    value        double precision NOT NULL,
    own_id       text,
    reason       text   NOT NULL,
    region       bigint NOT NULL,
    token        text   NOT NULL,
    received_at  timestamptz NOT NULL,
    fixed_device text,
    fixed_metric text,
    fixed_ts     bigint,
    fixed_value  double precision,
    changed_by   text,
    changed_at   timestamptz
);
CREATE INDEX dead_letters_by_state ON dead_letters (state, region, received_at);
