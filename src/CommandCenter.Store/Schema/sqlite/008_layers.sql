-- The catalogue of layers, and the imports of each. roles is a list, leader,staff; fields, lead and style are JSON.

CREATE TABLE layers (
    id              TEXT    NOT NULL PRIMARY KEY,
    title           TEXT    NOT NULL,
    theme           TEXT    NOT NULL,
    group_name      TEXT    NOT NULL,
    ordinal         INTEGER NOT NULL,
    department      TEXT    NOT NULL,
    licence         TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('Point', 'Line', 'Polygon')),
    sensitivity     TEXT    NOT NULL CHECK (sensitivity IN ('Public', 'Internal', 'Sensitive')),
    roles           TEXT    NOT NULL,
    region          INTEGER NOT NULL,
    fields          TEXT    NOT NULL,
    lead            TEXT    NOT NULL,
    style           TEXT    NOT NULL,
    is_illustrative INTEGER NOT NULL,
    current_version INTEGER NOT NULL,
    changed_at      TEXT NOT NULL,
    row_version     INTEGER NOT NULL
);

CREATE TABLE layer_versions (
    layer       TEXT    NOT NULL REFERENCES layers (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    file_name   TEXT    NOT NULL,
    digest      TEXT    NOT NULL,
    crs         TEXT    NOT NULL,
    rows        INTEGER NOT NULL,
    bad_rows    INTEGER NOT NULL,
    west        REAL NOT NULL,
    south       REAL NOT NULL,
    east        REAL NOT NULL,
    north       REAL NOT NULL,
    imported_by TEXT    NOT NULL,
    imported_at TEXT NOT NULL,
    PRIMARY KEY (layer, number)
);
