-- Instants are UTC, 'yyyy-MM-dd HH:mm:ss.fffffff'. Region codes are their twelve digits as a number.

CREATE TABLE accounts (
    id                     TEXT    NOT NULL PRIMARY KEY,
    user_name              TEXT,
    normalized_user_name   TEXT,
    display_name           TEXT    NOT NULL,
    scope                  INTEGER NOT NULL CHECK (scope BETWEEN 1 AND 999999999999),
    created_at             TEXT    NOT NULL,
    disabled_at            TEXT,
    password_hash          TEXT,
    security_stamp         TEXT,
    concurrency_stamp      TEXT,
    lockout_enabled        INTEGER NOT NULL,
    lockout_end            TEXT,
    access_failed_count    INTEGER NOT NULL,
    two_factor_enabled     INTEGER NOT NULL,
    email                  TEXT,
    normalized_email       TEXT,
    email_confirmed        INTEGER NOT NULL,
    phone_number           TEXT,
    phone_number_confirmed INTEGER NOT NULL
);
CREATE UNIQUE INDEX accounts_by_user_name ON accounts (normalized_user_name);
CREATE INDEX accounts_by_email ON accounts (normalized_email);

CREATE TABLE roles (
    id                TEXT NOT NULL PRIMARY KEY,
    name              TEXT,
    normalized_name   TEXT,
    concurrency_stamp TEXT
);
CREATE UNIQUE INDEX roles_by_name ON roles (normalized_name);

CREATE TABLE account_roles (
    user_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role_id TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
);
CREATE INDEX account_roles_by_role ON account_roles (role_id);

CREATE TABLE account_claims (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id     TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    claim_type  TEXT,
    claim_value TEXT
);
CREATE INDEX account_claims_by_account ON account_claims (user_id);

CREATE TABLE account_logins (
    login_provider        TEXT NOT NULL,
    provider_key          TEXT NOT NULL,
    provider_display_name TEXT,
    user_id               TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (login_provider, provider_key)
);
CREATE INDEX account_logins_by_account ON account_logins (user_id);

CREATE TABLE account_tokens (
    user_id        TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    login_provider TEXT NOT NULL,
    name           TEXT NOT NULL,
    value          TEXT,
    PRIMARY KEY (user_id, login_provider, name)
);

CREATE TABLE role_claims (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    role_id     TEXT    NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    claim_type  TEXT,
    claim_value TEXT
);
CREATE INDEX role_claims_by_role ON role_claims (role_id);

CREATE TABLE ingest_tokens (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    scope      INTEGER NOT NULL CHECK (scope BETWEEN 1 AND 999999999999),
    created_at TEXT    NOT NULL,
    revoked_at TEXT
);
CREATE UNIQUE INDEX ingest_tokens_by_hash ON ingest_tokens (hash);
