-- What the web nodes of one store share: the keys that sign cookies and forms, who is there, and who owns what only one may do.

CREATE TABLE data_keys (
    id      text        NOT NULL PRIMARY KEY,
    xml     text        NOT NULL,
    made_at timestamptz NOT NULL
);

CREATE TABLE nodes (
    id      text        NOT NULL PRIMARY KEY,
    url     text        NOT NULL,
    seen_at timestamptz NOT NULL
);

CREATE TABLE leases (
    name   text        NOT NULL PRIMARY KEY,
    holder text        NOT NULL,
    term   bigint      NOT NULL,
    until  timestamptz NOT NULL
);
