CREATE TABLE devices (
    id              TEXT    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    type            TEXT    NOT NULL,
    department      TEXT    NOT NULL,
    lon             REAL    NOT NULL CHECK (lon BETWEEN -180 AND 180),
    lat             REAL    NOT NULL CHECK (lat BETWEEN -90 AND 90),
    region          INTEGER NOT NULL CHECK (region BETWEEN 1 AND 999999999999),
    is_illustrative INTEGER NOT NULL,
    registered_at   TEXT    NOT NULL
);
CREATE INDEX devices_by_region ON devices (region);

CREATE TABLE metrics (
    key     TEXT NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    unit    TEXT NOT NULL,
    minimum REAL NOT NULL,
    maximum REAL NOT NULL CHECK (maximum > minimum),
    blue    REAL,
    yellow  REAL,
    orange  REAL,
    red     REAL
);
