-- Seats and areas are degrees and km² of the boundaries at hand; geometry is WKB in degrees, lon first.

CREATE TABLE regions (
    code            bigint  NOT NULL PRIMARY KEY CHECK (code BETWEEN 10000000000 AND 999999999999),
    name            text    NOT NULL,
    level           text    NOT NULL CHECK (level IN ('Province', 'City', 'County', 'Town', 'Village')),
    kind            text    NOT NULL,
    parent          bigint,
    lon             double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
    lat             double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    area_km2        double precision,
    initials        text    NOT NULL,
    is_virtual      boolean NOT NULL,
    is_special_unit boolean NOT NULL,
    boundary_note   text    NOT NULL
);

CREATE TABLE region_boundaries (
    code bigint NOT NULL PRIMARY KEY,
    wkb  bytea  NOT NULL
);

-- The lines of the base map that came with the regions under root.
CREATE TABLE base_lines (
    root    bigint  NOT NULL,
    ordinal integer NOT NULL,
    kind    text    NOT NULL CHECK (kind IN ('coast', 'river')),
    wkb     bytea   NOT NULL,
    PRIMARY KEY (root, ordinal)
);
