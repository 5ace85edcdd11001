-- The catalogue of layers, and the imports of each. roles is a list, leader,staff; fields, lead and style are JSON.

CREATE TABLE layers (
    id              text    NOT NULL PRIMARY KEY,
    title           text    NOT NULL,
    theme           text    NOT NULL,
    group_name      text    NOT NULL,
    ordinal         integer NOT NULL,
    department      text    NOT NULL,
    licence         text    NOT NULL,
    description     text    NOT NULL,
    kind            text    NOT NULL CHECK (kind IN ('Point', 'Line', 'Polygon')),
    sensitivity     text    NOT NULL CHECK (sensitivity IN ('Public', 'Internal', 'Sensitive')),
    roles           text    NOT NULL,
    region          bigint  NOT NULL,
    fields          text    NOT NULL,
    lead            text    NOT NULL,
    style           text    NOT NULL,
    is_illustrative boolean NOT NULL,
    current_version integer NOT NULL,
    changed_at      timestamptz NOT NULL,
    row_version     integer NOT NULL
);

CREATE TABLE layer_versions (
    layer       text    NOT NULL REFERENCES layers (id) ON DELETE CASCADE,
    number      integer NOT NULL,
    file_name   text    NOT NULL,
    digest      text    NOT NULL,
    crs         text    NOT NULL,
    rows        bigint  NOT NULL,
    bad_rows    bigint  NOT NULL,
    west        double precision NOT NULL,
    south       double precision NOT NULL,
    east        double precision NOT NULL,
    north       double precision NOT NULL,
    imported_by text    NOT NULL,
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (layer, number)
);
