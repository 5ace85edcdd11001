-- The catalogue of indicators. leads is a list of levels, City,County.

CREATE TABLE indicators (
    name             text    NOT NULL PRIMARY KEY,
    dimension        text    NOT NULL CHECK (dimension IN ('Economy', 'Politics', 'Culture', 'Society', 'Ecology')),
    ordinal          integer NOT NULL,
    unit             text    NOT NULL,
    cadence          text    NOT NULL CHECK (cadence IN ('Irregular', 'Yearly', 'Quarterly', 'Monthly', 'Decennial')),
    growth           text    NOT NULL CHECK (growth IN ('None', 'Published', 'Difference')),
    growth_indicator text    NOT NULL,
    growth_word      text    NOT NULL,
    basis            text    NOT NULL,
    companion        text    NOT NULL,
    companion_word   text    NOT NULL,
    leads            text    NOT NULL,
    is_rankable      boolean NOT NULL
);
