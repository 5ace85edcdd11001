-- What the web nodes of one store share: the keys that sign cookies and forms, who is there, and who owns what only one may do.

CREATE TABLE data_keys (
    id      TEXT NOT NULL PRIMARY KEY,
    xml     TEXT NOT NULL,
    made_at TEXT NOT NULL
);

CREATE TABLE nodes (
    id      TEXT NOT NULL PRIMARY KEY,
    url     TEXT NOT NULL,
    seen_at TEXT NOT NULL
);

CREATE TABLE leases (
    name   TEXT    NOT NULL PRIMARY KEY,
    holder TEXT    NOT NULL,
    term   INTEGER NOT NULL,
    until  TEXT    NOT NULL
);
