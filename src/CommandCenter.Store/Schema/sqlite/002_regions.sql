-- Seats and areas are degrees and km² of the boundaries at hand; geometry is WKB in degrees, lon first.

CREATE TABLE regions (
    code            INTEGER NOT NULL PRIMARY KEY CHECK (code BETWEEN 10000000000 AND 999999999999),
    name            TEXT    NOT NULL,
    level           TEXT    NOT NULL CHECK (level IN ('Province', 'City', 'County', 'Town', 'Village')),
    kind            TEXT    NOT NULL,
    parent          INTEGER,
    lon             REAL    NOT NULL CHECK (lon BETWEEN -180 AND 180),
    lat             REAL    NOT NULL CHECK (lat BETWEEN -90 AND 90),
    area_km2        REAL,
    initials        TEXT    NOT NULL,
    is_virtual      INTEGER NOT NULL,
    is_special_unit INTEGER NOT NULL,
    boundary_note   TEXT    NOT NULL
);

CREATE TABLE region_boundaries (
    code INTEGER NOT NULL PRIMARY KEY,
    wkb  BLOB    NOT NULL
);

-- The lines of the base map that came with the regions under root.
CREATE TABLE base_lines (
    root    INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    kind    TEXT    NOT NULL CHECK (kind IN ('coast', 'river')),
    wkb     BLOB    NOT NULL,
    PRIMARY KEY (root, ordinal)
);
