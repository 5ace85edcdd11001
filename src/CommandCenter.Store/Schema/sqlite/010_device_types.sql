-- What is true of all devices of a type, and what the register keeps of each device besides what its readings need.
-- metrics is JSON; required is a list of field keys, responsible phone.

CREATE TABLE device_types (
    name            TEXT    NOT NULL PRIMARY KEY,
    ordinal         INTEGER NOT NULL,
    group_name      TEXT    NOT NULL,
    offline_seconds INTEGER NOT NULL CHECK (offline_seconds > 0),
    report_seconds  INTEGER NOT NULL CHECK (report_seconds > 0),
    keep_days       INTEGER NOT NULL CHECK (keep_days > 0),
    metrics         TEXT    NOT NULL,
    required        TEXT    NOT NULL,
    remark          TEXT    NOT NULL
);

ALTER TABLE devices ADD COLUMN responsible TEXT;
ALTER TABLE devices ADD COLUMN phone TEXT;
ALTER TABLE devices ADD COLUMN address TEXT;
ALTER TABLE devices ADD COLUMN national_id TEXT CHECK (length(national_id) = 20);
ALTER TABLE devices ADD COLUMN play_url TEXT;
ALTER TABLE devices ADD COLUMN power TEXT CHECK (power IN ('Mains', 'Battery', 'Solar'));
ALTER TABLE devices ADD COLUMN battery_metric TEXT;
ALTER TABLE devices ADD COLUMN installed_on TEXT CHECK (length(installed_on) = 10);
ALTER TABLE devices ADD COLUMN height REAL;
ALTER TABLE devices ADD COLUMN photo TEXT CHECK (length(photo) = 64);
ALTER TABLE devices ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN row_version INTEGER NOT NULL DEFAULT 1;

-- At most one photo a device; digest is the SHA-256 of its bytes.
CREATE TABLE device_photos (
    device     TEXT NOT NULL PRIMARY KEY REFERENCES devices (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    digest     TEXT NOT NULL CHECK (length(digest) = 64),
    bytes      BLOB NOT NULL,
    taken_at   TEXT NOT NULL
);
