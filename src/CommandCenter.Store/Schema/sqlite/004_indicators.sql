-- The catalogue of indicators. leads is a list of levels, City,County.

CREATE TABLE indicators (
    name             TEXT    NOT NULL PRIMARY KEY,
    dimension        TEXT    NOT NULL CHECK (dimension IN ('Economy', 'Politics', 'Culture', 'Society', 'Ecology')),
    ordinal          INTEGER NOT NULL,
    unit             TEXT    NOT NULL,
    cadence          TEXT    NOT NULL CHECK (cadence IN ('Irregular', 'Yearly', 'Quarterly', 'Monthly', 'Decennial')),
    growth           TEXT    NOT NULL CHECK (growth IN ('None', 'Published', 'Difference')),
    growth_indicator TEXT    NOT NULL,
    growth_word      TEXT    NOT NULL,
    basis            TEXT    NOT NULL,
    companion        TEXT    NOT NULL,
    companion_word   TEXT    NOT NULL,
    leads            TEXT    NOT NULL,
    is_rankable      INTEGER NOT NULL
);
