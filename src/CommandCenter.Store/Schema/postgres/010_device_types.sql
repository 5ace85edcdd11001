-- What is true of all devices of a type, and what the register keeps of each device besides what its readings need.
-- metrics is JSON; required is a list of field keys, responsible phone.

CREATE TABLE device_types (
    name            text    NOT NULL PRIMARY KEY,
    ordinal         integer NOT NULL,
    group_name      text    NOT NULL,
    offline_seconds bigint  NOT NULL CHECK (offline_seconds > 0),
    report_seconds  bigint  NOT NULL CHECK (report_seconds > 0),
    keep_days       integer NOT NULL CHECK (keep_days > 0),
    metrics         text    NOT NULL,
    required        text    NOT NULL,
    remark          text    NOT NULL
);

ALTER TABLE devices ADD COLUMN responsible text;
ALTER TABLE devices ADD COLUMN phone text;
ALTER TABLE devices ADD COLUMN address text;
ALTER TABLE devices ADD COLUMN national_id text CHECK (length(national_id) = 20);
ALTER TABLE devices ADD COLUMN play_url text;
ALTER TABLE devices ADD COLUMN power text CHECK (power IN ('Mains', 'Battery', 'Solar'));
ALTER TABLE devices ADD COLUMN battery_metric text;
ALTER TABLE devices ADD COLUMN installed_on text CHECK (length(installed_on) = 10);
ALTER TABLE devices ADD COLUMN height double precision;
ALTER TABLE devices ADD COLUMN photo text CHECK (length(photo) = 64);
ALTER TABLE devices ADD COLUMN is_disabled boolean NOT NULL DEFAULT false;
ALTER TABLE devices ADD COLUMN row_version integer NOT NULL DEFAULT 1;

-- At most one photo a device; digest is the SHA-256 of its bytes.
CREATE TABLE device_photos (
    device     text  NOT NULL PRIMARY KEY REFERENCES devices (id) ON DELETE CASCADE,
    media_type text  NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    digest     text  NOT NULL CHECK (length(digest) = 64),
    bytes      bytea NOT NULL,
    taken_at   timestamptz NOT NULL
);
