-- Sessions kept on the server, what an account may still have to do, and the first-run door.
-- Secrets are kept as SHA-256 (references, recovery codes), as password hashes (history) or encrypted (totp_secret).

ALTER TABLE accounts ADD COLUMN expires_at TEXT;
ALTER TABLE accounts ADD COLUMN is_display INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN password_changed_at TEXT;
ALTER TABLE accounts ADD COLUMN totp_secret TEXT;
ALTER TABLE accounts ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;

CREATE TABLE sessions (
    id             TEXT NOT NULL PRIMARY KEY,
    account_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at     TEXT NOT NULL,
    last_active_at TEXT NOT NULL,
    expires_at     TEXT NOT NULL,
    address        TEXT NOT NULL,
    user_agent     TEXT NOT NULL,
    means          TEXT NOT NULL CHECK (means IN ('Password', 'SecondFactor', 'External')),
    ended_at       TEXT,
    ended_why      TEXT
);
CREATE INDEX sessions_by_account ON sessions (account_id, created_at);
CREATE INDEX sessions_by_end ON sessions (ended_at);

CREATE TABLE password_history (
    id         TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    set_at     TEXT NOT NULL
);
CREATE INDEX password_history_by_account ON password_history (account_id, set_at);

CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- One effect per caller and key; answer is what the first request was told, without secrets.
CREATE TABLE idempotency_keys (
    caller     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    request    TEXT    NOT NULL,
    status     INTEGER NOT NULL,
    answer     TEXT    NOT NULL,
    created_at TEXT    NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- At most one row. Once closed it stays closed.
CREATE TABLE setup_door (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    token_hash TEXT    NOT NULL,
    opened_at  TEXT    NOT NULL,
    closed_at  TEXT
);
