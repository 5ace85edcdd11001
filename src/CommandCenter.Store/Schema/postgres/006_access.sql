-- Sessions kept on the server, what an account may still have to do, and the first-run door.
-- Secrets are kept as SHA-256 (references, recovery codes), as password hashes (history) or encrypted (totp_secret).

ALTER TABLE accounts ADD COLUMN expires_at timestamptz;
ALTER TABLE accounts ADD COLUMN is_display boolean NOT NULL DEFAULT false;
ALTER TABLE accounts ADD COLUMN must_change_password boolean NOT NULL DEFAULT false;
ALTER TABLE accounts ADD COLUMN password_changed_at timestamptz;
ALTER TABLE accounts ADD COLUMN totp_secret text;
ALTER TABLE accounts ADD COLUMN totp_step bigint NOT NULL DEFAULT 0;

CREATE TABLE sessions (
    id             text        NOT NULL PRIMARY KEY,
    account_id     text        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at     timestamptz NOT NULL,
    last_active_at timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    address        text        NOT NULL,
    user_agent     text        NOT NULL,
    means          text        NOT NULL CHECK (means IN ('Password', 'SecondFactor', 'External')),
    ended_at       timestamptz,
    ended_why      text
);
CREATE INDEX sessions_by_account ON sessions (account_id, created_at);
CREATE INDEX sessions_by_end ON sessions (ended_at);

CREATE TABLE password_history (
    id         text        NOT NULL PRIMARY KEY,
    account_id text        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash       text        NOT NULL,
    set_at     timestamptz NOT NULL
);
CREATE INDEX password_history_by_account ON password_history (account_id, set_at);

CREATE TABLE recovery_codes (
    account_id text        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash       text        NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- One effect per caller and key; answer is what the first request was told, without secrets.
CREATE TABLE idempotency_keys (
    caller     text        NOT NULL,
    key        text        NOT NULL,
    request    text        NOT NULL,
    status     integer     NOT NULL,
    answer     text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- At most one row. Once closed it stays closed.
CREATE TABLE setup_door (
    id         integer     NOT NULL PRIMARY KEY CHECK (id = 1),
    token_hash text        NOT NULL,
    opened_at  timestamptz NOT NULL,
    closed_at  timestamptz
);
