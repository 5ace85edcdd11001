CREATE TABLE devices (
    id              text    NOT NULL PRIMARY KEY,
    name            text    NOT NULL,
    type            text    NOT NULL,
    department      text    NOT NULL,
    lon             double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
    lat             double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    region          bigint  NOT NULL CHECK (region BETWEEN 1 AND 999999999999),
    is_illustrative boolean NOT NULL,
    registered_at   timestamptz NOT NULL
);
CREATE INDEX devices_by_region ON devices (region);

CREATE TABLE metrics (
    key     text NOT NULL PRIMARY KEY,
    name    text NOT NULL,
    unit    text NOT NULL,
    minimum double precision NOT NULL,
    maximum double precision NOT NULL CHECK (maximum > minimum),
    blue    double precision,
    yellow  double precision,
    orange  double precision,
    red     double precision
);
